"""What the pictures show: the data folder they are taken of, and what is pressed before each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from flowbook.flow import Flow, with_node
from flowbook.stimuli import StartedByHand
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
AUTHOR = "Ruta"
FRIDAY = 4
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
    """Sample flows and customers; three flows are live, some people are inside, two drafts are under way."""
    store = initialise(data)
    for flow, note in LIVE.items():
        publish(store, load_flow(data, flow), [PRACTICE], author=AUTHOR, note=note)
    _let_people_in(store, {"salon": 7, "welcome": 12})
    save_flow(data, _with_a_draft_of_changes(load_flow(data, "salon")))
    save_flow(data, _with_a_loose_end(load_flow(data, "winback")))
    store.close()


def screens() -> dict[str, str]:
    """Every screen's address by a name for its file."""
    flows = {name: f"/{name}?flow=salon" for name in ("draw", "try", "test", "publish")}
    return {"flows": "/", **flows, "problem": "/draw?flow=winback", "customers": "/customers"}


def _let_people_in(store: Store, wanted: dict[str, int]) -> None:
    """Begun by hand for sample customers, and carried out by the runtime's own worker."""
    people = iter([key for key, _ in labels_of(store)])
    for flow, count in wanted.items():
        for _ in range(count):
            put_stimulus(store, next(people), StartedByHand(flow), now(), PRACTICE)
    worker = Worker(store, lambda: None)
    while worker.work(now(), timers=False):
        pass


def _with_a_draft_of_changes(flow: Flow) -> Flow:
    ask = flow.by_id["service"]
    said = {**ask.config["text"], "en": "Good to hear from you, {first_name}. What shall we do for you?"}
    times = flow.by_id["hour"]
    changed = replace(
        ask, config={**ask.config, "text": said, "no_answer_after": {"amount": 4, "unit": "hours"}}
    )
    sooner = replace(times, config={**times.config, "options": times.config["options"][1:]})
    return with_node(with_node(flow, changed), sooner)


def _with_a_loose_end(flow: Flow) -> Flow:
    """A button that leads nowhere, so that there is a problem to see."""
    ask = flow.by_id["still"]
    ways = {name: target for name, target in ask.exits.items() if name != "later"}
    return with_node(flow, replace(ask, exits=ways))


def _select(title: str) -> Play:
    def play(page: Page) -> None:
        page.get_by_role("combobox", name="Go to a step").fill(title)
        page.get_by_role("option", name=title).first.click()
        page.wait_for_timeout(1500)

    return play


def _book(page: Page) -> None:
    """A visit is booked for next week's Friday; then the clock is turned to the reminder."""
    _say(page, "book a haircut")
    _press(page, "Haircut")
    today = now().date()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 + 7)
    _say(page, f"{friday:%-d %B}")
    _press(page, "14:30")
    _press(page, "Yes, that is right")
    page.get_by_role("button", name="Go there").click()
    page.wait_for_timeout(1500)


def _say(page: Page, words: str) -> None:
    line = page.get_by_placeholder("Write as")
    line.fill(words)
    line.press("Enter")
    page.locator(".tg").get_by_text(words).last.wait_for()
    page.wait_for_timeout(1200)


def _press(page: Page, label: str) -> None:
    page.locator(".phone").get_by_role("button", name=label, exact=True).last.click()
    page.wait_for_timeout(1500)


def _open_templates(page: Page) -> None:
    page.get_by_role("button", name="New flow").click()
    page.get_by_role("dialog").get_by_text("Or start from one that works").wait_for()


SCENES: dict[str, Scene] = {
    "flows": Scene("/"),
    "draw": Scene("/draw?flow=winback", _select("Shall we go on?")),
    "draw-dark": Scene("/draw?flow=winback", _select("Shall we go on?"), scheme="dark"),
    "try": Scene("/try?flow=salon", _book),
    "publish": Scene("/publish?flow=salon"),
    "customers": Scene("/customers", height=720),
    "templates": Scene("/", _open_templates, height=820),
    "try-phone": Scene("/try?flow=salon", _book, width=400, height=860),
}
