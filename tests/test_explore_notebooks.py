"""Notebooks written from what exploration finds: they can be read, pass, see all there is, and notice when
the flow becomes another one."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.explore import Land, explore
from flowbook.explore.aims import Arena
from flowbook.explore.notebooks import Tests as Written
from flowbook.explore.notebooks import notebooks
from flowbook.flow import Flow
from flowbook.notebook.coverage import EXITS, RULES, THRESHOLDS, Target
from flowbook.notebook.playing import Options, Report, run_notebooks
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.stage import Ground
from flowbook.setting import Setting, library_of
from tests.explore_flows import PLACE, check, flow_of, menu, number
from tests.random_flows import PLACE as RANDOM_PLACE
from tests.random_flows import random_flow
from tests.sources import ROOT

GREY = {"all": [number("score", "between", [10, 20]), {"tag": "vip", "op": "has"}]}
LADDER = {
    "ask": (
        "menu",
        menu("small", "large", no_answer_after={"amount": 2, "unit": "hours"}),
        {"small": "look"},
    ),
    "look": ("condition", check(grey=GREY), {"grey": "yes", "otherwise": "no"}),
    "yes": ("message", {"text": "Welcome back."}, {"next": "mark"}),
    "mark": ("tag", {"add": ["lead"]}, {}),
    "no": ("message", {"text": "Hello."}, {}),
}


def written_for(flow: Flow, workspace: Any = PLACE, **more: Any) -> Written:
    land = Land(flow, workspace)
    return notebooks(land, explore(land), **more)


def played(tests: Written, flow: Flow, workspace: Any = PLACE) -> Report:
    setting = Setting(workspace, library_of(flow))
    grounds = [Ground(read_notebook(one.text, path=one.name), flow, setting) for one in tests.files]
    return run_notebooks(grounds, Options(strict=True))


def with_config(flow: Flow, node: str, **config: Any) -> Flow:
    nodes = [replace(one, config={**one.config, **config}) if one.id == node else one for one in flow.nodes]
    return replace(flow, nodes=tuple(nodes))


def test_they_pass_and_check_all_there_is() -> None:
    flow = flow_of(LADDER)
    tests = written_for(flow)
    (covered,) = played(tests, flow).coverage
    assert tests.missing == ()
    assert {kind: share.checked == share.total for kind, share in covered.shares.items()} == dict.fromkeys(
        covered.shares, True
    )


@pytest.mark.parametrize(
    ("node", "config"),
    [
        ("look", check(grey={"all": [number("score", "between", [11, 20]), GREY["all"][1]]})),
        ("look", check(grey={"all": [number("score", "between", [10, 21]), GREY["all"][1]]})),
        ("look", check(grey={"any": GREY["all"]})),
        ("look", check(grey=GREY["all"][0])),
        ("ask", menu("small", "large", no_answer_after={"amount": 3, "unit": "hours"})),
        ("ask", menu("small", "huge")),
        ("mark", {"add": ["vip"]}),
        ("no", {"text": "Hallo."}),
    ],
)
def test_another_flow_is_noticed(node: str, config: dict[str, Any]) -> None:
    flow = flow_of(LADDER)
    tests = written_for(flow)
    assert played(tests, flow).passed
    assert not played(tests, with_config(flow, node, **config)).passed


def test_what_nobody_can_be_is_proved() -> None:
    """Nobody reaches the second branch below its own limit: the first has taken them."""
    branches = check(low=number("score", "less_than", 5), high=number("score", "at_least", 5))
    tests = written_for(flow_of({"look": ("condition", branches, {})}))
    below = Target(THRESHOLDS, "small", "look", ("high", "#0", -1))
    assert below in tests.proved
    assert tests.missing == ()


def test_what_others_check_needs_no_test() -> None:
    flow = flow_of(LADDER)
    assert written_for(flow, known=Arena(Land(flow, PLACE)).targets).files == ()


def test_one_exit_alone_can_be_asked_for() -> None:
    wanted = Target(EXITS, "small", "ask", ("large",))
    (written,) = written_for(flow_of(LADDER), wanted=[wanted]).files
    assert wanted in written.checked
    assert written.text.count("customer") <= 2


def test_days_put_together_on_the_way_are_found() -> None:
    """The date is a computed one, so that nobody can be asked for the right one."""
    rule = {"field": "session.begun", "op": "days_since_at_least", "value": 40}
    steps = {
        "begun": (
            "set_field",
            {"field": "session.begun", "how": "text", "value": "{today}"},
            {"next": "wait"},
        ),
        "wait": ("wait_until", {"by": "date", "date": "--06-01", "at": "10:00"}, {"next": "look"}),
        "look": ("condition", check(long=rule), {}),
    }
    tests = written_for(flow_of(steps))
    assert [one for one in tests.missing if one.kind in (RULES, THRESHOLDS)] == []


def test_another_order_of_branches_is_noticed() -> None:
    rules = {"rich": number("score", "at_least", 10), "vip": {"tag": "vip", "op": "has"}}
    steps = {
        "look": ("condition", check(**rules), {"rich": "one", "vip": "two", "otherwise": "three"}),
        **{name: ("message", {"text": name}, {}) for name in ("one", "two", "three")},
    }
    flow = flow_of(steps)
    tests = written_for(flow)
    assert played(tests, flow).passed
    turned = with_config(flow, "look", **check(**dict(reversed(rules.items()))))
    assert not played(tests, turned).passed


def test_a_lot_falls_in_the_test_as_it_fell_where_it_was_found() -> None:
    """The customer of a test has another name than whoever was found, and would draw anew."""
    arms = {"arms": [{"id": "red"}, {"id": "blue"}]}
    steps = {f"lot{n}": ("split", arms, dict.fromkeys(("red", "blue"), f"lot{n + 1}")) for n in range(4)}
    flow = flow_of({**steps, "lot4": ("message", {"text": "Done."}, {})})
    tests = written_for(flow)
    assert tests.missing == ()
    assert played(tests, flow).passed


def noticed(steps: Any, node: str, **config: Any) -> bool:
    flow = flow_of(steps)
    tests = written_for(flow)
    assert played(tests, flow).passed
    return not played(tests, with_config(flow, node, **config)).passed


@pytest.mark.parametrize("config", [{"minimum": 1}, {"maximum": 11}, {"kind": "text"}])
def test_other_answers_that_are_refused_are_noticed(config: dict[str, Any]) -> None:
    asked = {"text": "How many?", "kind": "number", "minimum": 2, "maximum": 10, "save_to": "score"}
    assert noticed({"many": ("question", asked, {})}, "many", **config)


def test_a_tag_that_stays_is_noticed() -> None:
    steps = {
        "ask": ("menu", menu("small", "large"), {"small": "off", "large": "off"}),
        "off": ("tag", {"remove": ["vip"]}, {}),
    }
    assert noticed(steps, "off", remove=["lead"])


def test_what_says_nothing_is_not_expected() -> None:
    ask = {"ask": ("menu", menu("small", "large"), {})}
    flow = flow_of({**ask, "shop": ("command", {"name": "shop"}, {"next": "ask"})})
    (written,) = written_for(flow).files
    assert "session.command: shop" in written.text
    assert "session.argument" not in written.text


@pytest.mark.parametrize(("seed", "size"), [(5, 20), (11, 20)])
def test_those_of_random_flows_pass_and_take_what_was_found(seed: int, size: int) -> None:
    flow = random_flow(seed, size)
    land = Land(flow, RANDOM_PLACE)
    report = explore(land)
    tests = notebooks(land, report)
    assert played(tests, flow, RANDOM_PLACE).passed
    checked = {one.detail[0] for file in tests.files for one in file.checked if one.kind == EXITS}
    assert {one.exit[1] for one in report.found} <= checked | {one.detail[0] for one in tests.missing}
    assert [one for one in tests.missing if one.kind == EXITS] == []


def test_the_command_writes_what_is_not_checked_yet(tmp_path: Path) -> None:
    place = tmp_path / "winback"
    shutil.copytree(ROOT / "flows" / "winback", place)
    shutil.copy(ROOT / "flows" / "workspace.json", tmp_path)
    for old in place.glob("*.test.yaml"):
        old.unlink()
    (place / "winback.explored-7.test.yaml").write_text("of an earlier exploration", "utf-8")
    said = CliRunner().invoke(app, ["explore", str(place), "--write"])
    assert said.exit_code == 0
    assert [one.name for one in place.glob("*.test.yaml")] == ["winback.explored.test.yaml"]
    assert CliRunner().invoke(app, ["test", str(place), "--coverage-min", "100"]).exit_code == 0
    again = CliRunner().invoke(app, ["explore", str(place), "--write"])
    assert "winback.explored.test.yaml" in again.output


def test_a_broken_invariant_keeps_no_test_from_being_written() -> None:
    """The test is there, and fails by what is broken."""
    flow, place = flow_of(LADDER), replace(PLACE, invariants={"person_within": 1})
    tests = written_for(flow, place)
    assert tests.missing == ()
    assert not played(tests, flow, place).passed
