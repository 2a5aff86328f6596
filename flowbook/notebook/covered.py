"""Coverage as people ask for it: how a step or a way stands, which notebooks come by, with whom of which
segment it was tried, what became of each timer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flowbook.flow import Flow
from flowbook.nodes import labels_of
from flowbook.notebook.coverage import EXITS, NODES, TIMERS, Coverage, Target, coverage_of, joined, targets
from flowbook.notebook.playing import NotebookRun, Report, ScenarioRun
from flowbook.rules import Subject, evaluate
from flowbook.rules.readings import zone_of
from flowbook.workspace import Workspace

CHECKED, VISITED, UNTOUCHED, NEVER = "checked", "visited", "untouched", "never"
"""Something was expected of it; it was only passed; no test comes by; it is proved that nobody can."""
WORDS: Mapping[str, str] = MappingProxyType(
    {
        CHECKED: "checked",
        VISITED: "visited, nothing expected",
        UNTOUCHED: "not tried",
        NEVER: "never possible",
    }
)


@dataclass(frozen=True, slots=True)
class Covering:
    """A notebook that sees a target, with the customers it sees it with."""

    title: str
    file: str
    customers: tuple[str, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class SegmentCoverage:
    """What is seen with customers who are in the segment when the notebook begins. An empty `segment` is for
    those who are in none."""

    segment: str
    customers: tuple[str, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class TimerEnds:
    """`ends` has how each end of the step's timer stands, by `fired` and, where it can be, `cancelled`."""

    node: str
    ends: Mapping[str, str]


def standing(coverage: Coverage, target: Target) -> str:
    if target in coverage.seen:
        return CHECKED if coverage.seen[target] else VISITED
    return UNTOUCHED if target in coverage.shares[target.kind].missing else NEVER


def steps(coverage: Coverage) -> dict[str, str]:
    """How each step stands, by its id."""
    flow = coverage.flow
    return {node.id: standing(coverage, Target(NODES, flow.id, node.id)) for node in flow.nodes}


def ways(coverage: Coverage) -> dict[tuple[str, str], str]:
    """How each way on stands that counts or that leads somewhere, by step and exit."""
    flow = coverage.flow
    counted = (*coverage.seen, *coverage.shares[EXITS].missing)
    found = {(one.node, str(one.detail[0])) for one in counted if one.kind == EXITS}
    found |= {(edge.source, edge.exit) for edge in flow.edges()}
    return {way: standing(coverage, Target(EXITS, flow.id, way[0], (way[1],))) for way in found}


def way_label(flow: Flow, target: Target) -> str:
    """What stands on the exit of a target; empty for the only way on of most steps."""
    node, name = flow.by_id[target.node], target.detail[0]
    return labels_of(node).get(str(name), str(name))


def timers(coverage: Coverage) -> tuple[TimerEnds, ...]:
    """Every step that has a timer, in flow order."""
    flow = coverage.flow
    counted = [*coverage.seen, *coverage.shares[TIMERS].missing]
    found: dict[str, dict[str, str]] = {}
    for target in counted:
        if target.kind == TIMERS:
            found.setdefault(target.node, {})[str(target.detail[0])] = standing(coverage, target)
    return tuple(TimerEnds(node.id, found[node.id]) for node in flow.nodes if node.id in found)


def covering(report: Report, target: Target) -> tuple[Covering, ...]:
    """The notebooks that see it, those that check it first."""
    found = [one for notebook in report.notebooks if (one := _covering(notebook, target))]
    return tuple(sorted(found, key=lambda one: not one.checked))


def by_segment(report: Report, coverage: Coverage) -> tuple[SegmentCoverage, ...]:
    """Each segment of the workspace, and last those who are in none; one without customers was tried with
    nobody. What is proved impossible stays out of the count."""
    ground = next(one.ground for one in report.notebooks if one.ground.flow.id == coverage.flow.id)
    there = [(one, run) for one in report.notebooks for run in one.runs if run.passed]
    never = _never(coverage, ground.workspace)
    rows = []
    for name in (*ground.workspace.segments, ""):
        own = [run for one, run in there if _belongs(one, run, name)]
        seen = joined(run.seen for run in own)
        share = coverage_of(coverage.flow, ground.workspace, seen, never)
        people = dict.fromkeys(run.scenario.customer.name for run in own)
        rows.append(SegmentCoverage(name, tuple(people), share))
    return tuple(row for row in rows if row.segment or row.customers)


def _never(coverage: Coverage, workspace: Workspace) -> set[Target]:
    counted = {target for share in coverage.shares.values() for target in share.missing}
    return set(targets(coverage.flow, workspace)) - counted - coverage.seen.keys()


def _belongs(notebook: NotebookRun, run: ScenarioRun, segment: str) -> bool:
    workspace, scenario = notebook.ground.workspace, run.scenario
    zone = zone_of(scenario.customer.timezone, str(notebook.ground.zone))
    subject = Subject(scenario.customer, scenario.start, zone, segments=workspace.segments)
    wanted = [segment] if segment else list(workspace.segments)
    inside = any(evaluate({"segment": name, "op": "in"}, subject) for name in wanted)
    return inside if segment else not inside


def _covering(notebook: NotebookRun, target: Target) -> Covering | None:
    runs = [run for run in notebook.runs if target in run.seen]
    if not runs:
        return None
    names = tuple(dict.fromkeys(run.scenario.customer.name for run in runs))
    own = notebook.ground.notebook
    return Covering(own.title, own.file, names, any(run.seen[target] for run in runs))
