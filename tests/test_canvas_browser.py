"""The drawing canvas under a real hand: what is drawn with the mouse is what is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.canvas_fixtures import data, hand, server, shop, visit
from tests.canvas_hand import Hand, middle, open_canvas, put_draft
from tests.expecting import expect

pytestmark = pytest.mark.browser
__all__ = ["data", "hand", "server", "visit"]


def test_ways_are_drawn_led_elsewhere_and_let_go_of(hand: Hand) -> None:
    hand.drag(hand.port("ask", "b"), hand.box("code").locator(".head"))
    assert hand.exits("ask") == {"a": "yes", "b": "code"}
    hand.drag(hand.port("ask", "b"), hand.box("bye").locator(".port-in"))
    assert hand.exits("ask") == {"a": "yes", "b": "bye"}
    x, y, width, height = hand.plane()
    end = hand.way("start", "next").locator(".react-flow__edgeupdater-target")
    hand.drag(end, hand.box("code").locator(".head"))
    assert hand.exits("start") == {"next": "code"}
    hand.drag(end, (x + width / 2, y + height - 30))
    assert hand.exits("start") == {}
    hand.page.get_by_role("button", name="Undo").click()
    assert hand.exits("start") == {"next": "code"}


def test_nothing_leads_to_a_beginning(hand: Hand) -> None:
    hand.drag(hand.port("bye", "next"), hand.box("start").locator(".head"))
    assert hand.exits("bye") == {}


def test_steps_come_from_the_palette_by_click_and_by_dragging(hand: Hand) -> None:
    hand.click("bye")
    hand.kind("delay").click()
    assert hand.exits("bye") == {"next": "delay"}
    hand.page.get_by_label("Find a step").fill("hand over")
    plane = hand.page.locator(".react-flow__pane")
    hand.kind("hand_over").drag_to(plane, target_position={"x": 600, "y": 600})
    assert hand.ids()[-2:] == ["delay", "hand_over"]
    assert hand.selected() == ["hand_over"]
    expect(hand.title).to_have_value(hand.saved().by_id["hand_over"].title)


def test_a_step_dropped_on_a_way_is_put_on_it(hand: Hand) -> None:
    hand.drag(hand.box("code").locator(".head"), hand.way("yes", "next"))
    assert hand.exits("yes") == {"next": "code"}
    assert hand.exits("code") == {"answered": "bye"}
    hand.kind("tag").hover()
    hand.page.mouse.down()
    x, y = middle(hand.way("start", "next"))
    hand.page.mouse.move(x - 40, y + 30, steps=4)
    hand.page.mouse.move(x, y, steps=3)
    hand.page.mouse.up()
    assert hand.exits("start") == {"next": "tag"}
    assert hand.exits("tag") == {"next": "ask"}


def test_a_way_dropped_on_nothing_asks_what_comes_next(hand: Hand) -> None:
    x, y, width, height = hand.plane()
    hand.drag(hand.port("ask", "b"), (x + width * 0.6, y + height - 90))
    choice = hand.page.get_by_role("dialog", name="What comes next?")
    expect(choice.get_by_role("option", name="Command")).to_have_count(0)
    hand.page.keyboard.type("wait")
    hand.press("ArrowDown", "Enter")
    assert hand.exits("ask")["b"] == "wait_until"
    assert hand.focused() == "wait_until"


def test_a_way_that_is_pointed_at_takes_a_step_or_goes(hand: Hand) -> None:
    hand.page.mouse.move(*middle(hand.way("yes", "next")))
    hand.page.get_by_role("button", name="Put a step here").click()
    hand.page.keyboard.type("tags")
    hand.press("Enter")
    assert hand.exits("yes") == {"next": "tag"}
    assert hand.exits("tag") == {"next": "bye"}
    hand.page.mouse.move(*middle(hand.way("start", "next")))
    hand.page.get_by_role("button", name="Delete this way").click()
    assert hand.exits("start") == {}


def test_several_steps_are_framed_moved_aligned_and_deleted(hand: Hand) -> None:
    before = hand.layout().places
    x, y = middle(hand.box("yes"))
    hand.page.keyboard.down("Shift")
    hand.page.mouse.move(x - 110, y - 70)
    hand.page.mouse.down()
    hand.page.mouse.move(x + 20, y + 60, steps=4)
    hand.page.mouse.move(*[at + 8 for at in middle(hand.box("code"))])
    hand.page.mouse.up()
    hand.page.keyboard.up("Shift")
    hand.settle()
    assert hand.selected() == ["yes", "code"]
    hand.press("ArrowRight", "Shift+ArrowDown")
    places = hand.layout().places
    assert places["yes"] == (before["yes"][0] + 10, before["yes"][1] + 50)
    assert places["code"] == (before["code"][0] + 10, before["code"][1] + 50)
    hand.page.get_by_role("button", name="Align at the top").click()
    places = hand.layout().places
    assert places["yes"][1] == places["code"][1]
    hand.press("Delete")
    assert hand.ids() == ["start", "ask", "bye"]
    hand.press("Control+z")
    assert hand.ids() == [node.id for node in shop().flow.nodes]


def test_one_history_over_canvas_and_form(hand: Hand) -> None:
    hand.click("yes")
    title = hand.title
    expect(title).to_have_value("Say yes")
    title.fill("Say yes gladly")
    title.press("Enter")
    expect(hand.box("yes").locator(".name b")).to_have_text("Say yes gladly")
    hand.drag(hand.port("ask", "b"), hand.box("code").locator(".head"))
    drawn = hand.saved()
    hand.canvas.focus()
    hand.press("Control+z")
    assert "b" not in hand.exits("ask")
    assert hand.saved().by_id["yes"].title == "Say yes gladly"
    hand.press("Control+z")
    assert hand.saved() == shop().flow
    expect(title).to_have_value("Say yes")
    hand.press("Control+Shift+z", "Control+y")
    assert hand.saved() == drawn


def test_a_part_goes_into_another_flow(hand: Hand, server: str, data: Path) -> None:
    put_draft(data, shop("other"))
    hand.click("code")
    hand.page.keyboard.down("Shift")
    hand.click("yes")
    hand.page.keyboard.up("Shift")
    hand.press("Control+c")
    other = open_canvas(hand.page, server, data, "other")
    other.canvas.focus()
    other.press("Control+v")
    assert other.ids()[-2:] == ["yes_2", "code_2"]
    assert other.saved().by_id["code_2"].config["save_to"] == "session.code_2"
    assert sorted(other.selected()) == ["code_2", "yes_2"]
    expect(other.page.locator(".told")).to_contain_text("session.code_2")
    other.press("Control+d")
    assert len(other.ids()) == 9


def test_a_paste_of_something_else_says_so(hand: Hand) -> None:
    hand.page.evaluate("navigator.clipboard.writeText('Good morning')")
    hand.canvas.focus()
    hand.press("Control+v")
    expect(hand.page.locator(".told")).to_contain_text("no part of a flow")
    assert hand.saved() == shop().flow


def test_notes_and_groups(hand: Hand) -> None:
    hand.click("yes")
    hand.press("g")
    hand.page.get_by_role("textbox", name="Name of the group").fill("Answers")
    hand.press("Enter")
    (group,) = hand.layout().groups.values()
    assert (group.title, group.nodes) == ("Answers", ("yes",))
    hand.page.get_by_role("button", name="Rose").click()
    hand.drag(hand.page.locator(".group-title"), (middle(hand.page.locator(".group-title"))[0], 800))
    (group,) = hand.layout().groups.values()
    assert group.colour == "rose"
    assert hand.layout().places["yes"][1] > 100
    hand.page.get_by_role("button", name="Add a note").click()
    hand.page.get_by_label("Text of the note").fill("Ask Vera first")
    hand.press("Escape")
    assert [note.text for note in hand.layout().notes.values()] == ["Ask Vera first"]


def test_tidying_leaves_no_box_on_another(hand: Hand) -> None:
    hand.canvas.focus()
    hand.press("l")
    places = hand.layout().places
    assert len(set(places.values())) == 5
    assert places["start"][0] < places["ask"][0] < places["yes"][0] < places["bye"][0]
    hand.press("Control+z")
    assert hand.layout() == shop().layout
