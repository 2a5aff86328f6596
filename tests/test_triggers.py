"""What each trigger listens for and when it fires: tables in tests/cases/nodes, one file for each trigger
type."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flowbook import nodetype
from flowbook.codec import untagged
from flowbook.customer import customer_from_json, instant
from flowbook.flow import Flow, Node
from flowbook.nodes import node_type, node_types
from flowbook.nodetype import NodeType
from flowbook.schema import config_faults
from flowbook.session import Session
from flowbook.setting import Setting
from flowbook.situation import Situation
from flowbook.stimuli import FAMILY, Stimulus
from flowbook.workspace import Workspace

CASES = Path(__file__).parent / "cases" / "nodes"
TRIGGERS = [kind for kind in node_types().values() if kind.category == "trigger"]
NOON = "2026-03-10T12:00:00+00:00"
RANKS = {
    "command": nodetype.COMMAND,
    "link": nodetype.DEEP_LINK,
    "exact": nodetype.EXACT,
    "contains": nodetype.CONTAINS,
    "pattern": nodetype.PATTERN,
    "near": nodetype.NEAR,
    "first": nodetype.FIRST_CONTACT,
    "other": nodetype.DEFAULT,
}


def tables(part: str) -> list[Any]:
    return list(_rows(part))


def _rows(part: str) -> Iterator[Any]:
    for kind in TRIGGERS:
        path = CASES / f"{kind.type}.json"
        cases = json.loads(path.read_text("utf-8")) if path.exists() else {}
        for number, case in enumerate(cases.get(part, ())):
            yield pytest.param(kind, case, id=f"{kind.type}-{number}-{case.get('why', '')}")


def situation(case: Mapping[str, Any]) -> Situation:
    customer = customer_from_json({"id": "c", "created": "2026-01-01", **case.get("customer", {})})
    now = instant(case.get("now", NOON))
    session = Session("", "shop", 0, "", now, variables=case.get("values", {}))
    setting = Setting(Workspace(segments=case.get("segments", {})))
    return Situation(setting, Flow("shop", "Shop"), customer, session, now, 0, case.get("newcomer", False))


def stimulus(data: Mapping[str, Any]) -> Stimulus:
    read: Stimulus = untagged(FAMILY, data)
    return read


@pytest.mark.parametrize(("kind", "case"), tables("claims"))
def test_claims(kind: NodeType, case: Mapping[str, Any]) -> None:
    assert kind.claim is not None
    claim, wanted = kind.claim(case["config"], stimulus(case["stimulus"]), situation(case)), case["claim"]
    if wanted is None:
        assert claim is None
        return
    assert claim is not None
    assert claim.rank == RANKS[wanted["rank"]]
    assert claim.score == pytest.approx(wanted.get("score", claim.score))
    assert {key: claim.values.get(key) for key in wanted.get("values", {})} == wanted.get("values", {})
    assert not set(wanted.get("absent", ())) & set(claim.values)


@pytest.mark.parametrize(("kind", "case"), tables("claims"))
def test_listens_to_what_it_claims_and_declares_what_it_gives(
    kind: NodeType, case: Mapping[str, Any]
) -> None:
    assert kind.claim is not None
    read = stimulus(case["stimulus"])
    claim = kind.claim(case["config"], read, situation(case))
    if claim is not None:
        assert isinstance(read, kind.wakes)
        given = {f"session.{key}" for key in claim.values if not key.startswith("event.")}
        assert given <= kind.writes(case["config"])


@pytest.mark.parametrize(("kind", "case"), tables("plans"))
def test_plans(kind: NodeType, case: Mapping[str, Any]) -> None:
    assert kind.plan is not None
    after = datetime.fromisoformat(case["after"]) if case.get("after") else None
    due = kind.plan(case["config"], situation(case), after)
    assert due == (instant(case["due"]) if case["due"] else None)


@pytest.mark.parametrize(("kind", "case"), tables("admits"))
def test_admits(kind: NodeType, case: Mapping[str, Any]) -> None:
    assert kind.admits(case["config"], situation(case)) is case["admitted"]


@pytest.mark.parametrize(("kind", "case"), tables("vocabulary"))
def test_vocabulary(kind: NodeType, case: Mapping[str, Any]) -> None:
    found = [
        [words.mode, words.text, *filter(None, [words.about])] for words in kind.vocabulary(case["config"])
    ]
    assert found == case["words"]


@pytest.mark.parametrize(("kind", "case"), tables("findings"))
def test_findings(kind: NodeType, case: Mapping[str, Any]) -> None:
    node = Node("trigger", kind.type, "Begin", case["config"])
    assert [finding.code for finding in kind.check(node)] == case["codes"]


@pytest.mark.parametrize("kind", TRIGGERS, ids=lambda kind: kind.type)
def test_every_trigger_has_cases_for_what_it_can_do(kind: NodeType) -> None:
    cases = json.loads((CASES / f"{kind.type}.json").read_text("utf-8"))
    assert bool(kind.claim) == ("claims" in cases)
    assert bool(kind.plan) == ("plans" in cases)
    assert any(case["claim"] for case in cases.get("claims", ())) or not kind.claim
    assert any(case["due"] for case in cases.get("plans", ())) or not kind.plan


@pytest.mark.parametrize("kind", TRIGGERS, ids=lambda kind: kind.type)
def test_cases_and_example_are_written_as_the_schema_wants(kind: NodeType) -> None:
    cases = json.loads((CASES / f"{kind.type}.json").read_text("utf-8"))
    configs = [case["config"] for part in cases.values() for case in part]
    for config in (kind.example, *configs):
        assert list(config_faults(kind.type, config)) == []
        assert 1 <= len(kind.summary(config)) <= 3 or kind.type == "default_reply"


def test_there_are_no_cases_for_types_that_are_not_there() -> None:
    assert {path.stem for path in CASES.glob("*.json")} <= set(node_types())


def test_a_trigger_passes_its_customer_on() -> None:
    for kind in TRIGGERS:
        node = Node("trigger", kind.type, "Begin", kind.example)
        assert kind.run(node, situation({})).exit == "next"
        assert [exit.id for exit in node_type(kind.type).exits(kind.example)] == ["next"]


def test_what_a_condition_reads_is_declared() -> None:
    asked = {"only_if": {"field": "city", "op": "is", "value": "Riga"}}
    timed = [kind for kind in TRIGGERS if "only_if" in kind.config["properties"]]
    assert [kind.type for kind in timed if "city" not in kind.reads({**kind.example, **asked})] == []
    assert len(timed) >= 5
    assert node_type("date").reads({"field": "birthday", **asked}) == {"birthday", "city"}
