"""The sample flows come with notebooks that pass, and that say what the scripted conversations say."""

import pytest

from flowbook.cli.notebooks import Loaded, Shelf, find_notebooks
from flowbook.notebook.playing import Report
from tests.conversations import sample_flows
from tests.notebook_cases import failures, play
from tests.sources import ROOT

FLOOR = 60
"""Percent of the exits that a sample's notebooks take together."""


@pytest.fixture(scope="module")
def loaded() -> list[Loaded]:
    return find_notebooks(ROOT / "flows", Shelf())


@pytest.fixture(scope="module")
def report(loaded: list[Loaded]) -> Report:
    return play(*(one.ground for one in loaded if one.ground), strict=True)


def test_all_can_be_read(loaded: list[Loaded]) -> None:
    assert [one.problem for one in loaded if one.problem] == []


def test_each_sample_flow_has_one_of_its_own_name(loaded: list[Loaded]) -> None:
    names = {one.path.name for one in loaded}
    assert {f"{flow}.test.yaml" for flow in sample_flows()} - names == set()


def test_all_pass(report: Report) -> None:
    told = {one.ground.notebook.file: failures(one) for one in report.notebooks}
    assert {file: lines for file, lines in told.items() if lines} == {}


def test_they_see_most_of_their_flows(report: Report) -> None:
    assert {one.flow.id: round(one.percent) for one in report.coverage if one.percent < FLOOR} == {}
