"""What the pictures show: the data folder they are taken of, and what is pressed before each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from flowbook.flow import Flow, with_node
from flowbook.stimuli import Said, StartedByHand
from flowbook.store import PRACTICE, Store
from flowbook.store.folder import load_flow, save_flow
from flowbook.store.inbox import put_stimulus
from flowbook.store.listing import labels_of
from flowbook.store.publishing import publish
from flowbook.store.samples import initialise
from flowbook.store.values import now
from runtime.worker import Worker

LIVE = {
    "salon": "Books visits, reminds two days before",
    "welcome": "Greets whoever comes by a poster",
    "orders": "Where is my order, and returns",
    "faq": "Hours, delivery, payment, the way",
}
SAID = ("Haircut", "in a week", "14:30", "Yes, that is right")
"""What those inside the salon's flow have said one after the other; each is some of it ahead of the next."""
SECTIONS = ("bots", "workspace", "hours", "fields", "lists", "teams", "you")
AUTHOR = "Ruta"
FRIDAY = 4
OPEN, CLOSED = "09:00", "17:00"
NOTEBOOK = "thinks.test.yaml"
WRITTEN = """\
notebook: Thinks about it
flow: salon
start: 2026-03-02 10:00 Europe/Vilnius
customers:
  - {id: ruta, set: {first_name: Rūta, language: en}}
  - {id: jonas, set: {first_name: Jonas, language: en}, tags: [vip]}
  - {id: anna, set: {first_name: Анна, language: ru}}
cells:
  - {id: hello, say: /book}
  - {id: offered, expect: {buttons: [Haircut, Hair colour, Manicure]}, only: "language:en"}
  - {id: haircut, tap: Haircut}
  - {id: asked, expect: {node: day}}
  - {id: thinks, wait: 4 hours}
  - id: gently
    only: language:en
    snapshot:
      of: replies
      accepted: |
        No hurry. Write “book a visit” or tap /book whenever it suits you.
  - {id: never, expect: {tag: vip}}
"""
Play = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """`play` is what is pressed after the screen at `address` was opened."""

    address: str
    play: Play = lambda page: None
    scheme: str = "light"
    width: int = 1440
    height: int = 900


def set_the_stage(data: Path) -> None:
    """Sample flows and customers; some flows are live, people are inside, two drafts are under way."""
    store = initialise(data)
    for flow, note in LIVE.items():
        publish(store, load_flow(data, flow), [PRACTICE], author=AUTHOR, note=note)
    save_flow(data, _sooner(load_flow(data, "salon")))
    publish(store, load_flow(data, "salon"), [PRACTICE], author=AUTHOR, note="No visits at ten any more")
    _let_people_in(store, {"salon": 9, "welcome": 12})
    save_flow(data, _with_a_draft_of_changes(load_flow(data, "salon")))
    save_flow(data, _with_a_loose_end(load_flow(data, "winback")))
    store.close()
    (data / "flows" / "salon" / NOTEBOOK).write_text(WRITTEN, "utf-8")
    # Whoever looks at a picture of Home wants to see the flows, not the offer to be shown round.
    (data / "builder.json").write_text('{"tour": 0}\n', "utf-8")


def screens() -> dict[str, Scene]:
    """Every screen, and what opens on it, by a name for its file."""
    flows = {name: f"/{name}?flow=salon" for name in ("draw", "try", "test", "publish", "practice")}
    people = {"customers": "/customers", "person": "/customers?customer=sample-001"}
    settings = {name: f"/settings?section={name}" for name in SECTIONS}
    lists = {"import": "/customers?view=import", "health": "/health"}
    plain = {"flows": "/", **flows, "problem": "/draw?flow=winback", **people, **lists, **settings}
    opened = {
        "notebook": Scene(f"/test?flow=salon&notebook={NOTEBOOK}", _see_the_cells),
        "talk": Scene("/try?flow=salon", _book),
        "recording": Scene("/try?flow=salon", _record),
        "templates": Scene("/", _open_templates),
        "earlier": Scene("/draw?flow=salon", _open_earlier),
    }
    return {**{name: Scene(address) for name, address in plain.items()}, **opened}


def _let_people_in(store: Store, wanted: dict[str, int]) -> None:
    """Begun by hand for sample customers, some of whom answer; carried out by the runtime's own worker."""
    people = iter(sorted(key for key, fields in labels_of(store) if fields.get("language") == "en"))
    worker = Worker(store, lambda: None)
    for flow, count in wanted.items():
        for number in range(count):
            person = next(people)
            acts = [StartedByHand(flow), *(Said(words) for words in SAID[: number % 3])]
            for act in acts if flow == "salon" else acts[:1]:
                put_stimulus(store, person, act, now(), PRACTICE)
                while worker.work(now(), timers=False):
                    pass


def _sooner(flow: Flow) -> Flow:
    times = flow.by_id["hour"]
    return with_node(flow, replace(times, config={**times.config, "options": times.config["options"][1:]}))


def _with_a_draft_of_changes(flow: Flow) -> Flow:
    longer = {"no_answer_after": {"amount": 4, "unit": "hours"}}
    ask, retries = flow.by_id["service"], {"retries": 2}
    flow = with_node(flow, replace(ask, config={**ask.config, **longer}))
    day, later = flow.by_id["day"], flow.by_id["later"]
    flow = with_node(flow, replace(day, config={**day.config, **retries}))
    said = {**later.config["text"], "en": "No hurry. Tap /book whenever it suits you."}
    return with_node(flow, replace(later, config={**later.config, "text": said}))


def _with_a_loose_end(flow: Flow) -> Flow:
    """A button that leads nowhere, so that there is a problem to see."""
    ask = flow.by_id["still"]
    ways = {name: target for name, target in ask.exits.items() if name != "later"}
    return with_node(flow, replace(ask, exits=ways))


def _show_the_problem(page: Page) -> None:
    """The first line of the problems leads to its step."""
    page.locator(".st-key-card-problems").get_by_role("button", name="Show").first.click()
    page.wait_for_timeout(2500)


def _book(page: Page) -> None:
    """A visit is booked for next week's Friday; then the clock is turned to the reminder."""
    _wait_for_the_shop(page)
    _say(page, "book a haircut")
    _press(page, "Haircut")
    today = now().date()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 + 7)
    _say(page, f"{friday:%-d %B}")
    _press(page, "14:30")
    _press(page, "Yes, that is right")
    page.get_by_role("button", name="Go there").click()
    page.wait_for_timeout(1500)


def _wait_for_the_shop(page: Page) -> None:
    """Hour by hour until it is day: pictures taken at night look like a fault."""
    for _ in range(24):
        shown = page.locator(".clock .now").inner_text()
        if OPEN <= shown.rpartition(" ")[2] < CLOSED:
            return
        page.get_by_role("button", name="+1 hour").click()
        page.wait_for_function(
            "before => document.querySelector('.clock .now').innerText !== before", arg=shown
        )
        page.wait_for_timeout(300)


def _say(page: Page, words: str) -> None:
    line = page.get_by_placeholder("Write as")
    line.fill(words)
    line.press("Enter")
    page.locator(".tg").get_by_text(words).last.wait_for()
    page.wait_for_timeout(1200)


def _press(page: Page, label: str) -> None:
    page.locator(".phone").get_by_role("button", name=label, exact=True).last.click()
    page.wait_for_timeout(1500)


def _record(page: Page) -> None:
    """A booked visit about to be saved as a test, its first line marked."""
    _book(page)
    page.get_by_role("button", name="Save as test").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Good to hear from you").first.click()
    page.wait_for_timeout(1500)


def _see_the_cells(page: Page) -> None:
    page.locator(".cells .fail").first.wait_for()
    page.wait_for_timeout(1500)


def _open_templates(page: Page) -> None:
    page.get_by_role("button", name="New flow").click()
    page.get_by_role("dialog").get_by_text("Or start from one that works").wait_for()


def _open_earlier(page: Page) -> None:
    page.get_by_role("button", name="Earlier versions").click()
    page.get_by_role("dialog").get_by_label("Keep the flow as it is now under a name").wait_for()


SCENES: dict[str, Scene] = {
    "flows": Scene("/"),
    "draw": Scene("/draw?flow=winback", _show_the_problem),
    "draw-dark": Scene("/draw?flow=winback", _show_the_problem, scheme="dark"),
    "try": Scene("/try?flow=salon", _book),
    "publish": Scene("/publish?flow=salon"),
    "test": Scene(f"/test?flow=salon&notebook={NOTEBOOK}", _see_the_cells, height=1240),
    "recording": Scene("/try?flow=salon", _record),
    "customers": Scene("/customers", height=720),
    "templates": Scene("/", _open_templates, height=820),
    "try-phone": Scene("/try?flow=salon", _book, width=400, height=860),
}
