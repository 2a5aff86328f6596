"""The drawing canvas by keyboard, on a phone, read only, and while Python and the server do what they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.edits import Draft
from flowbook.flow import Flow, Node
from flowbook.layout import Layout
from flowbook.store.folder import load_flow
from tests.browser import Visit, visiting
from tests.canvas_fixtures import data, hand, server, shop, visit
from tests.canvas_hand import Hand, canvas_server, middle, open_canvas, put_draft
from tests.expecting import expect
from tests.ports import free_port

pytestmark = pytest.mark.browser
__all__ = ["data", "hand", "server", "visit"]


def test_a_flow_is_drawn_with_the_keyboard_alone(hand: Hand) -> None:
    page = hand.page
    for _press in range(40):
        page.keyboard.press("Tab")
        if hand.focused() == "start":
            break
    hand.press("Tab", "Tab")
    assert hand.focused() == "yes"
    hand.press("Shift+Tab")
    assert hand.focused() == "ask"
    hand.press("c", "ArrowRight", "ArrowDown")
    expect(page.locator(".spoken")).to_contain_text("Ask for the code")
    hand.press("Enter")
    assert hand.exits("ask") == {"a": "yes", "b": "code"}
    assert hand.focused() == "ask"
    hand.press("ArrowDown")
    assert hand.layout().places["ask"] == (300, 10)
    page.keyboard.press("/")
    page.keyboard.type("goodbye")
    hand.press("Enter")
    expect(hand.box("bye")).to_be_focused()
    hand.settle()
    hand.press("n")
    page.keyboard.type("tags")
    hand.press("Enter")
    assert hand.exits("bye") == {"next": "tag"}
    hand.settle()
    hand.press("Enter")
    expect(hand.title).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Remember them")
    page.keyboard.press("Enter")
    expect(hand.box("tag").locator(".name b")).to_have_text("Remember them")


def test_the_view_stays_to_the_pixel_whatever_python_does(hand: Hand, data: Path) -> None:
    hand.page.mouse.move(*middle(hand.page.locator(".react-flow")))
    hand.page.mouse.wheel(0, 240)
    before = hand.viewport()
    hand.click("yes")
    title = hand.title
    expect(title).to_have_value("Say yes")
    title.fill("Yes!")
    title.press("Enter")
    expect(hand.box("yes").locator(".name b")).to_have_text("Yes!")
    changed = Draft(load_flow(data, "shop"), shop().layout)
    more = Node("more", "message", "From elsewhere", {"text": "More"})
    nodes = (*changed.flow.nodes, more)
    put_draft(data, Draft(Flow("shop", "Shop", nodes), Layout({**shop().layout.places, "more": (900, 300)})))
    hand.click("ask")
    expect(hand.box("more")).to_be_visible()
    hand.drag(hand.port("more", "next"), hand.box("bye").locator(".head"))
    assert hand.exits("more") == {"next": "bye"}
    assert hand.viewport() == before


def test_the_keyboard_stays_on_the_canvas_when_its_step_is_undone(hand: Hand) -> None:
    hand.click("bye")
    hand.press("n")
    hand.page.keyboard.type("tags")
    hand.press("Enter")
    expect(hand.box("tag")).to_be_focused()
    hand.settle()
    hand.press("Control+z")
    expect(hand.box("tag")).to_have_count(0)
    hand.press("Control+y")
    expect(hand.box("tag")).to_be_visible()
    hand.press("Control+z")
    expect(hand.page.locator('[data-box][tabindex="0"]')).to_have_count(1)
    assert hand.saved() == shop().flow


OVERTAKEN = """async () => {
  const { board } = window.flowbookCanvas;
  const { default: run } = await import(document.querySelector("script[src*='index-'][src*=canvas]").src);
  const place = document.querySelector(".stBidiComponent [data-testid=stBidiComponentIsolated]").shadowRoot;
  const clean = run({ ...board.host, data: board.picture.get(), parentElement: place });
  await Promise.resolve();
  clean();
}"""


def test_a_run_that_newer_data_overtook_leaves_the_canvas_where_it_is(hand: Hand) -> None:
    """Streamlit calls the clean-up of such a run at once, as it does that of one whose canvas is gone."""
    hand.click("yes")
    hand.page.evaluate(OVERTAKEN)
    expect(hand.box("yes")).to_be_visible()
    assert hand.selected() == ["yes"]
    hand.drag(hand.port("ask", "b"), hand.box("code").locator(".head"))
    assert hand.exits("ask") == {"a": "yes", "b": "code"}


def test_the_keyboard_selects_several_steps(hand: Hand) -> None:
    hand.click("ask")
    hand.press("Tab", "s")
    assert hand.selected() == ["ask", "yes"]
    expect(hand.page.locator(".spoken")).to_have_text("2 selected")
    expect(hand.box("yes")).to_have_attribute("aria-label", re.compile("^Say yes. Selected. Message. "))
    hand.press("Shift+Tab", "s")
    assert hand.selected() == ["yes"]
    hand.press("s", "Delete")
    assert hand.ids() == ["start", "code", "bye"]


def test_python_can_bring_a_step_into_view(hand: Hand) -> None:
    hand.page.get_by_role("button", name="Fly to the last step").click()
    expect(hand.title).to_have_value("Say goodbye")
    hand.settle()
    assert hand.selected() == ["bye"]
    x, y = middle(hand.box("bye"))
    left, top, width, height = hand.plane()
    assert abs(x - left - width / 2) < 30
    assert abs(y - top - height / 2) < 40


def test_reading_only_changes_nothing(visit: Visit, server: str, data: Path) -> None:
    put_draft(data, shop())
    hand = open_canvas(visit.page, server, data, "shop", readonly="1")
    expect(hand.page.locator(".palette")).to_have_count(0)
    hand.click("yes")
    hand.press("Delete", "ArrowRight", "n", "g", "l", "Control+d", "m")
    hand.drag(hand.box("bye").locator(".head"), hand.box("code").locator(".head"))
    assert hand.saved() == shop().flow
    assert hand.layout() == shop().layout


def test_on_a_phone_the_palette_is_a_drawer(browser: Browser, server: str, data: Path) -> None:
    put_draft(data, shop())
    with visiting(browser, server, width=400) as visit:
        hand = open_canvas(visit.page, server, data, "shop")
        assert hand.page.evaluate("document.documentElement.scrollWidth") <= 400
        expect(hand.kind("message")).to_be_hidden()
        hand.page.get_by_role("button", name="Add a step").click()
        hand.kind("message").click()
        expect(hand.kind("message")).to_be_hidden()
        assert "message" in hand.ids()


def test_what_is_drawn_while_the_server_is_away_arrives(browser: Browser, data: Path, server: str) -> None:
    put_draft(data, shop("cut"))
    port = free_port()
    with visiting(browser, f"http://127.0.0.1:{port}") as visit:
        with canvas_server(data, port) as address:
            hand = open_canvas(visit.page, address, data, "cut")
        hand.drag(hand.port("ask", "b"), hand.box("code").locator(".head"))
        expect(hand.page.locator(".saved")).to_have_text("Saving…")
        assert "b" not in load_flow(data, "cut").by_id["ask"].exits
        with canvas_server(data, port):
            assert hand.exits("ask") == {"a": "yes", "b": "code"}
            expect(hand.page.locator(".saved")).to_have_text("Saved")


def test_on_a_phone_a_finger_drags_steps_in_and_a_button_pastes(
    browser: Browser, server: str, data: Path
) -> None:
    put_draft(data, shop())
    with visiting(browser, server, width=400) as visit:
        hand = open_canvas(visit.page, server, data, "shop")
        hand.page.get_by_role("button", name="Add a step").click()
        hand.kind("tag").scroll_into_view_if_needed()
        at = hand.kind("tag").bounding_box()
        plane = hand.page.locator(".plane").bounding_box()
        assert at
        assert plane
        finger = hand.page.context.new_cdp_session(hand.page)
        finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        way = [
            (at["x"] + 20, at["y"] + 15),
            (at["x"] + 120, at["y"] + 25),
            (plane["x"] + 200, plane["y"] + 330),
        ]
        for kind, point in zip(("touchStart", "touchMove", "touchMove"), way, strict=True):
            points = [{"x": point[0], "y": point[1]}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        finger.detach()
        expect(hand.page.locator('.box[data-kind="tag"]')).to_have_count(1)
        expect(hand.page.locator(".canvas.drawer")).to_have_count(0)
        hand.page.get_by_role("button", name="Copy", exact=True).click()
        hand.page.get_by_role("button", name="Paste what was copied").click()
        expect(hand.page.locator('.box[data-kind="tag"]')).to_have_count(2)
        assert [node.type for node in hand.saved().nodes].count("tag") == 2
