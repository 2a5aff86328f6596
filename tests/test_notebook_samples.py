"""The sample flows come with notebooks that pass and check all of them that anybody can bring about."""

import pytest

from flowbook.cli.exploring import land_of
from flowbook.cli.notebooks import Loaded, Shelf, find_notebooks
from flowbook.explore.proving import with_proofs
from flowbook.notebook.playing import Report
from tests.conversations import sample_flows
from tests.notebook_cases import failures, play
from tests.sources import ROOT


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


def test_they_check_all_of_their_flows(report: Report, loaded: list[Loaded]) -> None:
    """Steps, exits, rules both ways, limits from both sides, timers: what is left was proved impossible."""
    paths = {one.ground.flow.id: one.path for one in loaded if one.ground}
    proved = [with_proofs(one, land_of(paths[one.flow.id], one.flow)) for one in report.coverage]
    shares = [(one.flow.id, kind, share) for one in proved for kind, share in one.shares.items()]
    assert [(flow, share.missing) for flow, _, share in shares if share.missing] == []
    assert [(flow, kind) for flow, kind, share in shares if share.checked < share.total] == []
