"""What a flow's tests say about publishing it: they passed, there are none, or what failed and with whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowbook.notebook.playing import NotebookRun, Report

REASON = 10
"""So many characters a reason has at least that overrides failing tests."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cell that fails. `who` are the labels of the scenarios, empty for a notebook that cannot be played
    at all; `sentence` is that of the first of them."""

    file: str
    title: str
    sentence: str
    cell: str = ""
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`customers` counts conversations: each customer of each notebook, in every combination."""

    notebooks: int = 0
    customers: int = 0
    troubles: tuple[Trouble, ...] = ()

    @property
    def passed(self) -> bool:
        """Also where there is nothing to play."""
        return not self.troubles

    @property
    def failing(self) -> tuple[str, ...]:
        """The titles of the notebooks with troubles, each once."""
        return tuple(dict.fromkeys(one.title for one in self.troubles))

    @property
    def sentence(self) -> str:
        """What stops it, with the first trouble; empty when nothing does."""
        if self.passed:
            return ""
        first, more = self.troubles[0], len(self.troubles) - 1
        rest = f" And {more} more." if more else ""
        return f"The test “{first.title}” fails. {first.sentence}{rest}"


def verdict_of(report: Report, unreadable: Iterable[Trouble] = ()) -> Verdict:
    """`unreadable` has the notebooks that could not be played."""
    broken = tuple(unreadable)
    played = report.notebooks
    found = tuple(trouble for one in played for trouble in _troubles(one))
    return Verdict(len(played) + len(broken), sum(len(one.runs) for one in played), broken + found)


def _troubles(one: NotebookRun) -> Iterator[Trouble]:
    """Cells in the order in which they failed first."""
    notebook = one.ground.notebook
    yield from (Trouble(notebook.file, notebook.title, told, cell.id) for cell, told in one.unused)
    cells: dict[str, list[tuple[str, str]]] = {}
    for run in one.runs:
        for outcome in run.outcomes:
            if outcome.failures:
                told = (run.scenario.label, outcome.failures[0].sentence)
                cells.setdefault(outcome.cell.id, []).append(told)
    for cell, several in cells.items():
        yield Trouble(
            notebook.file, notebook.title, several[0][1], cell, tuple(label for label, _ in several)
        )
