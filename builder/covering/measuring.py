"""The notebooks of a draft played as they are saved now, and what they have seen of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from builder import drafts, proofs
from builder.canvas.picture import Tested
from builder.notebook import files, grounds
from builder.places import data_folder, store
from flowbook.errors import FlowbookError
from flowbook.notebook.coverage import EXITS, Coverage, coverage_of, targets
from flowbook.notebook.covered import steps, ways
from flowbook.notebook.playing import Options, Progress, Report, run_notebooks
from flowbook.notebook.scenarios import scenarios
from flowbook.notebook.stage import Ground
from flowbook.store.notebooks import notebook_paths
from flowbook.store.releases import count_inside
from flowbook.workspace import Workspace

KEPT = 16
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """`files` has the file's name of each notebook of the report, in its order; `failing` the titles of those
    that fail or cannot be read, whose conversations do not count."""

    report: Report
    coverage: Coverage
    workspace: Workspace
    files: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


_kept: OrderedDict[Key, Measured] = OrderedDict()
_lock = Lock()


def known(flow: str) -> Measured | None:
    """What was measured of the draft and its notebooks as they are saved now."""
    with _lock:
        found = _kept.get(_key(flow))
    return _without_impossible(flow, found)


def latest(flow: str) -> Measured | None:
    """What was measured last, whatever was saved since."""
    folder = str(data_folder())
    with _lock:
        kept = (found for key, found in reversed(_kept.items()) if key[:2] == (folder, flow))
        found = next(kept, None)
    return _without_impossible(flow, found)


def measure(flow: str, progress: Progress | None = None) -> Measured:
    """Plays all notebooks of the flow. Raises StoreError where the flow is gone."""
    key = _key(flow)
    played = list(_grounds(flow))
    there = [(name, ground) for name, ground, _problem in played if ground]
    report = run_notebooks([ground for _name, ground in there], Options(keep=True), progress)
    failing = [problem for _name, ground, problem in played if not ground]
    failing += [one.ground.notebook.title for one in report.notebooks if not one.passed]
    names = tuple(name for name, _ground in there)
    found = Measured(report, _coverage(flow, report), drafts.workspace(), names, tuple(failing))
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def tested(found: Measured) -> Tested:
    """For the canvas."""
    return Tested(steps(found.coverage), ways(found.coverage))


def people_inside(flow: str) -> dict[str, int]:
    """How many customers stand at each step now, whatever version of the flow they are in."""
    counts: dict[str, int] = {}
    for (_release, node), count in count_inside(store(), flow).items():
        counts[node] = counts.get(node, 0) + count
    return counts


def _without_impossible(flow: str, found: Measured | None) -> Measured | None:
    """What is proved that nobody can do does not count, as soon as the editor has found it out."""
    proved = {(one.node, one.field.removeprefix("exits.")) for one in proofs.known(flow) or ()}
    if found is None or not proved:
        return found
    whole, covered = {node for node, exit in proved if not exit}, found.coverage
    never = [
        one
        for one in targets(covered.flow, found.workspace)
        if one.node in whole or (one.kind == EXITS and (one.node, one.detail[0]) in proved)
    ]
    return replace(found, coverage=coverage_of(covered.flow, found.workspace, covered.seen, never))


def _coverage(flow: str, report: Report) -> Coverage:
    own = next((one for one in report.coverage if one.flow.id == flow), None)
    return own or coverage_of(drafts.load(flow).flow, drafts.workspace(), {})


def _grounds(flow: str) -> Iterator[tuple[str, Ground | None, str]]:
    """The file's name of each notebook, with what it is played on; or with its title, where it cannot be."""
    for name in files.names(flow):
        sheet = files.sheet_of(flow, name)
        try:
            ground = grounds.ground_of(sheet)[0]
            scenarios(ground)
        except FlowbookError:
            yield name, None, sheet.title
        else:
            yield name, ground, ""


def _key(flow: str) -> Key:
    stamps = []
    for path in notebook_paths(data_folder(), flow):
        told = path.stat()
        stamps.append((path.name, told.st_mtime_ns, told.st_size))
    return (str(data_folder()), flow, drafts.stamps_around(flow), *stamps)
