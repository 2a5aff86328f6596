"""The flow of ten steps drawn, undone, copied, broken and cut off without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from flowbook.store.folder import load_flow
from tests.browser import running_builder, settle
from tests.canvas_hand import Hand
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
    form_of,
    hand,
)
from tests.expecting import expect
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
__all__ = ["hand"]

MOST_ROUNDS = 4
MORE_THAN_WERE_DONE = 64
MOST_STOPS = 90
"""How often Tab is pressed at most to get anywhere on a screen."""
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const line = element?.closest("[class*=st-key-prob-]");
  const said = element?.dataset.box ?? element?.getAttribute("aria-label") ?? element?.innerText ?? "";
  return line ? line.innerText.replaceAll("\\n", " ").trim() : said.trim();
}"""
"""What has the keyboard: a step's id, else what it is called; of a problem's button the whole line."""


def test_ten_steps_drawn_with_the_keyboard(hand: Hand) -> None:
    port = free_port()
    with running_builder(hand.data, port) as builder:
        hand.page.goto(builder.address)
        begin(hand, FIRST)
        fresh = load_flow(hand.data, hand.flow)
        draw(hand)
        check_drawn(hand.saved())
        drawn, places = hand.saved(), hand.layout()
        press_while_it_can(hand, "Control+z", "Undo")
        assert hand.saved().nodes == fresh.nodes
        press_while_it_can(hand, "Control+y", "Redo")
        assert (hand.saved(), hand.layout()) == (drawn, places)
        break_it_and_fly_there(hand)
        copy_into_another_flow(hand)
        hand.page.goto(f"{builder.address}/draw?flow={hand.flow}&step=message_4")
        form_of(hand, "message_4")
        tab_to(hand.page, "link_or_start")
    expect(hand.page.get_by_text("Flowbook does not answer")).to_be_visible()
    go_to(hand, "message_4")
    hand.press("n")
    hand.page.keyboard.type("wait")
    hand.press("Enter")
    expect(hand.page.locator(".saved")).to_have_text("Saving…")
    check_drawn(load_flow(hand.data, hand.flow))
    with running_builder(hand.data, port):
        eventually(hand.page, lambda: len(load_flow(hand.data, hand.flow).nodes), len(NAMES) + 2)
        hand.settle()
        tab_to(hand.page, "delay_2")
        hand.press("Control+z")
        check_drawn(hand.saved())


def tab_to(page: Page, wanted: str, *, key: str = "Tab") -> None:
    stops = []
    for _ in range(MOST_STOPS):
        stops.append(page.evaluate(FOCUSED))
        if stops[-1].startswith(wanted):
            return
        page.keyboard.press(key)
    raise AssertionError(f"“{wanted}” cannot be reached by {key}: {stops}")


def begin(hand: Hand, title: str) -> None:
    page = hand.page
    settle(page)
    tab_to(page, "New flow")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    tab_to(page, "What is it called?")
    page.keyboard.type(title)
    tab_to(page, "Start empty")
    page.keyboard.press("Enter")
    page.wait_for_url("**/draw?flow=*")
    expect(hand.canvas).to_be_visible()
    settle(page)
    tab_to(page, "link_or_start")
    hand.settle()


def add(hand: Hand, words: str, node: str) -> None:
    """A step behind the one that has the keyboard, and its name."""
    hand.press("n")
    hand.page.keyboard.type(words)
    hand.press("Enter")
    expect(hand.box(node)).to_be_focused()
    hand.settle()
    hand.press("Enter")
    form_of(hand, node)
    expect(field(hand, "Name of the step")).to_be_focused()
    write(hand, NAMES[node])
    drawn_as(hand, node, NAMES[node])


def write(hand: Hand, words: str) -> None:
    hand.press("Control+a")
    hand.page.keyboard.type(words)
    hand.press("Enter")


def back(hand: Hand, node: str) -> None:
    """From the form to the step."""
    hand.settle()
    hand.press("Escape")
    expect(hand.box(node)).to_be_focused()


def go_to(hand: Hand, node: str) -> None:
    """By the search, from anywhere on the drawing."""
    hand.press("/")
    hand.page.keyboard.type(NAMES[node])
    hand.press("Enter")
    expect(hand.box(node)).to_be_focused()


def draw(hand: Hand) -> None:
    add(hand, "message", "message")
    back(hand, "message")
    add(hand, "buttons", "menu")
    for number, label in enumerate(("Order", "Prices")):
        hand.press("Tab")
        tab_to(hand.page, "Text")
        write(hand, label)
        expect(hand.box("menu").locator(".port").nth(number)).to_contain_text(label)
    back(hand, "menu")
    add(hand, "check", "condition")
    write_the_rule(hand)
    back(hand, "condition")
    add(hand, "message", "message_2")
    back(hand, "message_2")
    go_to(hand, "condition")
    add(hand, "typed", "question")
    tab_to(hand.page, "Keep the answer in")
    hand.page.keyboard.type(SAVED)
    hand.press("Enter")
    hand.settle()
    back(hand, "question")
    add(hand, "tags", "tag")
    back(hand, "tag")
    go_to(hand, "menu")
    add(hand, "message", "message_3")
    back(hand, "message_3")
    add(hand, "message", "message_4")
    back(hand, "message_4")
    hand.press("l")
    hand.settle()
    for step in ("tag", "message_2"):
        lead(hand, step, NAMES["message_4"])
    go_to(hand, "condition")
    add(hand, "wait", "delay")
    back(hand, "delay")


def write_the_rule(hand: Hand) -> None:
    tab_to(hand.page, "Value")
    write(hand, str(REGULAR))
    expect(hand.box("condition").locator(".lines")).to_contain_text(str(REGULAR))
    hand.settle()
    tab_to(hand.page, "Show who")
    for _ in range(2):
        hand.press("Tab")
        tab_to(hand.page, "Remove")
    hand.press("Shift+Tab")
    tab_to(hand.page, "Remove", key="Shift+Tab")
    hand.press("Enter")
    expect(hand.box("condition").locator(".port")).to_have_count(2)
    hand.settle()
    tab_to(hand.page, "Name of the step")


def lead(hand: Hand, node: str, title: str) -> None:
    """C, and arrows until the wanted step is spoken of."""
    go_to(hand, node)
    hand.press("c")
    for arrow in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowRight"):
        hand.press(arrow)
        if title in hand.page.locator(".spoken").inner_text():
            break
    hand.press("Enter")
    hand.settle()


def press_while_it_can(hand: Hand, key: str, label: str) -> None:
    button = hand.page.get_by_role("button", name=label, exact=True)
    for _ in range(MOST_ROUNDS):
        if not button.is_enabled():
            return
        hand.press(*[key] * MORE_THAN_WERE_DONE)
        hand.settle()
    raise AssertionError(f"{label} comes to no end")


def break_it_and_fly_there(hand: Hand) -> None:
    go_to(hand, "menu")
    hand.press("Enter")
    form_of(hand, "menu")
    expect(field(hand, "Name of the step")).to_be_focused()
    tab_to(hand.page, "Order leads to")
    hand.page.keyboard.type("ends here")
    hand.press("Enter")
    hand.settle()
    back(hand, "menu")
    tab_to(hand.page, f"“{NAMES['menu']}” has no way on for “Order”")
    hand.press("Enter")
    form_of(hand, "menu")
    assert hand.selected() == ["menu"]
    hand.page.keyboard.press("Shift+Tab")
    tab_to(hand.page, "menu", key="Shift+Tab")
    hand.press("Control+z")
    check_drawn(hand.saved())


def copy_into_another_flow(hand: Hand) -> None:
    """Twice, so that neither the id nor the field of the conversation is free the second time."""
    go_to(hand, "question")
    hand.press("Control+c")
    tab_to(hand.page, "Flows", key="Shift+Tab")
    hand.press("Enter")
    other = Hand(hand.page, hand.data, "market_stall")
    hand.page.get_by_role("heading", name="Flows", exact=True).wait_for()
    begin(other, OTHER)
    for count in (2, 3):
        other.press("Control+v")
        expect(other.page.locator(".box")).to_have_count(count)
        other.settle()
    pasted = [node.config["save_to"] for node in other.saved().nodes if node.type == "question"]
    assert other.ids() == ["link_or_start", "question", "question_2"]
    assert pasted == [f"session.{SAVED}", f"session.{SAVED}_2"]
