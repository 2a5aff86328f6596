"""`flowbook explore`: for every exit of a flow a customer and a conversation that takes it, or a proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Annotated

import typer

from flowbook.checks.configs import called_flows
from flowbook.cli.common import (
    FINE,
    PROBLEMS,
    UNREADABLE,
    AsJson,
    complain,
    show_json,
    with_options,
)
from flowbook.cli.explored import Work, tell, work_to_json
from flowbook.cli.notebooks import PATTERN, Shelf, find_notebooks
from flowbook.cli.places import Found, find_flows, neighbours, workspace_above
from flowbook.errors import FlowbookError
from flowbook.explore import Land, Report, explore
from flowbook.explore.aims import Arena
from flowbook.explore.notebooks import EXPLORED, Tests, notebooks
from flowbook.explore.upholding import Violation, violations
from flowbook.flow import Flow
from flowbook.invariants import all_usual, chosen
from flowbook.notebook.coverage import Target
from flowbook.notebook.playing import run_notebooks
from flowbook.notebook.stage import Ground
from flowbook.store.files import write_text


@dataclass(frozen=True)
class Options:
    place: Annotated[Path, typer.Argument(help="A flow file, or a folder with flow files in it.")]
    as_json: AsJson = False
    budget: Annotated[
        float, typer.Option(help="Seconds of the processor to spend on each flow.", min=0.1)
    ] = 30.0
    write: Annotated[
        bool, typer.Option("--write", help="Write test notebooks for what others do not check yet.")
    ] = False
    proofs: Annotated[bool, typer.Option("--proofs", help="Only find and prove; tell nothing at length.")] = (
        False
    )
    uphold: Annotated[
        bool, typer.Option("--invariants", help="Check the workspace's invariants; all where it has none.")
    ] = False
    tests: Annotated[
        bool, typer.Option("--tests", help="With --json: the notebooks that --write would write.")
    ] = False
    customers: Annotated[Path | None, typer.Option(help="The file of sample customers.")] = None
    follow: Annotated[
        bool, typer.Option("--follow", help="Say on standard error how far it is, from 0 to 1.", hidden=True)
    ] = False
    everything: Annotated[
        bool, typer.Option("--all", help="With --write: for everything, whatever others check.")
    ] = False


@with_options(Options)
def explore_flows(options: Options) -> None:
    """Find a customer and a conversation for every way through a flow, or prove that there is none.

    Exit code 0, whatever was found; 1 when an invariant is broken; 2 when a file cannot be read."""
    found = find_flows(options.place)
    worked = []
    for one in found:
        if one.flow is None:
            complain(one.problem)
            continue
        work = _work(one, one.flow, options)
        worked.append(work)
        if not options.as_json:
            tell(work)
    if options.as_json:
        show_json([work_to_json(one) for one in worked])
    broken = PROBLEMS if any(one.broken for one in worked) else FINE
    raise typer.Exit(UNREADABLE if len(worked) < len(found) else broken)


def _work(found: Found, flow: Flow, options: Options) -> Work:
    clock, land = stopwatch(), land_of(found.path, flow)
    follow = _follow if options.follow else lambda done: None
    report = explore(land, clock, options.budget, not options.proofs, follow)
    wanted = options.write or options.tests
    tests = _tests(found, land, report, clock, options) if wanted else None
    if tests and options.write:
        _write(found.path.parent, land.flow.id, tests)
    broken: list[Violation] = []
    if options.uphold:
        rules = chosen(land.workspace) or all_usual()
        broken = violations(Arena(land), report, rules, lambda: clock() < 2 * options.budget)
    return Work(found, land, report, tests, tuple(broken))


def land_of(path: Path, flow: Flow) -> Land:
    """The flow with the flows it calls, and those that they call; the rest of the workspace beside it."""
    others = {one.id: one for one in neighbours(path, flow)}
    called: dict[str, Flow] = {}
    waiting = [flow]
    while waiting:
        fresh = sorted(called_flows(waiting.pop()) & others.keys() - called.keys())
        called |= {name: others[name] for name in fresh}
        waiting += [others[name] for name in fresh]
    return Land(flow, workspace_above(path), tuple(called.values()), tuple(others.values()))


def stopwatch() -> Callable[[], float]:
    """Seconds of the processor from now on: a busy machine takes longer, and proves as much."""
    begun = process_time()
    return lambda: process_time() - begun


def _follow(done: float) -> None:
    complain(f"{done:.3f}")


def _tests(found: Found, land: Land, report: Report, clock: Callable[[], float], options: Options) -> Tests:
    known = set() if options.everything else _checked_by_others(found.path.parent, land.flow.id, options)
    return notebooks(land, report, known, lambda: clock() < 2 * options.budget)


def _write(folder: Path, flow: str, tests: Tests) -> None:
    """The notebooks beside the flow; those of an earlier exploration go."""
    for old in _explored_files(folder, flow):
        old.unlink()
    for one in tests.files:
        write_text(folder / one.name, one.text)


def _explored_files(folder: Path, flow: str) -> list[Path]:
    return sorted(folder.glob(f"{flow}.{EXPLORED}{PATTERN}"))


def _checked_by_others(folder: Path, flow: str, options: Options) -> set[Target]:
    """What the notebooks that people wrote check of the flow. One that cannot be played checks nothing."""
    own = set(_explored_files(folder, flow))
    paths = [path for path in sorted(folder.glob(PATTERN)) if path not in own]
    shelf = Shelf(options.customers)
    loaded = [one for path in paths for one in find_notebooks(path, shelf)]
    grounds = [one.ground for one in loaded if one.ground and one.ground.flow.id == flow]
    return {target for ground in grounds for target in _checked(ground)}


def _checked(ground: Ground) -> Iterator[Target]:
    with suppress(FlowbookError):
        for covered in run_notebooks([ground]).coverage:
            yield from (target for target, checked in covered.seen.items() if checked)
