"""Cells run in order, from stage to stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from flowbook.customer import NOTHING
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.naming import gone
from flowbook.notebook.only import is_meant, nobodies
from flowbook.notebook.scenarios import Scenario
from flowbook.notebook.stage import Failure, Ground, Stage, Step, Taken

PASSED, FAILED, SKIPPED, UNREACHED = "passed", "failed", "skipped", "not reached"


class Outcome(Struct, frozen=True):
    """What became of a cell. `begun` and `ended` are virtual; the records it brought are those of the log
    from `since` to `until`. `who` talks then."""

    cell: Cell
    state: str
    failures: tuple[Failure, ...] = ()
    shown: tuple[str, ...] = ()
    taken: Taken | None = None
    who: str = ""
    begun: datetime | None = None
    ended: datetime | None = None
    since: int = 0
    until: int = 0
    halt: bool = False

    @property
    def meant(self) -> bool:
        """Not for another customer of the notebook alone."""
        return self.state != SKIPPED or bool(self.cell.skip)


class Play(Struct, frozen=True):
    """A notebook made ready: its cells, by cell what is gone that it names, and why it is for nobody."""

    ground: Ground
    cells: tuple[Cell, ...]
    problems: Mapping[str, tuple[Failure, ...]] = NOTHING
    nobodies: Mapping[str, str] = NOTHING


def ready(ground: Ground) -> Play:
    """Raises UnreadableFile for customers that are not there."""
    cells = ground.notebook.cells
    found = {cell.id: tuple(Failure(told) for told in gone(ground, cell)) for cell in cells}
    problems = {name: failures for name, failures in found.items() if failures}
    return Play(ground, cells, problems, nobodies(ground))


def run_cell(play: Play, scenario: Scenario, stage: Stage, cell: Cell) -> tuple[Stage, Outcome]:
    """The stage after the cell, and what became of it."""
    now, known = stage.world.now, len(stage.world.log)
    if cell.skip or not is_meant(cell, scenario, stage):
        step, state = Step(stage), SKIPPED
    else:
        kind, problems = kinds()[cell.kind], play.problems.get(cell.id, ())
        step = Step(stage, problems, halt=kind.act) if problems else kind.run(stage, cell)
        state = FAILED if step.failures else PASSED
    after = step.stage
    outcome = Outcome(
        cell,
        state,
        step.failures,
        step.shown,
        step.taken,
        after.who,
        now,
        after.world.now,
        known,
        len(after.world.log),
        step.halt,
    )
    return after, outcome


def run_through(
    play: Play, scenario: Scenario, stage: Stage, cells: Sequence[Cell]
) -> Iterator[tuple[Stage, Outcome]]:
    """Every cell in order; after one that could not be done the others are not reached."""
    halted = False
    for cell in cells:
        if halted:
            yield stage, not_reached(stage, cell)
            continue
        stage, outcome = run_cell(play, scenario, stage, cell)
        halted = outcome.halt
        yield stage, outcome


def not_reached(stage: Stage, cell: Cell) -> Outcome:
    now, known = stage.world.now, len(stage.world.log)
    return Outcome(cell, UNREACHED, (), (), None, stage.who, now, now, known, known)


def unused_mocks(stage: Stage) -> dict[str, Failure]:
    """By cell: the mocks that nobody called, or not as often as was said."""
    found = {}
    for number, (cell, mock) in enumerate(zip(stage.mocks, stage.world.mocks, strict=True)):
        called = stage.world.calls.get(number, 0)
        what = stage.ground.title(mock.node) if mock.node else mock.url
        if not called:
            found[cell] = Failure(f"Nobody called {what}, so this mock is of no use. Take it out.")
        elif called < mock.times:
            found[cell] = Failure(f"{what} was called {called} of {mock.times} times.")
    return found
