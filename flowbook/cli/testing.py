"""`flowbook test`: test notebooks played from the command line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from flowbook.cli.bar import with_bar
from flowbook.cli.common import (
    FINE,
    PROBLEMS,
    UNREADABLE,
    AsJson,
    complain,
    say,
    show_json,
    with_options,
)
from flowbook.cli.covering import tell_tables
from flowbook.cli.exploring import land_of, stopwatch
from flowbook.cli.notebooks import Loaded, Shelf, find_notebooks
from flowbook.errors import StoreError
from flowbook.explore.proving import with_proofs
from flowbook.notebook.coverage import EXITS, KINDS
from flowbook.notebook.junit import junit
from flowbook.notebook.page import page
from flowbook.notebook.plainly import report_to_json
from flowbook.notebook.playing import NotebookRun, Options, Report, ScenarioRun, run_notebooks
from flowbook.notebook.snapshots import NEW
from flowbook.notebook.updating import updated
from flowbook.store.files import write_text

BELOW = 3
PROVING = 10.0
"""Seconds for each flow of which something is missing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is given to the command."""

    place: Annotated[Path, typer.Argument(help="A notebook, a flow file, or a folder with them.")]
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML for a build server.")] = None
    html: Annotated[Path | None, typer.Option(help="Write a page with every conversation.")] = None
    coverage_min: Annotated[
        float | None, typer.Option(min=0, max=100, help="Fail below so many percent of a flow's exits.")
    ] = None
    tables: Annotated[
        bool, typer.Option("--tables", help="Show who was asked what, by tables of truth, timers, segments.")
    ] = False
    update: Annotated[bool, typer.Option("--update", help="Accept every snapshot as it is now.")] = False
    customers: Annotated[Path | None, typer.Option(help="The file of sample customers.")] = None
    as_json: AsJson = False


@with_options(Wanted)
def play_notebooks(wanted: Wanted) -> None:
    """Play test notebooks and say what failed.

    Exit code 0 when all passed, 1 when something failed, 2 when a file cannot be read, 3 when less was
    covered than was asked for."""
    if wanted.update and in_ci():
        complain("--update is refused here: CI is set, and snapshots are accepted by people.")
        raise typer.Exit(UNREADABLE)
    loaded = find_notebooks(wanted.place, Shelf(wanted.customers))
    for one in loaded:
        if one.ground is None:
            complain(one.problem)
    report = _play(loaded, wanted)
    if wanted.update:
        report = _accept(loaded, report, wanted)
    if wanted.coverage_min is not None or any(run.ground.notebook.coverage for run in report.notebooks):
        report = _with_proofs(report, loaded)
    _write(report, wanted)
    low = list(_too_low(report, wanted.coverage_min))
    if wanted.as_json:
        show_json({**report_to_json(report), "unreadable": [one.problem for one in loaded if not one.ground]})
    else:
        _tell(report, low)
    if wanted.tables and not wanted.as_json:
        tell_tables(report)
    unreadable = any(one.ground is None for one in loaded)
    failed = PROBLEMS if not report.passed else BELOW if low else FINE
    raise typer.Exit(UNREADABLE if unreadable else failed)


def in_ci() -> bool:
    """Whether this is a build server, where nobody looks at what is accepted."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")


def _play(loaded: list[Loaded], wanted: Wanted) -> Report:
    grounds = [one.ground for one in loaded if one.ground]
    options = Options(strict=in_ci(), keep=wanted.html is not None or wanted.tables)
    if wanted.as_json:
        return run_notebooks(grounds, options)
    return with_bar("Testing", lambda told: run_notebooks(grounds, options, told))


def _accept(loaded: list[Loaded], report: Report, wanted: Wanted) -> Report:
    """Write what snapshots came to, and play again where that changed anything."""
    paths = [one.path for one in loaded if one.ground]
    changed = 0
    for path, run in zip(paths, report.notebooks, strict=True):
        before = path.read_bytes().decode("utf-8")
        after = updated(before, run)
        if after != before:
            write_text(path, after)
            changed += 1
            if not wanted.as_json:
                say(f"{path.as_posix()}: {len(run.album.changes)} snapshots accepted")
    return _play(find_notebooks(wanted.place, Shelf(wanted.customers)), wanted) if changed else report


def _with_proofs(report: Report, loaded: list[Loaded]) -> Report:
    """Where a floor is asked for, what nobody can ever take does not count."""
    paths = {one.ground.flow.id: one.path for one in loaded if one.ground}
    proved = []
    for one in report.coverage:
        land = land_of(paths[one.flow.id], one.flow)
        proved.append(with_proofs(one, land, stopwatch(), PROVING))
    return replace(report, coverage=tuple(proved))


def _write(report: Report, wanted: Wanted) -> None:
    for path, text in ((wanted.junit, junit), (wanted.html, page)):
        if path:
            try:
                write_text(path, text(report))
            except OSError as error:
                raise StoreError(f"{path} cannot be written: {error.strerror}.") from None


def _too_low(report: Report, floor: float | None) -> Iterator[str]:
    """A sentence for each flow below its floor: that of the command, else that of its notebooks."""
    for one in report.coverage:
        own = [
            run.ground.notebook.coverage
            for run in report.notebooks
            if run.ground.flow.id == one.flow.id and run.ground.notebook.coverage is not None
        ]
        wanted = floor if floor is not None else max(own, default=None)
        if wanted is not None and one.percent < wanted:
            ways = [f"{one.flow.title_of(way.node)} → {way.detail[0]}" for way in one.shares[EXITS].missing]
            told = f"{one.percent:.0f} % of its exits are covered, {wanted:g} % are asked for"
            yield f"“{one.flow.title}”: {told}. Not taken: {', '.join(ways)}"


def _tell(report: Report, low: list[str]) -> None:
    for notebook in report.notebooks:
        _tell_notebook(notebook)
    for one in report.coverage:
        told = ", ".join(f"{kind} {one.shares[kind].percent:.0f} %" for kind in KINDS)
        say(f"“{one.flow.title}” covered: {told}")
    for sentence in low:
        complain(sentence)


def _tell_notebook(notebook: NotebookRun) -> None:
    failed = [run for run in notebook.runs if not run.passed]
    count = len(notebook.runs)
    title = f"{notebook.ground.notebook.file}: “{notebook.ground.notebook.title}”"
    told = f"{len(failed)} of {count} failed" if failed else f"{count} passed"
    if notebook.unused and not failed:
        told = "failed by what is accepted for nobody"
    fresh = notebook.album.count(NEW)
    say(f"{title}, {told}" + (f"; {fresh} new snapshots, --update accepts them" if fresh else ""))
    for cell, sentence in notebook.unused:
        complain(f"  {cell.place}: {sentence} --update takes it out.")
    for run in failed:
        _tell_run(run)


def _tell_run(run: ScenarioRun) -> None:
    complain(f"  {run.scenario.label}")
    for outcome in run.outcomes:
        for failure in outcome.failures:
            complain(f"    {outcome.cell.place}: {failure.sentence}")
