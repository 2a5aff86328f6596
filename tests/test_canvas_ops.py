"""What the drawing canvas asks for: each op does what was meant, and no sequence of ops breaks a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import edits, history
from builder.canvas.ops import DEEDS, apply
from builder.edits import Draft
from flowbook.flow import Flow, Node
from flowbook.layout import Layout, read_layout, write_layout
from flowbook.marginalia import Group, Note
from flowbook.nodes import node_type, node_types
from flowbook.reading import read_flow
from flowbook.writing import write_flow

MENU = {"text": "Which?", "buttons": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}


def shop() -> Draft:
    nodes = (
        Node("start", "start", "Start", {}, {"next": "ask"}),
        Node("ask", "menu", "Ask", MENU, {"a": "yes", "b": "no"}),
        Node("yes", "message", "Say yes", {"text": "Yes {session.code}"}, {"next": "bye"}),
        Node("no", "message", "Say no", {"text": "No"}),
        Node("bye", "message", "Say goodbye", {"text": "Bye"}),
        Node("keep", "set_field", "Keep a code", {"field": "session.code", "how": "text", "value": "X"}),
    )
    places = {node.id: (290 * number, 0) for number, node in enumerate(nodes)}
    layout = Layout(
        places, frozenset({"no"}), {"note": Note((0, 300), text="Hm")}, {"g": Group("G", ("yes",))}
    )
    return Draft(Flow("shop", "Shop", nodes), layout)


def done(*ops: dict[str, Any], draft: Draft | None = None) -> Draft:
    after, ack = apply(draft or shop(), ops)
    assert ack.told == ()
    return after


def exits(draft: Draft, name: str) -> dict[str, str]:
    return dict(draft.flow.by_id[name].exits)


def test_a_step_stands_where_it_was_put_under_the_id_it_was_given() -> None:
    after = done({"op": "add", "id": "message", "kind": "message", "title": "Message", "at": [7, 9]})
    assert after.layout.places["message"] == (7, 9)
    assert after.flow.by_id["message"].config == node_type("message").example


def test_an_addition_that_is_sent_again_adds_nothing() -> None:
    op = {"op": "add", "id": "message", "kind": "message", "title": "Message", "at": [7, 9]}
    once = done(op)
    assert done(op, draft=once) == once


def test_an_id_that_is_taken_is_replaced_for_the_ops_behind_it() -> None:
    add = {"op": "add", "id": "bye", "kind": "message", "title": "New", "at": [1, 1]}
    lead = {"op": "connect", "source": "no", "exit": "next", "target": "bye"}
    after, ack = apply(shop(), [add, lead])
    assert ack.names == {"bye": "bye_2"}
    assert exits(after, "no") == {"next": "bye_2"}
    assert after.flow.by_id["bye"].title == "Say goodbye"


def test_a_step_put_on_an_edge_leads_on() -> None:
    op = {"op": "insert", "id": "delay", "kind": "delay", "title": "Wait", "at": [0, 0], "source": "yes"}
    after = done({**op, "exit": "next"})
    assert exits(after, "yes") == {"next": "delay"}
    assert exits(after, "delay") == {"next": "bye"}
    assert done({**op, "exit": "next"}, draft=after) == after


def test_a_step_that_is_there_can_be_put_on_an_edge() -> None:
    after = done({"op": "splice", "id": "keep", "source": "yes", "exit": "next"})
    assert exits(after, "yes") == {"next": "keep"}
    assert exits(after, "keep") == {"next": "bye"}


def test_re_routing_lets_go_of_the_way_it_came_from() -> None:
    op = {"op": "connect", "source": "no", "exit": "next", "target": "bye"}
    after = done({**op, "from_source": "yes", "from_exit": "next"})
    assert exits(after, "yes") == {}
    assert exits(after, "no") == {"next": "bye"}


@pytest.mark.parametrize(
    ("source", "exit", "target"), [("yes", "next", "start"), ("yes", "gone", "bye"), ("yes", "next", "gone")]
)
def test_ways_that_cannot_be_are_not_drawn(source: str, exit: str, target: str) -> None:
    assert done({"op": "connect", "source": source, "exit": exit, "target": target}) == shop()


def test_deleting_takes_steps_ways_notes_and_groups() -> None:
    op = {"op": "delete", "nodes": ["yes"], "ways": [["ask", "b"]], "notes": ["note"], "groups": ["g"]}
    after = done(op)
    assert exits(after, "ask") == {"a": "bye"}
    assert (after.layout.notes, after.layout.groups) == ({}, {})


def test_moving_and_aligning_move_boxes_and_notes_only() -> None:
    for name in ("move", "align", "tidy"):
        after = done({"op": name, "places": {"yes": [5, 6], "gone": [1, 1]}, "notes": {"note": [8, 9]}})
        assert after.layout.places["yes"] == (5, 6)
        assert "gone" not in after.layout.places
        assert after.layout.notes["note"].at == (8, 9)
        assert after.flow == shop().flow


def test_tidying_without_places_is_the_kernels_and_keeps_notes() -> None:
    after = done({"op": "tidy"})
    assert after.layout == edits.tidy(shop()).layout
    assert after.layout.notes == shop().layout.notes


def test_copies_are_named() -> None:
    after, ack = apply(shop(), [{"op": "duplicate", "nodes": ["yes", "bye", "gone"]}])
    assert [after.flow.by_id[name].title for name in ack.made] == ["Say yes 2", "Say goodbye 2"]


def test_a_note_keeps_what_is_not_said_anew() -> None:
    after = done({"op": "note", "id": "note", "text": "Ask Vera"}, {"op": "note", "id": "note", "at": [3, 4]})
    assert after.layout.notes["note"] == Note((3, 4), text="Ask Vera")


def test_a_step_is_in_one_group() -> None:
    after = done(
        {"op": "group", "id": "group", "title": "Two", "nodes": ["yes", "no", "gone"], "colour": "rose"}
    )
    assert after.layout.groups == {"group": Group("Two", ("yes", "no"), "rose")}
    assert done({"op": "group", "id": "group", "nodes": []}, draft=after).layout.groups == {}


def test_collapsing_and_opening() -> None:
    shut = done({"op": "collapse", "nodes": ["ask", "gone"], "on": True})
    assert shut.layout.collapsed == {"ask", "no"}
    assert done({"op": "collapse", "nodes": ["ask", "no"], "on": False}, draft=shut).layout.collapsed == set()


@pytest.mark.parametrize(
    "op",
    [
        *({}, {"op": "explode"}, {"op": "add", "id": "x", "kind": "nothing", "at": [0, 0]}, "nonsense", None),
        {"op": "add", "id": "x", "kind": "message", "at": [float("nan"), 0]},
        {"op": "move", "places": {"yes": ["a", "b"]}},
        {"op": "move", "places": 5},
        {"op": "note", "at": "here"},
        {"op": "disconnect", "ways": [["one"]]},
    ],
)
def test_what_cannot_be_read_is_left_out_and_told(op: Any) -> None:
    after, ack = apply(shop(), [op])
    assert after == shop()
    assert len(ack.told) == 1


NAMES = st.sampled_from(["start", "ask", "yes", "no", "bye", "keep", "new", "new_2", "gone", "a", "note"])
EXITS = st.sampled_from(["next", "a", "b", "otherwise", "no_answer", "gone"])
PLACES = st.tuples(st.integers(-900, 9000), st.integers(-900, 9000)).map(list)
TITLES = st.text(max_size=130)
SHAPES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("id", "source", "target", "from_source"), NAMES),
    **dict.fromkeys(("exit", "from_exit"), EXITS),
    **dict.fromkeys(("nodes", "groups"), st.lists(NAMES, max_size=4)),
    **dict.fromkeys(("title", "text"), TITLES),
    "kind": st.sampled_from([*node_types(), "nothing"]),
    "at": PLACES,
    "size": PLACES,
    "colour": st.sampled_from(["rose", "red"]),
    "on": st.booleans(),
    "ways": st.lists(st.tuples(NAMES, EXITS).map(list), max_size=3),
    "places": st.dictionaries(NAMES, PLACES, max_size=4),
}
LOOSE = st.fixed_dictionaries({"op": st.sampled_from(sorted(DEEDS))}, optional=SHAPES)
FULL = st.fixed_dictionaries({"op": st.sampled_from(sorted(DEEDS)), **SHAPES})


@settings(max_examples=120)
@given(st.lists(st.one_of(FULL, LOOSE), max_size=12))
def test_any_sequence_leaves_a_valid_draft_and_undo_restores_it(ops: list[dict[str, Any]]) -> None:
    after, ack = apply(shop(), ops)
    assert read_flow(write_flow(after.flow)) == after.flow
    assert read_layout(write_layout(after.layout)).places == after.layout.places
    assert set(after.layout.places) == set(after.flow.by_id)
    past, now = history.History(), history.to_json(shop())
    for step in ack.steps:
        past, now = history.do(past, now, history.to_json(step)), history.to_json(step)
    final = now
    for _step in ack.steps:
        moved = history.undo(past, now)
        past, now = moved.history, moved.now
        assert not moved.kept
    assert history.from_json(now) == shop()
    for _step in ack.steps:
        moved = history.redo(past, now)
        past, now = moved.history, moved.now
    assert now == final


@settings(max_examples=60)
@given(st.lists(FULL, max_size=6))
def test_ops_sent_one_by_one_or_together_do_the_same(ops: list[dict[str, Any]]) -> None:
    together, ack = apply(shop(), ops)
    if ack.names:
        return
    single = shop()
    for op in ops:
        single, _ack = apply(single, [op])
    assert single == together


def test_a_full_flow_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.canvas.ops.NODE_LIMIT", 6)
    add = {"op": "add", "id": "more", "kind": "message", "title": "More", "at": [0, 0]}
    for op in (add, {"op": "duplicate", "nodes": ["yes"]}):
        after, ack = apply(shop(), [op])
        assert after == shop()
        assert len(ack.told) == 1
    assert replace(shop()) == shop()
