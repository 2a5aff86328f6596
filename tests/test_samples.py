"""The sample flows: free of problems, in canonical form, laid out, guided, and saying what they should."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations, takewhile
from pathlib import Path

import networkx as nx
import phonenumbers
import pytest

from flowbook.checks import check
from flowbook.customer import customer_from_json
from flowbook.events import Ignored, SessionFailed
from flowbook.flow import Flow
from flowbook.graph import graph_of
from flowbook.layout import BOX_WIDTH, Layout, arrange, box_height, read_layout, write_layout
from flowbook.nodes import node_types
from flowbook.reading import read_flow
from flowbook.world import World
from flowbook.writing import write_flow
from tests.conversations import (
    FOLDER,
    Script,
    facts_of,
    opening_of,
    play,
    sample_flows,
    sample_workspace,
    scripts,
)
from tests.sources import ROOT

FLOWS = sample_flows()
SCRIPTS = scripts()
SAMPLES = ROOT / "sample_data"
BILINGUAL = {"salon": ("en", "ru"), "faq": ("en", "hy"), "orders": ("en", "hy")}
CLEARANCE = 16
"""Pixels between two boxes."""


@pytest.fixture(params=sorted(FLOWS))
def flow(request: pytest.FixtureRequest) -> Flow:
    return FLOWS[request.param]


def place_of(flow: Flow, ending: str) -> Path:
    return FOLDER / flow.id / (f"{flow.id}.{ending}.json" if ending != "guide" else "guide.md")


def test_there_are_the_flows_a_newcomer_looks_for() -> None:
    assert set(FLOWS) == {
        *("salon", "flowers", "welcome", "cart", "faq", "orders", "leads", "birthday", "winback")
    }
    assert {name: FLOWS[name].languages for name in BILINGUAL} == BILINGUAL


def test_no_check_finds_anything_in_them(flow: Flow) -> None:
    others = [other for other in FLOWS.values() if other.id != flow.id]
    assert [issue.sentence for issue in check(flow, sample_workspace(), others)] == []


def test_nor_in_one_that_stands_alone(flow: Flow) -> None:
    """With only the flows it calls beside it."""
    called = [FLOWS[node.config["flow"]] for node in flow.nodes if "flow" in node.config]
    issues = check(flow, sample_workspace(), called)
    assert [issue.sentence for issue in issues if issue.severity == "error"] == []


def test_files_are_in_canonical_form(flow: Flow) -> None:
    path = place_of(flow, "flow")
    text = path.read_text("utf-8")
    assert write_flow(read_flow(text)) == text
    layout = place_of(flow, "layout").read_text("utf-8")
    assert write_layout(read_layout(layout)) == layout


def test_every_node_type_is_used_somewhere() -> None:
    used = {node.type for flow in FLOWS.values() for node in flow.nodes}
    assert set(node_types()) - used == set()


@pytest.fixture(params=["as drawn", "arranged"])
def layout(request: pytest.FixtureRequest, flow: Flow) -> Layout:
    drawn = read_layout(place_of(flow, "layout").read_text("utf-8"))
    return drawn if request.param == "as drawn" else arrange(flow)


def test_boxes_stand_apart(flow: Flow, layout: Layout) -> None:
    places = layout.places
    assert set(places) == set(flow.by_id)
    boxes = [(name, x, y, x + BOX_WIDTH, y + box_height(flow, name)) for name, (x, y) in places.items()]
    for (one, left, top, right, bottom), (other, x, y, x2, y2) in combinations(boxes, 2):
        apart = (
            x >= right + CLEARANCE
            or left >= x2 + CLEARANCE
            or y >= bottom + CLEARANCE
            or top >= y2 + CLEARANCE
        )
        assert apart, f"{one} and {other} touch"


def test_only_what_closes_a_circle_leads_back(flow: Flow, layout: Layout) -> None:
    for edge in flow.edges():
        if layout.places[edge.target][0] <= layout.places[edge.source][0]:
            assert nx.has_path(graph_of(flow), edge.target, edge.source), edge


def test_guides_are_short_and_say_how_to_begin(flow: Flow) -> None:
    text = place_of(flow, "guide").read_text("utf-8")
    assert text.startswith(f"# {flow.title}\n")
    assert "## What to change first" in text
    assert "## Try it in two minutes" in text
    assert 100 < len(text.split()) < 320


def test_guides_name_steps_that_are_there(flow: Flow) -> None:
    """What stands between curly quotes at the beginning of a numbered line is a step's title."""
    titles = {node.title for node in flow.nodes}
    for line in place_of(flow, "guide").read_text("utf-8").splitlines():
        if line[:1].isdigit() and line[3:4] == "“":
            named = line[4:].partition("”")[0]
            assert named in titles or named.endswith("…"), line


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_the_bot_says_what_the_script_says(script: Script) -> None:
    world = opening_of(script)
    for act, (after, said, told) in zip(
        script.acts, play(world, script.customer.id, script.acts), strict=True
    ):
        assert (said, told) == (list(act.bot), list(act.staff)), f"{act.deed} {act.value}"
        world = after
    state = world.states[script.customer.id]
    assert facts_of(state, script.after) == dict(script.after)
    assert failures(world) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_no_flow_takes_what_is_meant_for_another(script: Script) -> None:
    """All nine are live; time has not passed yet."""
    others = (name for name in sorted(FLOWS) if name not in script.flows)
    world = opening_of(replace(script, flows=(*script.flows, *others)))
    acts = list(takewhile(lambda act: act.deed != "wait", script.acts))
    for act, (_, said, _) in zip(acts, play(world, script.customer.id, acts), strict=True):
        assert said == list(act.bot), f"{act.deed} {act.value}"


def test_every_flow_has_a_script() -> None:
    assert {script.flows[0] for script in SCRIPTS} == set(FLOWS)


def failures(world: World) -> list[str]:
    broken = [record.event for record in world.log if isinstance(record.event, SessionFailed)]
    return [event.why for event in broken] + [
        event.why
        for record in world.log
        if isinstance(event := record.event, Ignored) and "gone" in event.why
    ]


def test_customers_are_invented_and_whole() -> None:
    data = json.loads((SAMPLES / "customers.json").read_text("utf-8"))
    people = [customer_from_json(row) for row in data["customers"]]
    assert len({person.id for person in people}) == 200
    assert all(person.invented for person in people)
    workspace = sample_workspace()
    as_of = data["as_of"]
    for person in people:
        assert person.created.isoformat() <= as_of
        assert person.tags <= set(workspace.tags)
        assert person.stage in workspace.stages
        assert {item for order in person.orders for item in order.items} <= set(workspace.products)
        assert all(person.created <= order.placed for order in person.orders)
        assert all(order.placed.isoformat() < as_of for order in person.orders)
        phone = person.fields.get("phone")
        assert phone is None or phonenumbers.is_valid_number(phonenumbers.parse(phone))


def test_the_questions_of_the_faq_are_answered_in_three_languages() -> None:
    entries = json.loads((SAMPLES / "faq.json").read_text("utf-8"))["entries"]
    assert len(entries) == 20
    assert len({entry["id"] for entry in entries}) == 20
    for entry in entries:
        for part in ("question", "answer"):
            assert set(entry[part]) == {"en", "hy", "ru"}
            assert all(text.strip() for text in entry[part].values())
