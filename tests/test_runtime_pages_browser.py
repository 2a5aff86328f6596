"""Practice and Health in Chromium, with the real runtime beside the builder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from flowbook.customer import Customer
from flowbook.events import MessageSent
from flowbook.messages import Message
from flowbook.store import PRACTICE, Store, open_store
from flowbook.store.contacts import add_contact
from flowbook.store.customers import add_customer
from flowbook.store.folder import save_flow
from flowbook.store.inbox import count_waiting
from flowbook.store.outbox import MESSAGE, Draft, find_outgoing, list_outgoing, put_outgoing
from flowbook.store.publishing import publish, unpublish
from flowbook.store.values import now
from tests.botapi import Botapi
from tests.botapi import Customer as Person
from tests.browser import Builder, Visit, running_builder, running_runtime, visiting
from tests.expecting import expect
from tests.runtime_process import booking, register
from tests.test_builder_browser import wait_until

pytestmark = pytest.mark.browser

TEXT = "Your order is here"
FLOW = "booking"


@pytest.fixture
def store(own: Builder) -> Iterator[Store]:
    found = open_store(own.data)
    yield found
    found.close()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """A builder of its own: a bot that is added here shows on other tests' screens."""
    with running_builder(tmp_path_factory.mktemp("pages") / "data") as found:
        yield found


@pytest.fixture(params=[1280, 400])
def visit(browser: Browser, own: Builder, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visiting(browser, own.address, width=request.param) as found:
        yield found
        found.check_clean()


def write(page: Page, words: str) -> None:
    page.locator('input[data-say="say:"]').click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_a_published_flow_is_talked_to_while_the_program_runs(
    visit: Visit, own: Builder, store: Store
) -> None:
    page, flow = visit.page, booking(delay_seconds=1)
    save_flow(own.data, flow)
    publish(store, flow, [PRACTICE])
    try:
        visit.go(f"practice?flow={FLOW}")
        expect(page.locator(".st-key-card-runtime")).to_contain_text("does not run")
        write(page, "/start")
        wait_until(lambda: count_waiting(store))
        expect(page.locator(".phone .m").last).to_contain_text("/start")
        expect(page.locator(".phone .m").last).to_contain_text("waits")
        with running_runtime(own.data):
            expect(page.locator(".phone .m").last).to_contain_text("Your name?")
            write(page, "Mia")
            page.locator(".phone").get_by_role("button", name="Haircut").click()
            expect(page.locator(".phone .m").last).to_contain_text("See you!")
    finally:
        unpublish(store, FLOW, [PRACTICE])


def test_a_message_in_doubt_is_sent_again_at_a_press(visit: Visit, store: Store, botapi: Botapi) -> None:
    page, person = visit.page, botapi.control.customer("Anna")
    row = in_doubt(store, botapi, person)
    visit.go("health")
    card = page.locator(".st-key-card-doubt")
    expect(card).to_contain_text(TEXT)
    expect(card).to_contain_text("they may be there")
    assert person.received() == []
    with running_runtime(store.data):
        page.locator(f".st-key-waits-doubt-{row}").get_by_role("button", name="Send again").click()
        # Beside the notice it is also said to screen readers.
        told = page.get_by_test_id("stMainBlockContainer").get_by_text("It goes out again now.")
        expect(told).to_be_visible()
        assert person.wait_for_text(TEXT, 30)
    expect(card).not_to_contain_text(TEXT)
    assert [entry.text for entry in person.received()] == [TEXT]
    assert list_outgoing(store, "doubt") == []
    found = find_outgoing(store, row)
    assert found is not None
    assert found.state == "repeated"


def in_doubt(store: Store, botapi: Botapi, person: Person) -> int:
    """A message that was on its way to somebody when the connection broke."""
    bot = register(store, botapi, "salon_bot")
    person.start()
    key = f"anna{now().timestamp()}"
    add_customer(store, Customer(key, now(), {"first_name": "Anna"}))
    add_contact(store, bot.id, str(person.id), key, now())
    draft = Draft(bot.id, str(person.id), key, MESSAGE, MessageSent("1", Message(TEXT)), "1")
    return put_outgoing(store, draft, now(), state="doubt", why="The connection broke.")
