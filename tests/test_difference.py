"""Behaviour diff: two versions, the same customers; each class of difference, and nothing against itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.cli.exploring import land_of
from flowbook.cli.notebooks import Shelf, find_notebooks
from flowbook.customer import Customer
from flowbook.difference import (
    Behaviour,
    Talk,
    compare_behaviour,
    distinct,
    stranded,
    talks_of_conversations,
    talks_of_notebook,
)
from flowbook.difference.report import words_of
from flowbook.difference.waiting import Crossing
from flowbook.explore import Land, explore
from flowbook.flow import Flow, Release
from flowbook.notebook.cells import Notebook
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.stage import Ground
from flowbook.setting import Library, Setting, library_of
from flowbook.stimuli import Said
from flowbook.world import do, world_of
from tests.explore_flows import PLACE, Step, flow_of, menu
from tests.random_flows import PLACE as RANDOM_PLACE
from tests.random_flows import random_flow
from tests.sources import ROOT

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SHOP: Mapping[str, Step] = {
    "ask": ("menu", menu("tea", "cake", no_answer_after={"amount": 1, "unit": "days"}), {}),
    "tea": ("message", {"text": "Tea it is."}, {"next": "mark"}),
    "mark": ("tag", {"add": ["vip"]}, {"next": "rest"}),
    "rest": ("delay", {"after": {"amount": 2, "unit": "hours"}}, {"next": "bye"}),
    "bye": ("message", {"text": "Was it good?"}, {}),
    "cake": ("message", {"text": "Cake, then."}, {}),
    "late": ("message", {"text": "Another time."}, {}),
}
WAYS = {"ask": {"tea": "tea", "cake": "cake", "no_answer": "late"}}


def shop(**changed: Any) -> Flow:
    """The shop with some of its steps in other words: config, and exits where they change too."""
    steps = dict(SHOP)
    steps["ask"] = (*SHOP["ask"][:2], WAYS["ask"])
    for name, change in changed.items():
        kind, _, exits = steps[name]
        own, ways = change if isinstance(change, tuple) else (change, exits)
        steps[name] = (kind, own, ways)
    return flow_of(steps, "shop")


OLD = shop()
TALK = """
notebook: Tea
flow: shop
start: 2026-03-02 10:00 UTC
cells:
  - id: hello
    say: /start
  - id: tea
    tap: Tea
  - id: after
    wait: 3 hours
"""


def ground_of(text: str, flow: Flow = OLD) -> Ground:
    return Ground(read_notebook(text, path="tea.test.yaml"), flow, Setting(PLACE, library_of(flow)))


def behaviour(new: Flow, text: str = TALK) -> Behaviour:
    return compare_behaviour(OLD, new, talks_of_notebook(ground_of(text)))


def told(new: Flow, text: str = TALK) -> list[tuple[str, str]]:
    return [(one.kind, one.sentence) for one in behaviour(new, text).changes]


def test_other_words_are_told_with_both_and_with_the_change_they_come_from() -> None:
    found = behaviour(shop(tea={"text": "Tea it shall be."}))
    (change,) = found.changes
    assert (change.kind, change.sentence) == ("text", "“tea” says something else to 1 of 1 customers.")
    assert words_of(change) == ("Tea it is.", "Tea it shall be.")
    assert [cause.node for cause in change.causes] == ["tea"]
    assert change.example.source == "Tea"


def test_a_button_that_says_something_else_is_still_found_by_its_choice() -> None:
    config = dict(SHOP["ask"][1])
    config["buttons"] = [{"id": "tea", "label": "A cup of tea"}, config["buttons"][1]]
    assert told(shop(ask=config)) == [("buttons", "“ask” shows other buttons to 1 of 1 customers.")]


def test_a_button_that_is_gone_leaves_its_customers_stuck() -> None:
    config = dict(SHOP["ask"][1])
    config["buttons"] = config["buttons"][1:]
    found = behaviour(shop(ask=config))
    assert found.kinds[0] == "stuck"
    assert found.changes[0].sentence == "At “ask” 1 of 1 customers cannot go on as before."
    assert found.changes[0].example.why == "There is no button “Tea” any more. There are: “Cake”."


def test_another_way_is_told_once_where_the_ways_part() -> None:
    routes = {"tea": "cake", "cake": "cake", "no_answer": "late"}
    found = told(shop(ask=(SHOP["ask"][1], routes)))
    assert ("route", "After “ask” 1 of 1 customers come to “cake” in place of “tea”.") in found
    assert [kind for kind, _ in found].count("route") == 1
    assert ("state", "1 of 1 customers no longer have the tag “vip”.") in found


def test_what_comes_later_is_told_by_how_much_and_no_way_is_new() -> None:
    found = told(shop(rest={"after": {"amount": 26, "unit": "hours"}}))
    assert found == [("timing", "“bye” comes 1 d later to 1 of 1 customers.")]


def test_what_is_known_at_the_end_is_compared() -> None:
    assert told(shop(mark={"add": ["vip", "new"]})) == [("state", "1 of 1 customers now have the tag “new”.")]


def test_somebody_who_waits_for_ever_now_is_stuck() -> None:
    silent = TALK.replace("  - id: tea\n    tap: Tea\n", "")
    (change,) = [one for one in told(shop(ask=menu("tea", "cake")), silent) if one[0] == "stuck"]
    assert change[1] == "At “ask” 1 of 1 customers wait for ever; before, it came to an end."


def test_customers_with_the_same_difference_are_counted_together() -> None:
    several = TALK.replace("start:", "customers: [{id: anna}, {id: jonas}, {id: lida}]\nstart:")
    (change,) = behaviour(shop(tea={"text": "Coffee."}), several).changes
    assert (change.count, change.customers) == (3, ("anna", "jonas", "lida"))
    assert change.sentence == "“tea” says something else to 3 of 3 customers."


def test_a_cell_left_out_for_somebody_is_left_out_with_both() -> None:
    left = TALK.replace("    tap: Tea\n", "    tap: Tea\n    skip: not today\n")
    assert told(OLD, left) == []


def test_progress_is_told_to_its_end() -> None:
    seen: list[float] = []
    compare_behaviour(OLD, OLD, talks_of_notebook(ground_of(TALK)), seen.append)
    assert seen == [1.0]


def sample_talks(folder: Path) -> tuple[Flow, tuple[Talk, ...]]:
    grounds = [one.ground for one in find_notebooks(folder, Shelf()) if one.ground]
    flow = grounds[0].flow
    report = explore(land_of(next(folder.glob("*.flow.json")), flow))
    talks = [talk for ground in grounds for talk in talks_of_notebook(ground)]
    return flow, distinct([*talks, *talks_of_conversations(grounds[0], report.conversations)])


@pytest.mark.parametrize("folder", sorted((ROOT / "flows").glob("*/")), ids=lambda one: one.name)
def test_sample_flows_against_themselves_give_nothing(folder: Path) -> None:
    flow, talks = sample_talks(folder)
    assert talks
    assert compare_behaviour(flow, flow, talks).same


@pytest.mark.parametrize("seed", range(2))
def test_random_flows_against_themselves_give_nothing(seed: int) -> None:
    flow = random_flow(seed, 16)
    ground = Ground(Notebook("", flow.id), flow, Setting(RANDOM_PLACE, library_of(flow)))
    report = explore(Land(flow, RANDOM_PLACE))
    talks = list(talks_of_conversations(ground, report.conversations))
    assert talks
    assert compare_behaviour(flow, flow, talks).same


def test_people_who_could_not_go_on_are_listed_by_where_they_wait() -> None:
    release = Release(1, OLD)
    setting = Setting(PLACE, Library({"shop": release}))
    anna = Customer("anna", NOW)
    state = do(world_of(setting, NOW, [anna]), "anna", Said("/start")).states["anna"]
    routes = {"cake": "cake", "no_answer": "late"}
    new = Release(2, shop(ask=(SHOP["ask"][1], routes)))
    found = stranded(Crossing(PLACE, new, {1: release, 2: new}.get), [state], NOW + timedelta(hours=1))
    assert [(one.node, one.count, one.sentence) for one in found] == [
        ("ask", 1, "“Tea” no longer leads on from there.")
    ]
    same = Release(2, OLD)
    assert stranded(Crossing(PLACE, same, {1: release, 2: same}.get), [state], NOW) == ()


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    source = ROOT / "flows" / "welcome"
    text = next(source.glob("*.flow.json")).read_text("utf-8")
    data = json.loads(text)
    step = next(one for one in data["nodes"] if one["type"] == "message")
    step["config"]["text"] = "Quite another word."
    changed = tmp_path / "welcome.flow.json"
    changed.write_text(json.dumps(data), "utf-8")
    return str(source), str(changed)


def test_the_command_ends_with_1_when_customers_would_notice(two: tuple[str, str]) -> None:
    done = CliRunner().invoke(app, ["diff", *two])
    assert done.exit_code == 1
    assert "Quite another word." in done.stdout
    assert CliRunner().invoke(app, ["diff", two[0], two[0]]).exit_code == 0


def test_the_command_tells_scripts_in_json(two: tuple[str, str]) -> None:
    told = json.loads(CliRunner().invoke(app, ["diff", *two, "--json"]).stdout)
    assert not told["same"]
    assert {one["kind"] for one in told["changes"]} == {"text"}


def test_each_talk_is_counted_once_by_the_worst_that_can_be_said_of_it() -> None:
    several = TALK.replace("start:", "customers: [{id: anna}, {id: jonas}]\nstart:")
    worse = several.replace("tap: Tea", "tap: Tea\n    only: anna")
    routes = {"tea": "cake", "cake": "cake", "no_answer": "late"}
    found = behaviour(shop(ask=(SHOP["ask"][1], routes), late={"text": "Never."}), worse)
    assert dict(found.gravest) == {"route": 1, "text": 1}


def test_the_command_writes_a_page_that_stands_alone(two: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    CliRunner().invoke(app, ["diff", *two, "--html", str(out)])
    told = out.read_text("utf-8")
    assert "Quite another word." in told
    assert "Before" in told
    assert "Content-Security-Policy" in told
    assert "http://" not in told
    assert "<script" not in told


def test_scripts_from_elsewhere_are_played_in_place_of_those_beside(
    two: tuple[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "scripts" / "one.test.yaml"
    script.parent.mkdir()
    script.write_text(
        "notebook: Only this\nflow: welcome\n"
        "customers: [{id: old, orders: [{id: a1, placed: 2026-01-01, total: 9}]}]\n"
        "cells:\n  - {id: hello, say: /start}\n",
        encoding="utf-8",
    )
    wanted = ["diff", *two, "--script", str(script), "--budget", "0", "--json"]
    told = json.loads(CliRunner().invoke(app, wanted).stdout)
    assert told["talks"] == 1
    assert {one["example"]["notebook"] for one in told["changes"]} == {"Only this"}
