"""Flow files: what is read is what was written, and whatever is fed in, a sentence comes out."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.errors import UnreadableFile
from flowbook.flow import Flow, Node
from flowbook.layout import BOX_WIDTH, Layout, arrange, box_height, complete, read_layout, write_layout
from flowbook.nodes import node_types
from flowbook.notebook.schema import notebook_schema
from flowbook.reading import flow_from_json, read_flow
from flowbook.schema import flow_schema
from flowbook.spelling import SPELLED
from flowbook.strict import DEPTH_LIMIT, SIZE_LIMIT, read_json
from flowbook.writing import fingerprint, write_flow

KINDS = [kind for kind in node_types().values() if kind.type]
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Flows of any node types, connected at random."""
    names = draw(st.lists(IDS, min_size=1, max_size=9, unique=True))
    nodes = []
    for name in names:
        kind = draw(st.sampled_from(KINDS))
        ways = {e.id: draw(st.sampled_from(names)) for e in kind.exits(kind.example) if draw(st.booleans())}
        nodes.append(
            Node(name, kind.type, draw(st.text(max_size=20)), kind.example, ways, draw(st.text(max_size=9)))
        )
    return Flow("flow", draw(st.text(min_size=1, max_size=20)), tuple(nodes), draw(st.text(max_size=20)))


@given(flows())
def test_reading_gives_what_was_written(flow: Flow) -> None:
    text = write_flow(flow)
    assert read_flow(text) == flow
    assert write_flow(read_flow(text)) == text


@given(flows())
def test_the_order_of_keys_does_not_matter(flow: Flow) -> None:
    def backwards(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: backwards(value[key]) for key in reversed(value)}
        return [backwards(item) for item in value] if isinstance(value, list) else value

    turned = json.dumps(backwards(json.loads(write_flow(flow))))
    assert fingerprint(read_flow(turned)) == fingerprint(flow)


@given(ANYTHING)
def test_anything_else_is_refused_with_a_sentence(data: Any) -> None:
    with pytest.raises(UnreadableFile) as caught:
        flow_from_json(data)
    assert caught.value.sentence.endswith(".")


@given(flows(), st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks(flow: Flow, data: st.DataObject) -> None:
    text = write_flow(flow)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    damaged = text[:start] + data.draw(st.text(max_size=6)) + text[end:]
    with suppress(UnreadableFile):
        read_flow(damaged)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1), "nested more than 40 levels"),
        ('"' + "a" * SIZE_LIMIT + '"', "8,000,000 is the most"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ('{"a": -Infinity}', "is not a number"),
        ('{"a": "[[[[{{{{"', "This is not JSON"),
    ],
    ids=["deep", "large", "doubled", "infinite", "torn"],
)
def test_json_that_could_do_harm_is_refused(text: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_json(text)


def test_brackets_inside_texts_are_no_depth() -> None:
    assert read_json(json.dumps("[" * 1000)) == "[" * 1000


def test_the_published_schema_accepts_every_example() -> None:
    from jsonschema import Draft202012Validator

    nodes = [
        {"id": f"n{i}", "type": k.type, "title": k.label, "config": k.example} for i, k in enumerate(KINDS)
    ]
    Draft202012Validator.check_schema(flow_schema())
    Draft202012Validator(flow_schema()).validate({"format": 1, "id": "all", "title": "All", "nodes": nodes})


@given(flows())
def test_boxes_of_a_tidy_layout_do_not_overlap(flow: Flow) -> None:
    places = arrange(flow).places
    assert set(places) == set(flow.by_id)
    boxes = [(x, y, x + BOX_WIDTH, y + box_height(flow, name)) for name, (x, y) in places.items()]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@given(flows())
def test_a_layout_keeps_what_is_placed_and_places_the_rest(flow: Flow) -> None:
    first = flow.nodes[0].id
    kept = Layout({first: (7, -3), "gone": (0, 0)})
    full = complete(flow, read_layout(write_layout(kept)))
    assert full.places[first] == (7, -3)
    assert set(full.places) == set(flow.by_id)


def test_a_moved_box_is_no_change_of_logic() -> None:
    flow = Flow("one", "One", (Node("a", "message", "A", {"text": "Hi"}),))
    assert "places" not in write_flow(flow)
    assert fingerprint(flow) != fingerprint(replace(flow, title="Two"))


def patterns_in(shape: Any) -> set[str]:
    """Those of the schema itself, not a property that is called so."""
    match shape:
        case dict():
            own = {shape["pattern"]} if isinstance(shape.get("pattern"), str) else set()
            return own.union(*map(patterns_in, shape.values()))
        case list():
            return set().union(*map(patterns_in, shape))
    return set()


def test_no_pattern_is_shown_to_people() -> None:
    assert patterns_in(flow_schema()) | patterns_in(notebook_schema()) == set(SPELLED)


def test_a_misspelled_id_is_told_in_words() -> None:
    with pytest.raises(
        UnreadableFile, match="“Ünique” is not written as it should be: a small letter a–z first"
    ):
        read_flow('{"format": 1, "id": "Ünique", "title": "x", "nodes": []}')
