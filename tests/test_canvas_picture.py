"""What the canvas draws of a draft: content with chips, ports, issues where they belong, one face for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from builder.canvas.face import built, event_of
from builder.canvas.picture import CHIP, LONGEST_LINE, Marks, Words, line_of, picture, structure
from builder.edits import Draft, Gap, connect, move, rename
from flowbook.checks import check
from flowbook.flow import Flow, Node
from flowbook.layout import Layout
from flowbook.marginalia import Note
from flowbook.nodes import node_types
from flowbook.workspace import Workspace

MENU = {"text": "Which, {first_name}?", "buttons": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}


def draft() -> Draft:
    nodes = (Node("start", "start", "Start", {}, {"next": "ask"}), Node("ask", "menu", "Ask", MENU))
    return Draft(Flow("shop", "Shop", nodes), Layout({"start": (0, 0), "ask": (290, 0)}))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hi {first_name|default:friend}!", f"Hi {CHIP}First name{CHIP}!"),
        ("{session.pick_up} or {orders.count}", f"{CHIP}pick up{CHIP} or {CHIP}orders count{CHIP}"),
        ("session.code = X", f"{CHIP}code{CHIP} = X"),
        ("**Bold**, _slanted_ and [a link](https://shop.example)", "Bold, slanted and a link"),
        ("2 * 3 and a_name_of_something", "2 * 3 and a_name_of_something"),
        ("a {{brace}} and a {", "a {brace} and a {"),
        (f"{CHIP}not a chip{CHIP}", "not a chip"),
    ],
)
def test_lines_show_fields_as_chips_and_no_marks(text: str, shown: str) -> None:
    assert line_of(text, {"first_name": "First name"}).strip(" ") == shown


def test_long_lines_end() -> None:
    line = line_of("word " * 200, {})
    assert len(line) <= LONGEST_LINE
    assert line.endswith("…")


def test_every_type_has_a_face_that_is_plain_json() -> None:
    drawn = picture(draft(), Words(icon=lambda name: f"<{name}>"))
    kinds = {kind["kind"]: kind for kind in drawn["kinds"]}
    assert list(kinds) == list(node_types())
    assert all(kind["label"] and kind["help"] and kind["icon"] for kind in kinds.values())
    assert json.loads(json.dumps(drawn)) == drawn


def test_ports_are_named_by_what_leads_there() -> None:
    ask = picture(draft())["nodes"][1]
    assert [port["label"] for port in ask["ports"]][:2] == ["A", "B"]
    assert [port["needed"] for port in ask["ports"]][:2] == [True, True]
    assert ask["lines"] == [f"Which, {CHIP}first name{CHIP}?"]


def test_issues_stand_at_their_port() -> None:
    found = check(draft().flow, Workspace(), [])
    drawn = picture(draft(), marks=Marks(tuple((issue, issue.sentence) for issue in found)))
    assert {"a", "b"} <= {issue["port"] for issue in drawn["issues"]["ask"]}


def test_the_fingerprint_is_of_what_is_drawn_by_hand() -> None:
    now = structure(draft())
    noted = replace(draft().layout, notes={"n": Note((0, 0))})
    assert structure(rename(draft(), "ask", "Another name")) == now
    assert structure(connect(draft(), Gap("ask", "a"), "start")) != now
    assert structure(move(draft(), {"ask": (1, 1)})) != now
    assert structure(replace(draft(), layout=noted)) != now


def test_ops_that_came_twice_are_told_apart() -> None:
    event = event_of({"seq": 7, "doc_id": "shop", "rev": 1, "ops": [{"op": "a"}, {"op": "b"}, {"op": "c"}]})
    assert event is not None
    assert [op["op"] for op in event.after(0)] == ["a", "b", "c"]
    assert [op["op"] for op in event.after(5)] == ["b", "c"]
    assert event.after(9) == ()


@pytest.mark.parametrize("sent", [None, 5, {}, {"seq": "1", "rev": 1, "ops": []}, {"seq": 1, "rev": 1}])
def test_what_no_canvas_sends_is_no_event(sent: object) -> None:
    assert event_of(sent) is None


def test_the_built_script_is_there_and_asks_nobody_for_anything() -> None:
    script = built().read_text("utf-8")
    assert "importScripts" not in script
    assert "fonts.googleapis" not in script
