"""The open notebook row by row: each cell with what it came to, for the customer who is seen and for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from builder.notebook.desk import Desk
from builder.notebook.results import Shown, deck_of, shown_of
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.run import FAILED
from flowbook.notebook.scenarios import Scenario
from flowbook.notebook.snapshots import Change, album_of
from flowbook.notebook.stage import Failure, Taken


@dataclass(frozen=True, slots=True)
class Row:
    """`failures` of everybody, those of the customer who is seen first; `failing` counts who has any.
    `changes` are what a snapshot is to decide; `chosen` is the button that is tapped next. `new_day`: the
    clock stands on another day than at the cell before."""

    cell: Cell
    number: int
    shown: Shown | None = None
    failures: tuple[Failure, ...] = ()
    failing: int = 0
    changes: tuple[Change, ...] = ()
    chosen: str = ""
    new_day: bool = True

    @property
    def is_own(self) -> bool:
        """False for a cell of another notebook that is included here."""
        return "/" not in self.cell.id


@dataclass(frozen=True, slots=True)
class Table:
    """`results` has for each scenario, by its key, how every cell came out."""

    rows: tuple[Row, ...]
    results: dict[str, list[Shown | None]]
    zone: ZoneInfo


def table_of(desk: Desk) -> Table:
    """As it is after the last run."""
    if "table" not in desk.made:
        desk.made["table"] = _table(desk)
    found: Table = desk.made["table"]
    return found


def _table(desk: Desk) -> Table:
    deck = deck_of(desk)
    if deck is None or desk.ground is None or desk.seen is None:
        return Table((), {}, ZoneInfo("UTC"))
    results = {one.key: shown_of(desk, deck, one) for one in desk.scenarios}
    zone = desk.ground.zone
    changes: dict[str, tuple[Change, ...]] = {}
    for change in _changes(deck.play.cells, results):
        changes[change.cell.id] = (*changes.get(change.cell.id, ()), change)
    taps = next_taps(deck.play.cells)
    rows = []
    day = ""
    for number, cell in enumerate(deck.play.cells):
        shown = results[desk.seen.key][number]
        at = shown.outcome.ended if shown else None
        now = f"{at.astimezone(zone):%Y-%m-%d}" if at else ""
        failures, failing = _failed(results, desk.seen, number)
        found, new_day = changes.get(cell.id, ()), bool(now) and now != day
        rows.append(Row(cell, number, shown, failures, failing, found, taps[number], new_day))
        day = now or day
    return Table(tuple(rows), results, zone)


def _failed(
    results: dict[str, list[Shown | None]], seen: Scenario, number: int
) -> tuple[tuple[Failure, ...], int]:
    first = {seen.key: results[seen.key], **results}
    found = [one[number] for one in first.values()]
    failed = [one.outcome for one in found if one and one.outcome.state == FAILED]
    return tuple(failure for outcome in failed for failure in outcome.failures), len(failed)


def _changes(cells: tuple[Cell, ...], results: dict[str, list[Shown | None]]) -> tuple[Change, ...]:
    """What differs from what is accepted, equal differences once."""
    taken: dict[str, dict[str, Taken]] = {}
    for key, some in results.items():
        for one in some:
            if one and one.outcome.taken and not one.stale:
                taken.setdefault(one.outcome.cell.id, {})[key] = one.outcome.taken
    return album_of(cells, taken, results).changes if taken else ()


def next_taps(cells: Sequence[Cell]) -> list[str]:
    """For each cell what is tapped after it, before anything else happens; empty for nothing."""
    found = []
    label = ""
    for cell in reversed(cells):
        found.append(label)
        if cell.kind == "tap":
            label = cell.value if isinstance(cell.value, str) else str(cell.value["button"])
        elif kinds()[cell.kind].act:
            label = ""
    return found[::-1]
