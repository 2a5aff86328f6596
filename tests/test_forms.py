"""Forms derived from the node types: every widget has a control, and looking at a form changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from builder import forms
from builder.forms import MISSING, accepted, conditions, matters, named, words
from builder.forms.rows import blank
from builder.forms.spot import Spot
from builder.look.style import glyphs
from flowbook.flow import Flow, Node
from flowbook.layout import box_height
from flowbook.nodes import node_type, node_types
from flowbook.rules import operators_for
from flowbook.rules.operands import OPERANDS
from flowbook.rules.operators import FIELD_KINDS
from flowbook.schema import config_faults
from flowbook.shapes import WIDGETS
from flowbook.workspace import Field, Workspace

FLOWS = Path(__file__).parent.parent / "flows"
VALUES = {
    "none": None,
    "text": "Riga",
    "texts": ["Riga", "Vilnius"],
    "number": 3,
    "pair": [1, 5],
    "date": "2026-05-01",
    "days": 14,
    "month": 9,
    "times": 2,
}


def shapes(shape: Any) -> Iterator[Mapping[str, Any]]:
    """Every part of a schema that asks for a widget."""
    if isinstance(shape, Mapping):
        if isinstance(shape.get("widget"), str):
            yield shape
        for part in shape.values():
            yield from shapes(part)


def sample_nodes() -> list[tuple[str, Node]]:
    found = [
        (kind.type, Node(kind.type, kind.type, kind.label, kind.example)) for kind in node_types().values()
    ]
    for path in sorted(FLOWS.glob("*/*.flow.json")):
        for node in json.loads(path.read_text("utf-8"))["nodes"]:
            name = f"{path.parent.name}-{node['id']}"
            found.append((name, Node(node["id"], node["type"], node["title"], node.get("config", {}))))
    return found


def test_every_widget_has_a_control() -> None:
    assert {*forms.CONTROLS, *forms.ROWS} >= WIDGETS
    used = {shape["widget"] for kind in node_types().values() for shape in shapes(kind.config)}
    assert used <= {*forms.CONTROLS, *forms.ROWS}


def test_every_property_asks_for_a_widget() -> None:
    bare = [
        f"{kind.type}.{name}"
        for kind in node_types().values()
        for name, shape in kind.config.get("properties", {}).items()
        if "widget" not in shape
    ]
    assert bare == []


def test_the_language_is_chosen_where_there_are_texts() -> None:
    assert forms.has_texts("menu")
    assert forms.has_texts("message")
    assert not forms.has_texts("delay")


def test_every_type_has_its_icon() -> None:
    assert {kind.icon for kind in node_types().values()} - glyphs() == set()


def draw_all(cases: str) -> None:
    """Runs inside AppTest: draws the form of each node, and says whose config came back changed."""
    import json

    import streamlit as st

    from builder.forms import About, config_form, draw
    from flowbook.flow import Flow, Node
    from flowbook.workspace import workspace_from_json

    space, nodes = json.loads(cases)
    for number, (kind, config, languages) in enumerate(nodes):
        node = Node("one", kind, "One", config)
        flow = Flow("f", "F", (node,), languages=tuple(languages))
        about = About(flow, node, workspace_from_json(space), f"n{number}", languages[0], draw=draw)
        found = config_form(about)
        if found != config:
            st.error(json.dumps([kind, config, found], default=repr))


def test_looking_at_a_form_changes_nothing() -> None:
    space = json.loads((FLOWS / "workspace.json").read_text("utf-8"))
    various = {(node.type, *sorted(node.config)): node for _name, node in sample_nodes()}
    cases = [(node.type, dict(node.config), ["en", "ru", "hy"]) for node in various.values()]
    page = AppTest.from_function(draw_all, args=(json.dumps((space, cases)),), default_timeout=60).run()
    assert not page.exception
    assert [error.value for error in page.error] == []


def found_by(page: AppTest) -> Any:
    """The config that came back changed, None where it is as it was."""
    assert not page.exception
    return json.loads(page.error[0].value)[2] if page.error else None


def test_a_date_can_be_made_one_of_every_year_and_back() -> None:
    waiting = {"by": "date", "date": "2027-09-01"}
    page = AppTest.from_function(draw_all, args=(json.dumps(({}, [("wait_until", waiting, ["en"])])),)).run()
    assert found_by(page) is None
    page.toggle[0].set_value(True).run()
    assert found_by(page) == {"by": "date", "date": "--09-01"}
    page.selectbox[1].set_value(2).run()
    assert found_by(page) == {"by": "date", "date": "--02-01"}
    assert page.selectbox[2].options[-1] == "29"
    page.toggle[0].set_value(False).run()
    assert found_by(page) is None


def test_a_day_of_every_year_asks_for_no_year() -> None:
    yearly = {"repeat": "yearly", "yearly_on": "--08-30"}
    page = AppTest.from_function(draw_all, args=(json.dumps(({}, [("calendar", yearly, ["en"])])),)).run()
    assert found_by(page) is None
    assert [box.value for box in page.selectbox[1:3]] == [8, 30]
    assert not page.date_input


@pytest.mark.parametrize("kind", node_types())
def test_a_new_row_is_one_the_schema_takes(kind: str) -> None:
    config = dict(node_type(kind).example)
    for name, shape in node_type(kind).config.get("properties", {}).items():
        if shape.get("widget") not in forms.ROWS or not matters(
            shape, config, node_type(kind).config["properties"]
        ):
            continue
        items = list(config.get(name, []))
        longer = [*items, blank(shape["items"], "New", items)]
        longer.append(blank(shape["items"], "New", longer))
        faults = [one for one in config_faults(kind, {**config, name: longer}) if one[0].startswith(name)]
        assert faults == []


def test_only_what_the_schema_allows_is_kept() -> None:
    old = {"text": "Which?", "buttons": [{"id": "a", "label": "A"}]}
    new = {"text": "Which one?", "buttons": [], "columns": 99}
    kept, faults = accepted("menu", old, new)
    assert kept == {"text": "Which one?", "buttons": [{"id": "a", "label": "A"}]}
    assert {fault.path for fault in faults} == {"buttons", "columns"}


def test_a_key_that_is_left_out_goes() -> None:
    kept, faults = accepted("menu", {**node_type("menu").example, "columns": 3}, node_type("menu").example)
    assert "columns" not in kept
    assert faults == ()


def test_a_property_without_meaning_is_hidden() -> None:
    properties = {"mode": {"default": "exact"}, "alike": {"only": {"mode": ["near"]}}}
    assert not matters(properties["alike"], {}, properties)
    assert matters(properties["alike"], {"mode": "near"}, properties)


@pytest.mark.parametrize(
    ("value", "language", "written", "expected"),
    [
        ("Hi", "en", "Hello", "Hello"),
        (MISSING, "en", "Hello", "Hello"),
        ("Hi", "ru", "Привет", {"en": "Hi", "ru": "Привет"}),
        ({"en": "Hi", "ru": "Привет"}, "en", "Hello", {"en": "Hello", "ru": "Привет"}),
        ({"en": "Hi", "ru": "Привет"}, "ru", "", "Hi"),
        ({"en": "Hi", "ru": "Привет"}, "en", "", {"en": "", "ru": "Привет"}),
        (MISSING, "ru", "Привет", {"ru": "Привет"}),
    ],
)
def test_a_text_is_a_plain_string_until_there_are_two_languages(
    value: Any, language: str, written: str, expected: Any
) -> None:
    assert words.write(value, language, ("en", "ru"), written) == expected
    assert words.read(expected, language, ("en", "ru")) == written


def test_a_text_is_read_without_falling_back() -> None:
    assert words.read("Hi", "ru", ("en", "ru")) == ""


def leaves() -> Iterator[tuple[str, dict[str, Any]]]:
    """A rule for every operator of every subject, as the kernel reads it."""
    for kind in FIELD_KINDS:
        for operator in operators_for(kind):
            value = VALUES[operator.operand]
            rule = {"field": f"f_{kind}", "op": operator.name}
            yield kind, rule if value is None else {**rule, "value": value}
    for subject, kind in conditions.KINDS.items():
        for operator in operators_for(kind):
            leaf = conditions.Leaf(subject, operator.name, "some", VALUES[operator.operand])
            if subject == "orders:product":
                leaf = conditions.Leaf(subject, operator.name, value="roses")
            yield subject, conditions.rule_of(leaf)


@pytest.mark.parametrize("rule", [rule for _kind, rule in leaves()], ids=str)
def test_a_condition_comes_back_as_it_was(rule: dict[str, Any]) -> None:
    config = {"branches": [{"id": "a", "rule": rule}]}
    assert [fault for fault in config_faults("condition", config) if "rule" in fault[0]] == []
    assert conditions.rule_of(conditions.leaf_of(rule)) == rule


def test_every_operand_has_a_control() -> None:
    from builder.forms.operands import OPERAND_CONTROLS

    assert set(OPERAND_CONTROLS) == set(OPERANDS)


@pytest.mark.parametrize(
    ("rule", "mode", "count"),
    [
        ({"all": [{"tag": "a", "op": "has"}]}, "all", 1),
        ({"any": [{"tag": "a", "op": "has"}, {"tag": "b", "op": "has"}]}, "any", 2),
        ({"not": {"any": [{"tag": "a", "op": "has"}]}}, "none", 1),
        ({"not": {"tag": "a", "op": "has"}}, "none", 1),
        ({"tag": "a", "op": "has"}, "all", 1),
    ],
)
def test_groups_as_a_designer_reads_them(rule: dict[str, Any], mode: str, count: int) -> None:
    found, parts = conditions.group_of(rule)
    assert (found, len(parts)) == (mode, count)


def test_a_first_condition_can_be_kept_as_it_is() -> None:
    for space in (Workspace(), Workspace(tags=("vip",))):
        config = {"branches": [{"id": "a", "rule": conditions.first_leaf(space)}]}
        assert list(config_faults("condition", config)) == []


def test_fields_are_compared_by_their_kind() -> None:
    space = Workspace(fields={"points": Field("points", "Points", "number")})
    assert conditions.kind_of("field:points", space) == "number"
    assert conditions.kind_of("field:unheard_of", space) == "text"


def test_boxes_on_the_map_are_about_as_tall_as_the_layout_thinks() -> None:
    """Else tidied boxes would cover each other."""
    from builder.look.boxes import box_size
    from builder.maps import Drawing, Overlay, box_of
    from flowbook.layout import ROW, arrange

    for _name, node in sample_nodes():
        flow = Flow("f", "F", (node,))
        drawing = Drawing(flow, arrange(flow), Overlay(), large=False, theme="light")
        tall = box_size(box_of(drawing, node))[1]
        assert tall < box_height(flow, node.id) + ROW - 4, node


def test_a_day_that_does_not_exist_stays_as_written_until_one_is_chosen() -> None:
    waiting = {"by": "date", "date": "2027-02-30"}
    page = AppTest.from_function(draw_all, args=(json.dumps(({}, [("wait_until", waiting, ["en"])])),)).run()
    assert found_by(page) is None
    page.date_input[0].set_value(date(2027, 2, 28)).run()
    assert found_by(page) == {"by": "date", "date": "2027-02-28"}


def test_a_field_that_nobody_knows_is_one_of_this_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other flows must not come upon it. What stands there already stays as it is."""
    kind = node_type("question")
    node = Node("ask", "question", "Ask", kind.example)
    about = forms.About(Flow("shop", "Shop", (node,)), node, Workspace(), key="form", language="en")
    for written, kept in (("doorbell", "session.doorbell"), ("size", "size")):
        monkeypatch.setattr(named, "_one", lambda *_args, new, written=written: written)
        spot = Spot(about, ("save_to",), kind.config["properties"]["save_to"], "size")
        assert named.field(spot) == kept
