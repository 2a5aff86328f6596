"""Notes, groups and collapsed boxes in the layout's file: read back as written, refused with a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.errors import UnreadableFile
from flowbook.flow import Flow, Node
from flowbook.layout import Layout, arrange, complete, read_layout, write_layout
from flowbook.marginalia import COLOURS, Group, Note

NUMBERS = st.integers(-9000, 9000)
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
NOTES = st.builds(
    Note,
    st.tuples(NUMBERS, NUMBERS),
    st.tuples(st.integers(60, 900), st.integers(60, 900)),
    st.text(max_size=40),
    st.sampled_from(COLOURS),
)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    nodes = draw(st.lists(NAMES, unique=True))
    cut = draw(st.integers(0, len(nodes)))
    halves = {"left": tuple(sorted(nodes[:cut])), "right": tuple(sorted(nodes[cut:]))}
    colour = draw(st.sampled_from(COLOURS))
    return Layout(
        draw(st.dictionaries(NAMES, st.tuples(NUMBERS, NUMBERS))),
        frozenset(draw(st.sets(NAMES))),
        draw(st.dictionaries(NAMES, NOTES)),
        {name: Group(draw(st.text(max_size=20)), half, colour) for name, half in halves.items() if half},
    )


@given(layouts())
def test_what_is_written_is_read_back(layout: Layout) -> None:
    assert read_layout(write_layout(layout)) == layout


def test_a_plain_layout_is_written_as_before() -> None:
    assert write_layout(Layout({"b": (1, 2), "a": (3, 4)})) == (
        '{\n  "places": {\n    "a": [3, 4],\n    "b": [1, 2]\n  }\n}\n'
    )


def test_a_note_and_a_group_take_one_line_each() -> None:
    layout = Layout(
        {}, frozenset(), {"n": Note((1, 2), text="Ask Vera\nfirst")}, {"g": Group("Door", ("a",))}
    )
    lines = write_layout(layout).splitlines()
    assert (
        '    "n": {"at": [1, 2], "size": [224, 120], "colour": "amber", "text": "Ask Vera\\nfirst"}' in lines
    )
    assert '    "g": {"title": "Door", "colour": "blue", "nodes": ["a"]}' in lines


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"notes": []}, "notes"),
        ({"notes": {"n": 1}}, "notes.n"),
        ({"notes": {"n": {"at": [1], "size": [90, 90]}}}, "notes.n.at"),
        ({"notes": {"n": {"at": [1, True], "size": [90, 90]}}}, "notes.n.at"),
        ({"notes": {"n": {"at": [1, 1], "size": [1, 90]}}}, "notes.n.size"),
        ({"notes": {"n": {"at": [1, 1], "size": [90, 90], "text": 5}}}, "notes.n.text"),
        ({"notes": {"n": {"at": [1, 1], "size": [90, 90], "colour": "red"}}}, "notes.n.colour"),
        ({"groups": {"g": {"title": "G", "nodes": "a"}}}, "groups.g.nodes"),
        ({"groups": {"g": {"title": "G" * 121, "nodes": []}}}, "groups.g.title"),
        ({"collapsed": "a"}, "collapsed"),
        ({"collapsed": [1]}, "collapsed"),
        ({"places": {"a": [1, None]}}, "places.a"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(part: dict[str, Any], place: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_layout(json.dumps({"places": {}, **part}))
    assert refused.value.place == place


def test_a_node_is_in_one_group_and_a_group_without_nodes_is_gone() -> None:
    groups = {"one": {"title": "", "nodes": ["a", "b"]}, "two": {"title": "", "nodes": ["b"]}}
    read = read_layout(json.dumps({"places": {}, "groups": groups}))
    assert {name: group.nodes for name, group in read.groups.items()} == {"one": ("a", "b")}


def test_nodes_that_are_gone_are_let_go_of() -> None:
    flow = Flow("f", "F", (Node("a", "message", "A", {"text": "A"}),))
    groups = {"one": Group("", ("a", "gone")), "two": Group("", ("lost",))}
    layout = Layout({"gone": (0, 0)}, frozenset({"a", "gone"}), {"n": Note((0, 0))}, groups)
    kept = complete(flow, layout)
    assert kept.places == arrange(flow).places
    assert kept.collapsed == {"a"}
    assert kept.notes == layout.notes
    assert kept.groups == {"one": Group("", ("a",))}
