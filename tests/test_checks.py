"""Every rule has a flow that breaks it and one that does not; the command line says which."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flowbook.checks import check, rules
from flowbook.cli.app import app
from flowbook.flow import Flow, Node
from flowbook.workspace import Field, Workspace
from tests.sources import ROOT

BROKEN = sorted((ROOT / "tests/cases/broken").iterdir())
FINE = sorted((ROOT / "tests/cases/fine").iterdir())


def checked(case: Path) -> tuple[int, list[dict[str, Any]]]:
    """(exit code, rows) of `flowbook check --json` for the case's own flow."""
    done = CliRunner().invoke(app, ["check", "--json", str(case / "case.flow.json")])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_broken_flow_is_told_in_its_sentence(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    code, rows = checked(case)
    said = [(rows[0]["unreadable"], None)] if rows[0]["unreadable"] else []
    said += [(issue["sentence"], issue["severity"]) for issue in rows[0]["issues"]]
    assert code == expected["exit"]
    assert any(
        expected["sentence"] in sentence and expected.get("severity") in (None, severity)
        for sentence, severity in said
    ), said


@pytest.mark.parametrize("case", FINE, ids=lambda case: case.name)
def test_a_sound_flow_passes(case: Path) -> None:
    code, rows = checked(case)
    assert (code, rows[0]["issues"], rows[0]["unreadable"]) == (0, [], None)


def test_every_rule_is_broken_by_some_case() -> None:
    codes = {issue["code"] for case in BROKEN for issue in checked(case)[1][0]["issues"]}
    assert [rule.code for rule in rules() if rule.code != "findings" and rule.code not in codes] == []


def test_issues_come_in_flow_order() -> None:
    case = ROOT / "tests/cases/broken/no_person"
    nodes = [issue["node"] for issue in checked(case)[1][0]["issues"]]
    order = [node["id"] for node in json.loads((case / "case.flow.json").read_text("utf-8"))["nodes"]]
    assert nodes == sorted(nodes, key=order.index)


def test_the_cure_of_a_misspelt_field_changes_nothing_else_in_the_text() -> None:
    written = {"en": "{{siez}} {siez|default:42} size", "hy": "Չափսը՝ { siez }"}
    start = Node("start", "start", "Start", {}, {"next": "hello"})
    flow = Flow("case", "Case", (start, Node("hello", "message", "Say hello", {"text": written})))
    workspace = Workspace(fields={"size": Field("size", "Size", outside=True)})
    (issue,) = (one for one in check(flow, workspace) if one.code == "unknown_name")
    assert issue.fix is not None
    mended = {"en": "{{siez}} {size|default:42} size", "hy": "Չափսը՝ { size }"}
    assert issue.fix.config == {"text": mended}
