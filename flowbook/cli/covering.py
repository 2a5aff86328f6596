"""What of each flow was covered, printed: tables of truth, timers, segments."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid
from rich.text import Text

from flowbook.cli.common import console, say
from flowbook.notebook.coverage import Coverage
from flowbook.notebook.covered import WORDS, by_segment, timers
from flowbook.notebook.playing import Report
from flowbook.notebook.tables import SIGNS, Table, told_column, told_names, truth_tables


def tell_tables(report: Report) -> None:
    """`report` was played with Options.keep."""
    runs = [run for one in report.notebooks for run in one.runs]
    for coverage in report.coverage:
        own = next(one.ground for one in report.notebooks if one.ground.flow.id == coverage.flow.id)
        for table in truth_tables(coverage, runs, own.workspace):
            say(f"\n“{coverage.flow.title}”, “{table.title}”")
            console.print(_grid(table))
        _tell_timers(coverage)
        _tell_segments(report, coverage)


def _grid(table: Table) -> Grid:
    """What authors and customers wrote is never read as console markup."""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
    for name in (*(column.words for column in table.columns), "way on", "customers"):
        grid.add_column(Text(name))
    for row in table.rows:
        grid.add_row(*(SIGNS[truth] for truth in row.truths), Text(row.label), Text(told_names(row)))
    blank = [""] * len(table.columns)
    for label in table.untaken:
        grid.add_row(*blank, Text(label), "nobody")
    grid.add_section()
    grid.add_row(*(told_column(column) or "both ways" for column in table.columns), "", "")
    return grid


def _tell_timers(coverage: Coverage) -> None:
    for one in timers(coverage):
        ends = ", ".join(f"{end}: {WORDS[state]}" for end, state in one.ends.items())
        say(f"  timer of {coverage.flow.title_of(one.node)}, {ends}")


def _tell_segments(report: Report, coverage: Coverage) -> None:
    for one in by_segment(report, coverage):
        who = f"{len(one.customers)} customers" if one.customers else "nobody"
        name = f"segment {one.segment}" if one.segment else "in no segment"
        say(f"  {name}: {who}, {one.coverage.percent:.0f} % of the ways")
