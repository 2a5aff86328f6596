"""Pasting a part of a flow: within it, into another one, and things that are no part of a flow."""

from __future__ import annotations

import json
from typing import Any

import pytest

from builder.canvas.ops import apply
from builder.edits import Draft
from flowbook.flow import Flow, Node
from flowbook.layout import Layout
from flowbook.marginalia import Group, Note
from flowbook.reading import read_flow
from flowbook.writing import write_flow

ASK = {"text": "Code?", "kind": "text", "save_to": "session.code"}
TELL = {"text": "Your code is {session.code|upper}, not {session.codes}."}


def draft(flow: str = "other") -> Draft:
    nodes = (
        Node("ask", "question", "Ask", ASK, {"answered": "tell"}),
        Node("tell", "message", "Tell", TELL),
    )
    return Draft(Flow(flow, "Other", nodes), Layout({"ask": (0, 0), "tell": (290, 0)}))


def part(flow: str = "shop") -> dict[str, Any]:
    nodes = [
        {
            "id": "ask",
            "type": "question",
            "title": "Ask",
            "config": ASK,
            "exits": {"answered": "tell"},
            "at": [500, 40],
        },
        {
            "id": "tell",
            "type": "message",
            "title": "Tell",
            "config": TELL,
            "exits": {"next": "away"},
            "at": [790, 90],
        },
    ]
    notes = [{"at": [480, 0], "size": [200, 80], "text": "Mind the code", "colour": "rose"}]
    groups = [{"title": "Codes", "colour": "green", "nodes": ["ask", "away"]}]
    return {"flowbook": "part", "flow": flow, "nodes": nodes, "notes": notes, "groups": groups}


def paste(content: Any, at: tuple[int, int] = (100, 200)) -> tuple[Draft, Any]:
    return apply(draft(), [{"op": "paste", "part": content, "at": list(at)}])


def test_ids_and_titles_are_made_unique_and_ways_within_are_kept() -> None:
    after, ack = paste(json.loads(json.dumps(part())))
    assert ack.made == ("ask_2", "tell_2")
    copy, told = after.flow.by_id["ask_2"], after.flow.by_id["tell_2"]
    assert (copy.title, dict(copy.exits)) == ("Ask 2", {"answered": "tell_2"})
    assert dict(told.exits) == {}
    assert read_flow(write_flow(after.flow)) == after.flow


def test_it_stands_where_it_is_pasted_with_its_notes_and_groups() -> None:
    after, _ack = paste(part())
    assert [after.layout.places[name] for name in ("ask_2", "tell_2")] == [(100, 200), (390, 250)]
    assert list(after.layout.notes.values()) == [Note((80, 160), (200, 80), "Mind the code", "rose")]
    assert list(after.layout.groups.values()) == [Group("Codes", ("ask_2",), "green")]


def test_session_fields_of_another_flow_are_kept_apart() -> None:
    after, ack = paste(part())
    assert after.flow.by_id["ask_2"].config["save_to"] == "session.code_2"
    assert (
        after.flow.by_id["tell_2"].config["text"]
        == "Your code is {session.code_2|upper}, not {session.codes}."
    )
    assert after.flow.by_id["tell"].config == TELL
    assert len(ack.told) == 1


def test_within_one_flow_copies_share_their_fields() -> None:
    after, ack = paste(part(flow="other"))
    assert after.flow.by_id["ask_2"].config["save_to"] == "session.code"
    assert ack.told == ()


def test_names_that_a_type_gives_by_itself_stay() -> None:
    trigger = Node("begin", "start", "Begin", {}, {})
    mine = Draft(Flow("mine", "Mine", (trigger,)), Layout({"begin": (0, 0)}))
    content = {
        "flowbook": "part",
        "flow": "x",
        "nodes": [{"id": "s", "type": "start", "title": "S", "config": {}}],
    }
    after, ack = apply(mine, [{"op": "paste", "part": content, "at": [0, 0]}])
    assert (len(after.flow.nodes), ack.told) == (2, ())


@pytest.mark.parametrize(
    "content",
    [
        *(None, "Hello", 5, [], {}, {"flowbook": "part"}, {"flowbook": "part", "nodes": []}),
        {"flowbook": "part", "nodes": [{"id": "x", "type": "rocket", "title": "X"}]},
        {
            "flowbook": "part",
            "nodes": [{"id": "x", "type": "message", "title": "X", "config": {"colour": "red"}}],
        },
        {"flowbook": "part", "nodes": [{"id": "../x", "type": "message", "title": "X"}]},
        {"flowbook": "part", "nodes": ["x"]},
        {**part(), "notes": [{"text": "nowhere"}]},
        {**part(), "nodes": part()["nodes"] * 600},
    ],
)
def test_anything_else_changes_nothing_and_is_told(content: Any) -> None:
    after, ack = paste(content)
    assert after == draft()
    assert len(ack.told) == 1
