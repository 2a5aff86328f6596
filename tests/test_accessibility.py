"""WCAG 2 A and AA on every screen in both themes, as far as axe-core can tell, and room for it on a phone:
each as on the pictures, with people inside, changes under way, a test that fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from docs.scenes import screens, set_the_stage
from launch import place
from tests.browser import Visit, opened_on_a_phone, running_builder, settle, visiting
from tests.expecting import expect

pytestmark = pytest.mark.browser

LOOKS = ["color-contrast", "link-in-text-block"]
"""What a theme decides; the rest is looked at in one of them."""
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "rules": {name: {"enabled": False} for name in LOOKS},
}
RUN = """async ([part, options]) => {
  const found = await axe.run(part, { ...options, resultTypes: ["violations"], preload: false });
  return found.violations;
}"""
FAULTS = '<img src="data:,"><span style="color: #777">Too pale on any paper</span>'
DIALOG = "[role=dialog]"
PAPER = {"light": "rgb(246, 247, 245)", "dark": "rgb(18, 24, 26)"}


SCENES = {name: scene for name, scene in screens().items() if name not in ("talk", "recording")}
"""These two differ from others by what was said alone, and take a minute to say."""


@pytest.fixture(scope="module")
def visit(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One page for all, so that the browser keeps what it has compiled."""
    data = tmp_path_factory.mktemp("staged") / "data"
    data.mkdir()
    place.ensure_writable(data)
    set_the_stage(data)
    with running_builder(data) as builder, visiting(browser, builder.address) as found:
        yield found


@pytest.mark.parametrize("name", sorted(SCENES, key=lambda name: SCENES[name].address))
def test_no_violations_and_no_scrolling_sideways(
    visit: Visit, name: str, request: pytest.FixtureRequest
) -> None:
    """Scenes at one address follow each other, so that the second finds it open."""
    scene = SCENES[name]
    if not stands_at(visit, scene.address) or request.session.testsfailed:
        assert opened_on_a_phone(visit, scene.address.lstrip("/")) <= 0
    scene.play(visit.page)
    assert violations(visit.page) == []
    visit.check_clean()


def test_a_fault_would_be_found(visit: Visit) -> None:
    visit.go("test?flow=salon")
    visit.page.locator(".flowname").evaluate("(box, faults) => { box.innerHTML += faults; }", FAULTS)
    found = " ".join(violations(visit.page))
    for fault in ("image-alt", "light, color-contrast", "dark, color-contrast"):
        assert fault in found


def stands_at(visit: Visit, place: str) -> bool:
    """Whether the page is there, at whichever step."""
    return visit.page.url.partition("&step=")[0] == visit.address + place


def violations(page: Page, part: Any = "") -> list[str]:
    """One line each: the rule, where, and what axe says is wrong there. Colours are looked at in both themes,
    and only in `part` where one is named as axe names parts, or in a dialog that is open: what is behind it
    was looked at on its own."""
    if not part and page.evaluate("(dialog) => Boolean(document.querySelector(dialog))", DIALOG):
        part = DIALOG
    if page.evaluate("() => !window.axe"):
        page.evaluate(Axe().axe_script)
    found = [f"{rule['id']}: {_where(node)}" for rule in _run(page, "", RULES) for node in rule["nodes"]]
    # The one that the page is in comes first.
    dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    for theme in ("dark", "light") if dark else ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        expect(page.locator(".stApp")).to_have_css("background-color", PAPER[theme])
        settle(page)
        report = _run(page, part, {"runOnly": LOOKS})
        found += [f"{theme}, {rule['id']}: {_where(node)}" for rule in report for node in rule["nodes"]]
    return found


def _run(page: Page, part: Any, options: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(RUN, [part or "html", options])
    return found


def _where(node: dict[str, Any]) -> str:
    why = " ".join(node["failureSummary"].splitlines()[1:2])
    return f"{node['target']} {why} {node['html'][:160]}"
