"""Every node type: what it declares fits together, and what it does is what its case file says."""

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from flowbook import rules
from flowbook.flow import Node
from flowbook.messages import TELEGRAM, ButtonRef, pack
from flowbook.nodes import node_type, node_types
from flowbook.nodes.split import arm_of
from flowbook.nodetype import CATEGORIES, NodeType
from flowbook.schema import config_faults
from flowbook.sentences import fill
from flowbook.shapes import WIDGETS
from tests.node_cases import NODE, cases, outcome_of, run
from tests.sources import ROOT

KINDS = list(node_types().values())
STEPS = [kind for kind in KINDS if kind.category != "trigger"]
FINDINGS = [(kind, case) for kind, listed in cases("findings").items() for case in listed]
CASES = [(kind, case) for kind, listed in cases().items() for case in listed]
ICONS = {path.stem for path in (ROOT / "builder" / "look" / "icons").glob("*.svg")}


def by_type(kind: NodeType) -> str:
    return kind.type


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case['name']}" for kind, case in CASES])
def test_case(kind: str, case: dict[str, Any]) -> None:
    assert list(config_faults(kind, case.get("config", node_type(kind).example))) == []
    outcome = outcome_of(run(kind, case))
    assert [event for event in outcome["events"] if event["kind"] == "session_failed"] == []
    expected = dict(case["expect"])
    assert expected.pop("why", "") in outcome["why"]
    for wanted in expected.pop("events", ()):
        assert any(holds(event, wanted) for event in outcome["events"]), (wanted, outcome["events"])
    assert {key: pared(outcome[key], wanted) for key, wanted in expected.items()} == expected


def pared(found: Any, wanted: Any) -> Any:
    """What was found, as far as the case speaks of it."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return {key: pared(found[key], value) for key, value in wanted.items() if key in found}
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [pared(one, other) for one, other in zip(found, wanted, strict=True)]
    return found


def holds(found: Any, wanted: Any) -> bool:
    return bool(pared(found, wanted) == wanted)


@pytest.mark.parametrize(("kind", "case"), FINDINGS)
def test_finding(kind: str, case: dict[str, Any]) -> None:
    """What one click would mend is found no more afterwards, and the sentence has no gap left in it."""
    config = case["config"]
    found = list(node_type(kind).check(Node(NODE, kind, "The step", config)))
    assert [finding.code for finding in found] == case["codes"]
    assert list(config_faults(kind, config)) == []
    for finding in found:
        sentence = fill(finding.sentence, {"step": "“The step”", **finding.values})
        assert "“The step”" in sentence
        assert "{" not in sentence
        assert sentence.endswith(".")
        if finding.fix:
            mended = {key: value for key, value in {**config, **finding.fix}.items() if value is not None}
            assert list(node_type(kind).check(Node(NODE, kind, "The step", mended))) == []


@pytest.mark.parametrize("kind", STEPS, ids=by_type)
def test_every_finding_has_a_case(kind: NodeType) -> None:
    source = Path(inspect.getfile(kind.check)).read_text("utf-8")
    written = set(re.findall(r'Finding\(\s*"(\w+)"', source))
    assert written <= {code for case in cases("findings").get(kind.type, []) for code in case["codes"]}


@pytest.mark.parametrize("kind", STEPS, ids=by_type)
def test_every_exit_of_the_example_is_taken_by_some_case(kind: NodeType) -> None:
    listed = cases().get(kind.type, [])
    assert listed, f"tests/cases/nodes/{kind.type}.json has no runs"
    taken = {exit.exit for case in listed for exit in run(kind.type, case).exits}
    assert [exit.id for exit in kind.exits(kind.example) if exit.id not in taken] == []


def test_case_files_are_named_after_node_types() -> None:
    assert [name for name in cases() if name not in node_types()] == []


def shapes(shape: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every property's schema, rows of lists included."""
    for inner in shape.get("properties", {}).values():
        yield inner
        yield from shapes(inner)
    if isinstance(shape.get("items"), Mapping):
        yield shape["items"]
        yield from shapes(shape["items"])


@pytest.mark.parametrize("kind", KINDS, ids=by_type)
def test_the_declaration_is_whole(kind: NodeType) -> None:
    assert kind.label
    assert kind.category in CATEGORIES
    assert kind.icon in ICONS
    assert len(kind.help) > 40
    assert kind.help.endswith(".")
    Draft202012Validator.check_schema(kind.config)
    for shape in shapes(kind.config):
        assert shape.get("widget", "line") in WIDGETS
        validator = Draft202012Validator({**shape, "$defs": {"rule": rules.schema()}})
        assert "default" not in shape or list(validator.iter_errors(shape["default"])) == []
    for shape in kind.config["properties"].values():
        assert shape["title"]
        assert shape["widget"]
        assert set(shape.get("only", {})) <= set(kind.config["properties"])


@pytest.mark.parametrize("kind", KINDS, ids=by_type)
def test_the_example_is_good(kind: NodeType) -> None:
    assert list(config_faults(kind.type, kind.example)) == []
    assert list(kind.check(Node(NODE, kind.type, "Example", kind.example))) == []
    exits = kind.exits(kind.example)
    assert len({exit.id for exit in exits}) == len(exits)
    assert all(exit.label for exit in exits) or len(exits) == 1
    lines = kind.summary(kind.example)
    assert 1 <= len(lines) <= 3
    assert all(isinstance(line, str) and line for line in lines)
    assert isinstance(kind.reads(kind.example), frozenset)
    assert isinstance(kind.writes(kind.example), frozenset)


@pytest.mark.parametrize(
    ("kind", "config", "line"),
    [
        ("calendar", {"repeat": "yearly", "yearly_on": "--08-30"}, "every year on 30 August at 10:00"),
        ("calendar", {"repeat": "yearly"}, "the date is missing"),
        ("wait_until", {"by": "date", "date": "--09-01", "at": "09:00"}, "1 September, 09:00"),
        ("wait_until", {"by": "date", "date": "2026-02-30"}, "2026-02-30"),
    ],
)
def test_days_are_summed_up_in_words(kind: str, config: dict[str, Any], line: str) -> None:
    assert node_type(kind).summary(config) == (line,)


@pytest.mark.parametrize("kind", KINDS, ids=by_type)
def test_what_waits_can_be_resumed(kind: NodeType) -> None:
    assert bool(kind.waits(kind.example)) == (kind.resume is not None)
    assert kind.waits(kind.example).partition(" ")[0] in ("", "answer", "time", "call", "person")


def test_callback_data_fit_the_channel() -> None:
    longest = ButtonRef(10**9, "n" * 24, "c" * 16, 10**8)
    assert len(pack(longest).encode()) <= TELEGRAM.callback_bytes


ARMS = [{"id": "a", "weight": 60}, {"id": "b", "weight": 30}, {"id": "c", "weight": 10}]
PEOPLE = [f"0|flow|node|c{number}" for number in range(3000)]


def test_arms_share_customers_by_their_weights() -> None:
    drawn = [arm_of(ARMS, person) for person in PEOPLE]
    assert [round(drawn.count(arm) / len(drawn), 1) for arm in "abc"] == [0.6, 0.3, 0.1]


def test_nobody_moves_when_arms_are_reordered() -> None:
    assert [arm_of(ARMS, one) for one in PEOPLE] == [arm_of(ARMS[::-1], one) for one in PEOPLE]


def test_a_new_arm_takes_only_those_it_wins() -> None:
    after = {one: arm_of([*ARMS, {"id": "d", "weight": 50}], one) for one in PEOPLE}
    assert all(after[one] in ("d", arm_of(ARMS, one)) for one in PEOPLE)
    assert 0.3 < sum(arm == "d" for arm in after.values()) / len(PEOPLE) < 0.37


def test_a_heavier_arm_loses_nobody() -> None:
    heavier = [{"id": "a", "weight": 90}, *ARMS[1:]]
    assert all(arm_of(heavier, one) in ("a", arm_of(ARMS, one)) for one in PEOPLE)


def test_an_arm_without_weight_gets_nobody() -> None:
    arms = [{"id": "a", "weight": 0}, {"id": "b", "weight": 1}]
    assert {arm_of(arms, one) for one in PEOPLE} == {"b"}
