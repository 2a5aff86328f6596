"""WCAG 2 A and AA of what comes and goes on screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Builder, Visit, visiting
from tests.expecting import expect
from tests.test_accessibility import stands_at, violations

CANVAS = "[data-testid=stBidiComponentIsolated]"
ON_CANVAS = {"fromShadowDom": [CANVAS, "[role=dialog]"]}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visit(browser: Browser, builder: Builder) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        yield found


def open_emoji(page: Page) -> None:
    page.locator(".emoji summary").first.click()
    expect(page.locator(".emoji div button").first).to_be_visible()


def open_earlier(page: Page) -> None:
    page.get_by_role("button", name="Earlier versions").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Keep the flow as it is now under a name").fill("Before the sale")
    dialog.get_by_role("button", name="Keep", exact=True).click()
    expect(dialog.get_by_role("button", name="Go back to this")).to_be_visible()


def open_keys(page: Page) -> None:
    page.get_by_role("button", name="Keys and gestures").click()
    expect(page.get_by_role("dialog", name="Keys and gestures")).to_be_visible()


def talk(page: Page) -> None:
    page.locator(".phone").get_by_role("button", name="/book").click()
    expect(page.locator(".phone .krow button")).to_have_count(3)


def open_help(page: Page) -> None:
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="Show me round").last.click()
    expect(page.locator(".st-key-tour .dots")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "act", "part"),
    [
        ("nonsense", lambda page: None, ""),
        ("draw?flow=salon", open_emoji, ".emoji"),
        ("draw?flow=salon", open_earlier, ""),
        ("draw?flow=salon", open_keys, ON_CANVAS),
        ("draw?flow=salon", open_help, ".st-key-tour"),
        ("try?flow=salon", talk, ""),
    ],
    ids=["lost", "emoji", "earlier", "keys", "tour", "talk"],
)
def test_no_violations(
    visit: Visit, address: str, act: Callable[[Page], None], part: Any, request: pytest.FixtureRequest
) -> None:
    """What comes on a page that is open already comes there, after what came before has been closed."""
    if not stands_at(visit, f"/{address}") or request.session.testsfailed:
        visit.go(address)
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)
    act(visit.page)
    assert violations(visit.page, part) == []
