"""The designer's main job in a real browser: from a template to a practice bot that answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from flowbook.customer import Customer
from flowbook.events import MessageSent
from flowbook.flow import Flow
from flowbook.stimuli import Said
from flowbook.store import PRACTICE, Store, open_store
from flowbook.store.customers import add_customer
from flowbook.store.folder import list_flows, load_flow
from flowbook.store.history import transcript
from flowbook.store.inbox import put_stimulus
from flowbook.store.releases import list_releases, live_releases, load_release
from flowbook.store.values import now
from tests.browser import PATIENCE, Builder, Visit, opened_on_a_phone, running_runtime, settle, visiting
from tests.expecting import expect
from tests.runtime_process import wait_until

pytestmark = pytest.mark.browser

TITLE = "Hair by Rūta"
STEP = "What shall we do?"
GREETING = "Labas, {frist_name}! What shall we do for you?"
MENDED = "Labas, {first_name}! What shall we do for you?"


@pytest.fixture
def visit(browser: Browser, builder: Builder) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        yield found
        found.check_clean()


def test_from_a_template_to_a_practice_bot_that_answers(visit: Visit, builder: Builder) -> None:
    page = visit.page
    assert opened_on_a_phone(visit, "") <= 0
    flow = make_from_template(page, builder.data)
    write_greeting(page, builder.data, flow)
    mend_the_typing_error(page, builder.data, flow)
    cut_a_way_and_lead_it_on(page, builder.data, flow)
    talk(page)
    turn_the_clock_and_go_back(page)
    publish(page)
    store = open_store(builder.data)
    release = live_releases(store, PRACTICE)[flow]
    assert [note.version for note in list_releases(store, flow)] == [1]
    assert greeting_of(load_release(store, release).flow) == MENDED
    with running_runtime(builder.data):
        assert practise(store, "/book") == "Labas, Mia! What shall we do for you?"


def make_from_template(page: Page, data: Path) -> str:
    before = {file.id for file in list_flows(data)}
    page.get_by_role("button", name="New flow").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is it called?").fill(TITLE)
    offer = dialog.locator("[class*=st-key-card-new-salon]")
    offer.get_by_role("button", name="Use this one").click()
    expect(page.locator(".flowname")).to_have_text(TITLE)
    (made,) = {file.id for file in list_flows(data)} - before
    assert load_flow(data, made).title == TITLE
    return made


def write_greeting(page: Page, data: Path, flow: str) -> None:
    """Typed and left alone: nobody presses Save. A flow opens at the first step that speaks."""
    expect(page.get_by_label("Name of the step")).to_have_value(STEP)
    settle(page)
    says(page).fill(GREETING)
    wait_until(lambda: greeting_of(load_flow(data, flow)) == GREETING, PATIENCE / 1000)
    expect(page.locator(".st-key-card-preview .bub").first).to_contain_text("Labas, ")


def mend_the_typing_error(page: Page, data: Path, flow: str) -> None:
    problems = page.locator(".st-key-card-problems")
    expect(problems).to_contain_text("frist_name")
    expect(problems).to_contain_text(f"“{STEP}”")
    problems.get_by_role("button", name=re.compile("Fix it: use “first_name”")).first.click()
    expect(says(page)).to_have_value(MENDED)
    expect(problems).not_to_contain_text("frist_name")
    assert greeting_of(load_flow(data, flow)) == MENDED


def cut_a_way_and_lead_it_on(page: Page, data: Path, flow: str) -> None:
    problems = page.locator(".st-key-card-problems")
    choose(page, "Haircut leads to", "ends here")
    expect(problems).to_contain_text("“Haircut”")
    choose(page, "Haircut leads to", "Which day?")
    expect(problems).to_contain_text("No problems found")


def talk(page: Page) -> None:
    page.locator(".st-key-flowtabs").get_by_role("link", name="Try").click()
    phone(page).get_by_label("Write as Sam").fill("/book")
    phone(page).get_by_role("button", name="Send").click()
    expect(bubbles(page)).to_have_text(re.compile("Labas, Sam! What shall we do for you?"))
    phone(page).get_by_role("button", name="Haircut").click()
    expect(bubbles(page)).to_have_count(2)


def turn_the_clock_and_go_back(page: Page) -> None:
    clock = page.locator(".st-key-card-clock")
    before = clock.locator(".now").inner_text()
    clock.get_by_role("button", name="Go there").click()
    expect(clock.locator(".now")).not_to_have_text(before)
    expect(phone(page).locator(".day").last).to_contain_text("later")
    bubbles(page).first.hover()
    phone(page).get_by_role("button", name="Go back to here").first.click()
    expect(bubbles(page)).to_have_count(1)
    expect(clock.locator(".now")).to_have_text(before)


def publish(page: Page) -> None:
    page.locator(".st-key-flowtabs").get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish v1").click()
    expect(page.locator(".st-key-card-outcome")).to_contain_text("v1 is live")
    expect(page.locator(".st-key-flowtitle")).to_contain_text("Live v1")


def practise(store: Store, text: str) -> str:
    """What the practice bot says first to a customer who writes this."""
    add_customer(store, Customer("sample-mia", now(), {"first_name": "Mia"}, invented=True))
    put_stimulus(store, "sample-mia", Said(text), now(), PRACTICE)

    def answer() -> str:
        events = [record.event for _, record in transcript(store, "sample-mia")]
        return next((event.message.text for event in events if isinstance(event, MessageSent)), "")

    return wait_until(answer, PATIENCE / 1000)


def greeting_of(flow: Flow) -> str:
    text = next(node for node in flow.nodes if node.title == STEP).config["text"]
    return str(text["en"])


def says(page: Page) -> Locator:
    """While a form is drawn anew, the old box stands beside the new one for a moment."""
    return page.get_by_role("textbox", name="What the bot says").first


def phone(page: Page) -> Locator:
    return page.locator(".phone")


def bubbles(page: Page) -> Locator:
    """What the bot has said."""
    return phone(page).locator(".m:not(.me) .bub")


def choose(page: Page, label: str, option: str) -> None:
    """From a select box, by writing. While the page is drawn anew, the box before it may still be there."""
    now = page.locator(".stElementContainer:not([data-stale=true])")
    box = now.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).first.click()
