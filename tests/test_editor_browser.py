"""What the editor does only in a browser: saving while one types, chips at the cursor, clicks on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from flowbook.store.folder import load_flow
from tests.browser import Builder, Visit, settle, visiting

pytestmark = pytest.mark.browser

FLOW = "welcome"


@pytest.fixture
def visit(browser: Browser, builder: Builder) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        found.go(f"draw?flow={FLOW}")
        yield found
        found.check_clean()


def spoken(builder: Builder, title: str) -> str:
    """What the step of that title says in the first language."""
    flow = load_flow(builder.data, FLOW)
    text = next(node.config["text"] for node in flow.nodes if node.title == title)
    return str(text if isinstance(text, str) else text[flow.languages[0]])


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def test_typing_is_saved_while_the_box_keeps_its_focus(visit: Visit, builder: Builder) -> None:
    page = visit.page
    title = page.locator(".step-name").first.inner_text()
    box = page.get_by_role("textbox", name="What the bot says").first
    box.click()
    box.press("Control+End")
    box.press_sequentially(" Hurry!")
    eventually(page, lambda: spoken(builder, title).endswith(" Hurry!"))
    expect(box).to_be_focused()


def test_a_chip_goes_where_the_cursor_stands(visit: Visit, builder: Builder) -> None:
    page = visit.page
    title = page.locator(".step-name").first.inner_text()
    box = page.get_by_role("textbox", name="What the bot says").first
    box.click()
    box.press("Control+Home")
    page.locator(".chips button", has_text="First name").first.click()
    eventually(page, lambda: spoken(builder, title).startswith("{first_name}"))
    expect(box).to_be_focused()


def test_a_step_on_the_map_answers_to_a_second_click_too(visit: Visit) -> None:
    """The map's component says nothing new when the same node is pressed twice."""
    page = visit.page
    name = page.locator(".step-name").first
    first = name.inner_text()
    page.frame_locator(".st-key-mapframe iframe").locator("canvas").wait_for()
    settle(page)
    box = page.locator(".st-key-mapframe iframe").bounding_box()
    assert box is not None
    spot = place_of_another_step(page, box, first)
    page.get_by_role("combobox", name="Go to a step").click()
    page.get_by_role("option", name=first, exact=True).click()
    expect(name).to_have_text(first)
    settle(page)
    page.mouse.click(*spot)
    expect(name).not_to_have_text(first)


def place_of_another_step(page: Page, box: FloatRect, first: str) -> tuple[float, float]:
    """Where steps stand hangs on the size of the window, so some places are tried."""
    name = page.locator(".step-name").first
    for down in (0.5, 0.4, 0.6, 0.3, 0.7):
        for across in (0.12, 0.2, 0.3, 0.42, 0.55):
            spot = (box["x"] + across * box["width"], box["y"] + down * box["height"])
            page.mouse.click(*spot)
            page.wait_for_timeout(600)
            if name.inner_text() != first:
                return spot
    raise AssertionError("no step on the map answers to a click")
