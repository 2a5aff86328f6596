"""The publish gate in Chromium: a broken flow is stopped by its tests, an owner goes on with a reason."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from flowbook.flow import Flow, with_node
from flowbook.store import PRACTICE, open_store
from flowbook.store.audit import overrides
from flowbook.store.folder import load_flow, save_flow
from flowbook.store.publishing import publish, unpublish
from flowbook.store.releases import list_releases
from tests.browser import Builder, Visit, visiting
from tests.expecting import expect
from tests.test_accessibility import violations

pytestmark = pytest.mark.browser

FLOW, STEP = "salon", "thanks"
PRESS = re.compile("^Publish v")
REASON = "The hairdresser's new words, and we open now."


@pytest.fixture
def flow(builder: Builder) -> Iterator[Flow]:
    """Live as it is; its draft is given back at the end."""
    store, found = open_store(builder.data), load_flow(builder.data, FLOW)
    publish(store, found, [PRACTICE])
    yield found
    save_flow(builder.data, found)
    unpublish(store, FLOW, [PRACTICE])


@pytest.fixture
def visit(browser: Browser, builder: Builder, flow: Flow) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        yield found
        found.check_clean()


def test_a_broken_flow_is_stopped_and_an_owner_goes_on_with_a_reason(
    visit: Visit, builder: Builder, flow: Flow
) -> None:
    page = visit.page
    words = {"en": "No more words.", "ru": "Больше ни слова."}
    save_flow(builder.data, with_node(flow, replace(flow.by_id[STEP], config={"text": words})))
    visit.go(f"publish?flow={FLOW}")
    failed = page.locator(".checkrow.b").first
    expect(failed).to_contain_text("fails")
    expect(failed).to_contain_text("not what was accepted. “No more words.” in place of")
    expect(page.get_by_role("button", name=PRESS)).to_be_disabled()
    noticed = page.locator(".st-key-card-noticed")
    expect(noticed).to_contain_text("says something else to")
    noticed.get_by_text("See ", exact=False).first.click()
    expect(noticed.locator(".twochats").first).to_contain_text("No more words.")
    assert violations(page) == []
    go_on(page)
    expect(page.get_by_text(re.compile("^v[0-9]+ is live$"))).to_be_visible()
    expect(page.locator(".release .despite")).to_contain_text(REASON)
    assert told(builder.data) == "Mia"


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Publish all the same…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("These fail:")
    why = dialog.get_by_label("Why it cannot wait")
    assert violations(page) == []
    why.fill("because")
    dialog.get_by_role("button", name=PRESS).click()
    expect(dialog).to_contain_text("Write at least 10 characters")
    why.fill(REASON)
    dialog.get_by_role("button", name=PRESS).click()
    expect(dialog).to_contain_text("Say your name")
    dialog.get_by_label("Your name").fill("Mia")
    dialog.get_by_role("button", name=PRESS).click()


def told(data: Path) -> str:
    """Who gave the reason, as the record of deeds has it."""
    store = open_store(data)
    assert len([note for note in list_releases(store, FLOW) if note.bots]) == 1
    return next(iter(overrides(store, FLOW).values())).who
