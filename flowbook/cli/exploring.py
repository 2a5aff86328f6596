"""`flowbook explore`: for every exit of a flow a customer and a conversation that takes it, or a proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.table import Table

from flowbook.checks import Issue
from flowbook.checks.configs import called_flows
from flowbook.cli.common import (
    FINE,
    PROBLEMS,
    UNREADABLE,
    AsJson,
    complain,
    console,
    say,
    show_json,
    with_options,
)
from flowbook.cli.notebooks import PATTERN, Shelf, find_notebooks
from flowbook.cli.places import Found, find_flows, neighbours, workspace_above
from flowbook.errors import FlowbookError
from flowbook.explore import Land, Report, explore, report_to_json
from flowbook.explore.aims import Arena
from flowbook.explore.issues import issues
from flowbook.explore.notebooks import EXPLORED, Tests, notebooks
from flowbook.explore.report import label_of
from flowbook.explore.scripts import cell_of
from flowbook.explore.upholding import Violation, violation_to_json, violations
from flowbook.explore.wording import facts
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
    budget: Annotated[float, typer.Option(help="Seconds to spend on each flow.", min=0.1)] = 30.0
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


@dataclass(frozen=True, slots=True)
class Work:
    """What became of one flow. `tests` is None where none were to be written."""

    found: Found
    land: Land
    report: Report
    tests: Tests | None
    broken: tuple[Violation, ...]


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
            _tell(work.land, work.report)
            _tell_broken(work.broken)
            _tell_tests(work.tests)
    if options.as_json:
        show_json([_json(one) for one in worked])
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
    """Seconds from now on."""
    begun = perf_counter()
    return lambda: perf_counter() - begun


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


def _tell(land: Land, report: Report) -> None:
    spent = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in report.seconds)
    say(f"“{land.flow.title}”: {len(land.exits)} ways on. {spent}.")
    table = Table("", "ways", "", box=None, pad_edge=False)
    last = max((one.after for one in report.found), default=0)
    chained = f"the last after {last:.2f} s, in {len(report.conversations)} conversations"
    table.add_row("found", str(len(report.found)), chained)
    table.add_row("proved", str(len(report.proved)), "nobody can ever take them")
    table.add_row("unsettled", str(len(report.unsettled)), "neither found nor proved")
    console.print(table)
    for issue in issues(land, report):
        say(f"  ! {issue.sentence}  [{issue.node}{'.' + issue.field if issue.field else ''}]")
    for name in _names(land, report.unsettled):
        say(f"  ? {name}")


def _tell_broken(broken: Iterable[Violation]) -> None:
    """Each with the conversation that shows it."""
    for one in broken:
        say(f"  x {one.invariant.label}: {one.breach.sentence}  [{one.breach.node}]")
        script = one.conversation.script
        say(f"      {facts(script.customer)}, {script.start:%Y-%m-%d %H:%M} UTC")
        for deed, lines in zip(script.deeds, one.conversation.lines, strict=True):
            (kind, value), *_ = cell_of(deed).items()
            say(f"      {kind}: {value}")
            for line in lines:
                say(f"          {line}")


def _tell_tests(tests: Tests | None) -> None:
    if tests is None:
        return
    for one in tests.files:
        say(f"  + {one.name}")
    if not tests.files:
        say("  Its notebooks check all of it already.")
    for kind, count in _counted(tests.missing):
        say(f"  ? {count} {kind} have no test.")


def _counted(targets: Iterable[Target]) -> Iterator[tuple[str, int]]:
    kinds = [one.kind for one in targets]
    yield from ((kind, kinds.count(kind)) for kind in dict.fromkeys(kinds))


def _names(land: Land, exits: Iterable[tuple[str, str]]) -> list[str]:
    labels = [(label_of(land, one), one) for one in exits]
    return [f"“{title}” by “{label}”  [{'.'.join(one)}]" for (title, label), one in labels]


def _json(work: Work) -> dict[str, Any]:
    told = [_issue(one) for one in issues(work.land, work.report)]
    broken = [violation_to_json(one, work.land.flow.id) for one in work.broken]
    known = report_to_json(work.land, work.report)
    data = {"path": str(work.found.path), **known, "issues": told, "broken": broken}
    if work.tests is None:
        return data
    files = [{"name": one.name, "text": one.text} for one in work.tests.files]
    return {**data, "tests": files, "missing": len(work.tests.missing)}


def _issue(one: Issue) -> dict[str, Any]:
    parts = {"code": one.code, "severity": one.severity, "text": one.text, "values": dict(one.values)}
    return {"node": one.node, "field": one.field, "sentence": one.sentence, **parts}
