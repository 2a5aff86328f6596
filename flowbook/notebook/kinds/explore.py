"""Explore: that somebody can go every way, or that nobody can go certain ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from flowbook.explore import Land, Report, explore
from flowbook.explore.report import Exit, label_of
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind, Name
from flowbook.notebook.shapes import TEXT, as_list, either, fields, one_or_more
from flowbook.notebook.stage import Failure, Ground, Stage, Step

ALL = "all"
BUDGET = 20_000
KEPT = 8
FOUND, PROVED, OPEN = "somebody can", "nobody ever can, which is proved", "neither is proved"
_reports: list[tuple[Ground, int, Report]] = []


def _run(stage: Stage, cell: Cell) -> Step:
    value: dict[str, Any] = {"targets": cell.value} if isinstance(cell.value, str) else cell.value
    land = _land(stage.ground)
    report = _explored(stage.ground, land, value.get("budget", BUDGET))
    known = {one.exit: FOUND for one in report.found} | dict.fromkeys(report.proved, PROVED)
    wanted = [(target, FOUND) for target in _listed(value, "targets")]
    wanted += [(target, PROVED) for target in _listed(value, "never")]
    told = [one for target, truth in wanted for one in _unmet(land, known, target, truth)]
    summary = (
        f"{len(report.found)} ways on found, {len(report.proved)} proved never, {len(report.unsettled)} open"
    )
    return Step(stage, tuple(Failure(one) for one in told), shown=(summary,))


def _listed(value: dict[str, Any], key: str) -> list[str]:
    return as_list(value[key]) if key in value else [ALL] if key == "targets" and "never" not in value else []


def _unmet(land: Land, known: dict[Exit, str], target: str, wanted: str) -> Iterator[str]:
    """A sentence for each way on of the target that is not as wanted. Of all ways, those proved impossible
    are told by the checks of the flow and do not fail here."""
    for exit in _exits(land, target):
        actual = known.get(exit, OPEN)
        if actual != wanted and not (target == ALL and actual == PROVED):
            title, label = label_of(land, exit)
            whether = "somebody goes" if wanted == FOUND else "nobody can ever go"
            yield f"Expected that {whether} on by “{label}” from “{title}”; {actual}."


def _exits(land: Land, target: str) -> list[Exit]:
    node, _, exit = target.partition(".")
    return [one for one in land.exits if target == ALL or (one[0] == node and exit in ("", one[1]))]


def _land(ground: Ground) -> Land:
    live = [release.flow for release in ground.setting.library.live.values()]
    others = tuple(flow for flow in live if flow.id != ground.flow.id)
    return Land(ground.flow, ground.workspace, others, others)


def _explored(ground: Ground, land: Land, budget: int) -> Report:
    """Once for all customers of a notebook. There is no clock here: the budget is how often the search asks
    for it."""
    for known, spent, report in _reports:
        if known is ground and spent == budget:
            return report
    asked = count()
    report = explore(land, lambda: float(next(asked)), budget, telling=False)
    _reports.append((ground, budget, report))
    del _reports[:-KEPT]
    return report


def _names(value: Any) -> Iterable[Name]:
    data = {"targets": value} if isinstance(value, str) else value
    listed = [one for key in ("targets", "never") for one in as_list(data.get(key, []))]
    yield from (Name("step", one.partition(".")[0]) for one in listed if one != ALL)


KIND = Kind(
    name="explore",
    label="Explore",
    help="Explores the flow, whoever talks: somebody has to be able to go on by each of the `targets` (a "
    "step's id, or `step.exit`; `all` of them), and for those under `never` it has to be proved that nobody "
    "can. `budget` is how many places the search may look at.",
    shape=either(
        TEXT,
        fields(
            targets=one_or_more(TEXT),
            never=one_or_more(TEXT),
            budget={"type": "integer", "minimum": 1, "maximum": 1_000_000},
        ),
    ),
    example="explore: {targets: [pick, sure.change], never: keep.failed}",
    run=_run,
    inert=True,
    names=_names,
    order=150,
)
