"""WCAG 2 A and AA on every screen in both themes, as far as axe-core can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import SCREENS, Builder, Visit, settle, visiting

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
FAULTS = '<img src="data:,"><span style="color: #888">Too pale on white</span>'
PAPER = {"light": "rgb(246, 247, 245)", "dark": "rgb(18, 24, 26)"}


def open_new_flow(page: Page) -> None:
    page.get_by_role("button", name="New flow").click()
    expect(page.get_by_role("dialog")).to_contain_text("Or start from one that works")


def open_shortcuts(page: Page) -> None:
    page.get_by_role("button", name="Keys and gestures").click()
    expect(page.get_by_role("dialog", name="Keys and gestures")).to_be_visible()


def talk(page: Page) -> None:
    page.locator(".phone").get_by_role("button", name="/book").click()
    expect(page.locator(".phone .krow button")).to_have_count(3)


OPENED = {"": open_new_flow, "draw?flow=salon": open_shortcuts, "try?flow=salon": talk}
"""What is opened or said on a screen before it is looked at a second time."""


@pytest.fixture(scope="module")
def visit(browser: Browser, builder: Builder) -> Iterator[Visit]:
    """One page for all, so that the browser keeps what it has compiled."""
    with visiting(browser, builder.address) as found:
        yield found


@pytest.mark.parametrize("address", SCREENS, ids=lambda address: address or "home")
def test_no_violations(visit: Visit, address: str) -> None:
    visit.go(address)
    assert violations(visit.page) == []
    if address in OPENED:
        OPENED[address](visit.page)
        assert violations(visit.page) == []


def test_a_fault_would_be_found(visit: Visit) -> None:
    visit.go("test?flow=salon")
    visit.page.locator(".flowname").evaluate("(box, faults) => { box.innerHTML += faults; }", FAULTS)
    found = " ".join(violations(visit.page))
    for fault in ("light, image-alt", "light, color-contrast", "dark, image-alt"):
        assert fault in found


def violations(page: Page) -> list[str]:
    """One line each, in both themes: the rule, where, and what axe says is wrong there."""
    found = []
    for theme, paper in PAPER.items():
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        expect(page.locator(".stApp")).to_have_css("background-color", paper)
        settle(page)
        report = Axe().run(page, options=RULES).response["violations"]
        found += [f"{theme}, {rule['id']}: {_where(node)}" for rule in report for node in rule["nodes"]]
    return found


def _where(node: dict[str, Any]) -> str:
    why = " ".join(node["failureSummary"].splitlines()[1:2])
    return f"{node['target']} {why} {node['html'][:160]}"
