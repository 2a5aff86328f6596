"""Edits to drafts: what a designer does on the map and in forms, and its undoing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from builder import edits, history
from builder.edits import Draft, Gap
from flowbook.checks import Fix
from flowbook.flow import Flow, Node
from flowbook.layout import BOX_WIDTH, Layout, box_height
from flowbook.naming import choice_id, node_id, numbered
from flowbook.nodes import node_types
from flowbook.reading import read_flow
from flowbook.writing import write_flow


@pytest.fixture
def draft() -> Draft:
    menu = {"text": "Which?", "buttons": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}
    nodes = (
        Node("start", "start", "Start", {}, {"next": "ask"}),
        Node("ask", "menu", "Ask", menu, {"a": "yes", "b": "no"}),
        Node("yes", "message", "Say yes", {"text": "Yes"}, {"next": "bye"}),
        Node("no", "message", "Say no", {"text": "No"}),
        Node("bye", "message", "Say goodbye", {"text": "Bye"}),
    )
    places = {"start": (0, 0), "ask": (290, 0), "yes": (580, 0), "no": (580, 200), "bye": (870, 0)}
    return Draft(Flow("shop", "Shop", nodes), Layout(places))


def overlaps(draft: Draft) -> list[tuple[str, str]]:
    boxes = [(name, x, y, box_height(draft.flow, name)) for name, (x, y) in draft.layout.places.items()]
    return [
        (a[0], b[0])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if abs(a[1] - b[1]) < BOX_WIDTH and a[2] < b[2] + b[3] and b[2] < a[2] + a[3]
    ]


@pytest.mark.parametrize("kind", node_types())
def test_every_type_can_be_added_and_the_draft_still_reads(draft: Draft, kind: str) -> None:
    grown, name = edits.add(draft, kind)
    assert read_flow(write_flow(grown.flow)) == grown.flow
    assert grown.flow.by_id[name].type == kind
    assert overlaps(grown) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Say hello", "say_hello"),
        ("Спросить имя", "sprosit_imya"),
        ("Ողջույն", "oghjuyn"),
        ("გამარჯობა", "gamarjoba"),
        ("Ačiū už žinią!", "aciu_uz_zinia"),
        ("2nd try", "nd_try"),
        ("👋", "message"),
        ("A title that is much longer than an id may be", "a_title_that_is_much_lon"),
    ],
)
def test_ids_can_be_read(title: str, expected: str) -> None:
    assert node_id(title, (), fallback="message") == expected


def test_ids_stay_unique_and_short() -> None:
    taken: set[str] = set()
    for _ in range(120):
        name = node_id("A title that is much longer than an id may be", taken)
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,23}", name)
        assert name not in taken
        taken.add(name)


def test_ids_of_buttons_fit_into_callback_data() -> None:
    assert choice_id("Оставить заявку менеджеру", ()) == "ostavit_zayavku"
    assert choice_id("36–38", {"choice"}) == "choice_2"


def test_titles_are_numbered_on_from_the_number_they_have() -> None:
    assert numbered("Message", {"Message", "Message 2"}) == "Message 3"
    assert numbered("Message 2", {"Message", "Message 2"}) == "Message 3"


def test_inserting_on_an_edge_keeps_the_way_onward(draft: Draft) -> None:
    grown, name = edits.insert(draft, Gap("ask", "a"), "message", "In between")
    assert grown.flow.by_id["ask"].exits == {"a": name, "b": "no"}
    assert grown.flow.by_id[name].exits == {"next": "yes"}
    assert overlaps(grown) == []


def test_inserting_behind_a_free_exit_leads_nowhere_yet(draft: Draft) -> None:
    grown, name = edits.insert(draft, Gap("bye", "next"), "menu", "More?")
    assert grown.flow.by_id["bye"].exits == {"next": name}
    assert grown.flow.by_id[name].exits == {}


def test_inserting_behind_a_node_that_is_gone_adds_it_alone(draft: Draft) -> None:
    grown, name = edits.insert(draft, Gap("gone", "next"), "message")
    assert grown.flow.by_id[name].exits == {}
    assert not any(edge.target == name for edge in grown.flow.edges())


def test_deleting_closes_the_gap_where_there_is_one_way_on(draft: Draft) -> None:
    shrunk = edits.delete(draft, ["yes"])
    assert shrunk.flow.by_id["ask"].exits == {"a": "bye", "b": "no"}
    assert "yes" not in shrunk.layout.places


def test_deleting_a_fork_leaves_the_way_open(draft: Draft) -> None:
    assert edits.delete(draft, ["ask"]).flow.by_id["start"].exits == {}


def test_deleting_several_leads_past_all_of_them(draft: Draft) -> None:
    longer = edits.connect(draft, Gap("bye", "next"), "no")
    assert edits.delete(longer, ["yes", "bye"]).flow.by_id["ask"].exits == {"a": "no", "b": "no"}


def test_deleting_a_ring_ends() -> None:
    nodes = (
        Node("start", "start", "Start", {}, {"next": "a"}),
        Node("a", "message", "A", {"text": "a"}, {"next": "b"}),
        Node("b", "message", "B", {"text": "b"}, {"next": "a"}),
    )
    shrunk = edits.delete(Draft(Flow("f", "F", nodes)), ["a", "b"])
    assert shrunk.flow.nodes == (Node("start", "start", "Start", {}, {}),)


def test_connecting_to_nothing_changes_nothing(draft: Draft) -> None:
    assert edits.connect(draft, Gap("no", "next"), "gone") == draft
    assert edits.connect(draft, Gap("gone", "next"), "no") == draft


def test_disconnecting_takes_one_way(draft: Draft) -> None:
    assert edits.disconnect(draft, Gap("ask", "a")).flow.by_id["ask"].exits == {"b": "no"}


def test_renaming_keeps_the_id_and_refuses_an_empty_title(draft: Draft) -> None:
    renamed = edits.rename(draft, "yes", "  Agree ")
    assert renamed.flow.by_id["yes"].title == "Agree"
    assert edits.rename(draft, "yes", "  ") == draft


def test_a_removed_button_takes_its_way_with_it(draft: Draft) -> None:
    config = {"text": "Which?", "buttons": [{"id": "b", "label": "B"}]}
    changed = edits.set_config(draft, "ask", config)
    assert changed.flow.by_id["ask"].exits == {"b": "no"}


def test_a_fix_merges_and_removes(draft: Draft) -> None:
    fix = Fix("end it", config={"columns": 1, "text": "Choose"}, exits={"a": None, "b": "bye"})
    mended = edits.apply_fix(draft, "ask", fix).flow.by_id["ask"]
    assert mended.exits == {"b": "bye"}
    assert (mended.config["columns"], mended.config["text"]) == (1, "Choose")
    cleared = edits.apply_fix(edits.apply_fix(draft, "ask", fix), "ask", Fix("", config={"columns": None}))
    assert "columns" not in cleared.flow.by_id["ask"].config


def test_copies_keep_the_ways_among_themselves(draft: Draft) -> None:
    grown, twins = edits.duplicate(draft, ["ask", "yes"])
    copy = grown.flow.by_id[twins["ask"]]
    assert copy.exits == {"a": twins["yes"]}
    assert copy.config == draft.flow.by_id["ask"].config
    assert copy.title == "Ask 2"
    assert draft.flow.nodes == grown.flow.nodes[:5]
    assert overlaps(grown) == []


def test_moving_touches_the_layout_only(draft: Draft) -> None:
    moved = edits.move(draft, {"ask": (5, 6), "gone": (1, 1)})
    assert moved.flow is draft.flow
    assert moved.layout.places["ask"] == (5, 6)
    assert "gone" not in moved.layout.places


def test_what_else_the_layout_holds_stays(draft: Draft) -> None:
    """Notes, groups and collapsed boxes are drawn by other hands; no edit of the flow may lose them."""
    folded = replace(draft, layout=replace(draft.layout, collapsed=frozenset({"yes", "no"})))
    for changed in (
        edits.tidy(folded),
        edits.move(folded, {"ask": (1, 2)}),
        edits.insert(folded, Gap("ask", "a"), "message")[0],
        history.from_json(history.to_json(folded)),
    ):
        assert changed.layout.collapsed == {"yes", "no"}
    assert edits.delete(folded, ["no"]).layout.collapsed == {"yes"}


def test_a_draft_survives_as_plain_json(draft: Draft) -> None:
    assert history.from_json(history.to_json(draft)) == draft
