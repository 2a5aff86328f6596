"""A flow of ten steps drawn with the mouse in the real builder: undone, redone, copied, broken, cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from flowbook.flow import Flow, Node
from flowbook.store.folder import load_flow, save_flow
from tests.browser import Builder, running_builder, settle, visiting
from tests.canvas_hand import Hand, middle
from tests.drawing import (
    FIRST,
    NAMES,
    OTHER,
    REGULAR,
    SAVED,
    check_drawn,
    drawn_as,
    eventually,
    field,
    form,
    form_of,
    hand,
)
from tests.expecting import expect
from tests.ports import free_port
from tests.shoe_shop import FLOW as SHOES
from tests.shoe_shop import shoes

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
__all__ = ["hand"]

HEAR_NOTHING = """() => {
  const { outbox } = flowbookCanvas.board;
  window.flowbookHears = outbox;
  outbox.real = outbox.acknowledge;
  outbox.acknowledge = () => {};
}"""
SMALLER = 3
"""How often the drawing is made smaller, so that ten steps have room."""
MORE_THAN_WERE_DONE = 64


def test_ten_steps_drawn_with_the_mouse(hand: Hand) -> None:
    port = free_port()
    with running_builder(hand.data, port) as builder:
        hand.page.goto(builder.address)
        begin(hand, FIRST)
        fresh = load_flow(hand.data, hand.flow)
        draw(hand)
        check_drawn(hand.saved())
        undo_and_redo_it_all(hand, fresh.nodes)
        break_it_and_fly_there(hand)
        copy_into_another_flow(hand)
        hand.page.goto(f"{builder.address}/draw?flow={hand.flow}&step=message")
        form_of(hand, "message")
    cut_off(hand)
    with running_builder(hand.data, port):
        eventually(hand.page, lambda: load_flow(hand.data, hand.flow).by_id["tag"].exits, {})
        hand.settle()
        hand.page.get_by_role("button", name="Undo").click()
        hand.settle()
        check_drawn(hand.saved())


def test_what_was_saved_while_one_looked_elsewhere_is_said_to_be_saved(
    browser: Browser, builder: Builder
) -> None:
    """Python's answer comes when the canvas has gone: the next canvas begins with it."""
    save_flow(builder.data, shoes())
    with visiting(browser, builder.address) as visit:
        page, hand = visit.page, Hand(visit.page, builder.data, SHOES)
        page.goto(f"{builder.address}/draw?flow={SHOES}&step=hello")
        hand.settle()
        page.evaluate(HEAR_NOTHING)
        page.locator('.palette [data-kind="tag"]').click()
        page.wait_for_function(
            "() => { const b = flowbookCanvas.board; return b.picture.get().ack === b.outbox.seq(); }"
        )
        page.get_by_test_id("stMain").get_by_role("button", name="Try", exact=True).click()
        expect(hand.canvas).to_have_count(0)
        page.evaluate("() => { flowbookHears.acknowledge = flowbookHears.real; }")
        page.go_back()
        expect(page.locator(".saved")).to_have_text("Saved")


def begin(hand: Hand, title: str) -> None:
    """An empty flow from Home."""
    page = hand.page
    page.get_by_role("button", name="New flow").click()
    page.get_by_label("What is it called?").fill(title)
    page.get_by_role("button", name="Start empty").click()
    page.wait_for_url("**/draw?flow=*")
    expect(hand.canvas).to_be_visible()
    settle(page)
    hand.settle()


def at(hand: Hand, x: int, y: int) -> tuple[float, float]:
    """A point of the page by its place in the drawing's frame."""
    left, top, _width, _height = hand.plane()
    return left + x, top + y


def name(hand: Hand, node: str) -> None:
    """The step that was just made is selected, and its form is there."""
    form_of(hand, node)
    title = field(hand, "Name of the step")
    title.fill(NAMES[node])
    title.press("Enter")
    drawn_as(hand, node, NAMES[node])


def next_step(hand: Hand, port: tuple[str, str], x: int, y: int, kind: str) -> None:
    """A way dropped on nothing asks what comes there."""
    hand.drag(hand.port(*port), at(hand, x, y))
    choice = hand.page.get_by_role("dialog", name="What comes next?")
    choice.locator(f'[role=option][data-kind="{kind}"]').click()


def draw(hand: Hand) -> None:
    page = hand.page
    for _ in range(SMALLER):
        page.get_by_role("button", name="Smaller").click()
    hand.drag(hand.box("link_or_start").locator(".head"), at(hand, 90, 100))
    hand.kind("message").drag_to(page.locator(".react-flow__pane"), target_position={"x": 250, "y": 100})
    name(hand, "message")
    hand.drag(hand.port("link_or_start", "next"), hand.box("message").locator(".head"))
    next_step(hand, ("message", "next"), 390, 100, "menu")
    name(hand, "menu")
    label_buttons(hand)
    next_step(hand, ("menu", "small"), 575, 100, "condition")
    name(hand, "condition")
    write_the_rule(hand)
    next_step(hand, ("condition", "regular"), 620, 260, "message")
    name(hand, "message_2")
    next_step(hand, ("condition", "otherwise"), 620, 370, "question")
    name(hand, "question")
    choose_where_to_keep(hand)
    next_step(hand, ("menu", "large"), 390, 330, "message")
    name(hand, "message_3")
    hand.kind("tag").drag_to(page.locator(".react-flow__pane"), target_position={"x": 250, "y": 450})
    name(hand, "tag")
    hand.drag(hand.port("question", "answered"), hand.box("tag").locator(".head"))
    next_step(hand, ("tag", "next"), 390, 460, "message")
    name(hand, "message_4")
    for step in ("message_2", "message_3"):
        hand.drag(hand.port(step, "next"), hand.box("message_4").locator(".head"))
    insert(hand)
    name(hand, "delay")


def insert(hand: Hand) -> None:
    """A step on the way from the check to the thanks, by the button on the way."""
    hand.settle()
    hand.page.mouse.move(*middle(hand.way("condition", "regular")))
    hand.page.get_by_role("button", name="Put a step here").click()
    choice = hand.page.get_by_role("dialog", name="What comes next?")
    choice.locator('[role=option][data-kind="delay"]').click()


def label_buttons(hand: Hand) -> None:
    for number, label in enumerate(("Order", "Prices")):
        box = field(hand, "Text").nth(number)
        box.fill(label)
        box.press("Enter")
        expect(hand.box("menu").locator(".port").nth(number)).to_contain_text(label)
    hand.settle()


def write_the_rule(hand: Hand) -> None:
    """Five orders make a regular; the second branch goes."""
    value = field(hand, "Value")
    value.fill(str(REGULAR))
    value.press("Enter")
    expect(hand.box("condition").locator(".lines")).to_contain_text(str(REGULAR))
    hand.settle()
    form(hand).get_by_role("button", name="Remove").nth(2).click()
    expect(hand.box("condition").locator(".port")).to_have_count(2)
    hand.settle()


def choose_where_to_keep(hand: Hand) -> None:
    keep = field(hand, "Keep the answer in")
    keep.fill(SAVED)
    hand.page.get_by_role("option", name=SAVED).last.click()
    eventually(hand.page, lambda: kept(hand), f"session.{SAVED}")
    hand.settle()


def kept(hand: Hand) -> str:
    return str(load_flow(hand.data, hand.flow).by_id["question"].config.get("save_to"))


def undo_and_redo_it_all(hand: Hand, fresh: tuple[Node, ...]) -> None:
    drawn, places = hand.saved(), hand.layout()
    press_while_it_can(hand, "Undo")
    assert hand.saved().nodes == fresh
    press_while_it_can(hand, "Redo")
    assert hand.saved() == drawn
    assert hand.layout() == places


def press_while_it_can(hand: Hand, label: str) -> None:
    """In one go: each rest in between is a page drawn anew, some twenty in all."""
    button = hand.page.get_by_role("button", name=label, exact=True)
    while button.is_enabled():
        button.click(force=True, click_count=MORE_THAN_WERE_DONE)
        hand.settle()


def break_it_and_fly_there(hand: Hand) -> None:
    """A way is let go of; the list of problems leads to its step."""
    hand.page.mouse.move(*middle(hand.way("menu", "small")))
    hand.page.get_by_role("button", name="Delete this way").click()
    hand.settle()
    problems = hand.page.locator(".st-key-card-problems")
    line = problems.locator(
        '[class*="st-key-prob-"]', has_text=f"“{NAMES['menu']}” has no way on for “Order”"
    )
    line.get_by_role("button", name="Show").click()
    form_of(hand, "menu")
    assert hand.selected() == ["menu"]
    x, y = middle(hand.box("menu"))
    left, top, width, height = hand.plane()
    assert abs(x - left - width / 2) < 40
    assert abs(y - top - height / 2) < 40
    hand.page.get_by_role("button", name="Undo", exact=True).click()
    hand.settle()
    check_drawn(hand.saved())


def copy_into_another_flow(hand: Hand) -> None:
    """Twice, so that neither ids nor the field that only the conversation knows are free the second time."""
    page = hand.page
    page.get_by_role("button", name="Fit").click()
    hand.click("question")
    page.keyboard.down("Shift")
    hand.click("tag")
    page.keyboard.up("Shift")
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("link", name="Flows").click()
    other = Hand(page, hand.data, "market_stall")
    begin(other, OTHER)
    for count in (3, 5):
        page.get_by_role("button", name="Paste what was copied").click()
        expect(page.locator(".box")).to_have_count(count)
        other.settle()
    check_pasted(other.saved())


def check_pasted(flow: Flow) -> None:
    assert [node.id for node in flow.nodes] == ["link_or_start", "question", "tag", "question_2", "tag_2"]
    assert [flow.by_id[name].exits for name in ("question", "question_2")] == [
        {"answered": "tag"},
        {"answered": "tag_2"},
    ]
    saved = [flow.by_id[name].config["save_to"] for name in ("question", "question_2")]
    assert saved == [f"session.{SAVED}", f"session.{SAVED}_2"]


def cut_off(hand: Hand) -> None:
    """Nobody answers; what is drawn waits in the page and says so."""
    page = hand.page
    expect(page.get_by_text("Flowbook does not answer")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Fit").click()
    page.mouse.move(*middle(hand.way("tag", "next")))
    page.get_by_role("button", name="Delete this way").click()
    expect(page.locator(".saved")).to_have_text("Saving…")
    assert load_flow(hand.data, hand.flow).by_id["tag"].exits
