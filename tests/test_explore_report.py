"""What exploration tells: issues in sentences, few conversations that can be played, and the command."""

import json
from pathlib import Path

from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.explore import Land, explore
from flowbook.explore.issues import issues
from flowbook.explore.stage import library, play
from tests.conversations import sample_flows, sample_workspace
from tests.explore_flows import PLACE, check, explored, flow_of, menu, number
from tests.sources import ROOT

VIP = {
    "mark": ("tag", {"add": ["vip"]}, {"next": "look"}),
    "look": ("condition", check(no={"tag": "vip", "op": "has_not"}), {"no": "never"}),
    "never": ("message", {"text": "Never."}, {}),
    "alone": ("message", {"text": "Nobody hears it."}, {}),
}


def test_proofs_are_told_as_issues_with_their_reason() -> None:
    land = Land(flow_of(VIP), PLACE)
    told = [issue.sentence for issue in issues(land, explore(land))]
    assert told == [
        (
            "In “look” nobody can ever go on by “does not have the tag vip”: "
            "it cannot be true of anybody who has come this far."
        ),
        "Nobody can ever come to “never”: every way there is one that nobody can take.",
        "Nobody can ever come to “alone”: no step leads to it.",
    ]


def test_a_rule_that_contradicts_itself_is_told_apart() -> None:
    torn = {"all": [number("score", "at_least", 5), number("score", "less_than", 5)]}
    land = Land(flow_of({"look": ("condition", check(torn=torn), {})}), PLACE)
    (issue,) = issues(land, explore(land))
    assert issue.sentence.endswith("nobody can be so, or an earlier way takes everybody who is.")
    assert (issue.node, issue.field) == ("look", "exits.torn")


def test_one_conversation_takes_as_many_exits_as_it_can() -> None:
    """Two menus in a row that lead back: one customer can tap everything."""
    steps = {
        "first": ("menu", menu("red", "blue"), {"red": "second", "blue": "second"}),
        "second": ("menu", menu("again", "more"), {"again": "first", "more": "first"}),
    }
    report = explored(steps)
    taps = {("first", "red"), ("first", "blue"), ("second", "again"), ("second", "more")}
    assert any(taps <= set(one.exits) for one in report.conversations)


def test_nothing_needless_is_left_in_a_conversation() -> None:
    steps = {
        "one": (
            "condition",
            check(rich=number("score", "at_least", 10)),
            {"rich": "two", "otherwise": "two"},
        ),
        "two": ("condition", check(vip={"tag": "vip", "op": "has"}), {}),
    }
    facts = [one.script.customer for one in explored(steps).conversations]
    assert sum(len(one.fields) + len(one.tags) for one in facts) <= 2


def test_the_sample_flows_are_explored_and_their_conversations_played() -> None:
    flow = sample_flows()["cart"]
    land = Land(flow, sample_workspace())
    report = explore(land)
    played = [play(land, one.script, library(land)) for one in report.conversations]
    assert {exit for one in played if one for exit in one.exits} == {one.exit for one in report.found}


def test_the_command_tells() -> None:
    place = str(ROOT / "flows" / "winback")
    said = CliRunner().invoke(app, ["explore", place])
    assert said.exit_code == 0
    assert "found" in said.output
    told = json.loads(CliRunner().invoke(app, ["explore", place, "--json"]).output)
    assert told[0]["flow"] == "winback"
    assert {"name", "start", "customer", "acts"} <= set(told[0]["conversations"][0])
    assert told[0]["unsettled"] == []


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.flow.json").write_text("{", "utf-8")
    said = CliRunner().invoke(app, ["explore", str(tmp_path)])
    assert said.exit_code == 2
