"""The open notebook row by row: each cell with what it came to, for the customer who is seen and for all."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from builder.notebook.desk import Desk
from builder.notebook.results import Shown, deck_of, shown_of
from flowbook.notebook.cells import Cell
from flowbook.notebook.run import FAILED
from flowbook.notebook.scenarios import Scenario
from flowbook.notebook.shapes import as_list
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
    changes = _changes(deck.play.cells, results)
    rows = []
    day = ""
    for number, cell in enumerate(deck.play.cells):
        shown = results[desk.seen.key][number]
        at = shown.outcome.ended if shown else None
        now = f"{at.astimezone(zone):%Y-%m-%d}" if at else ""
        failures, failing = _failed(results, desk.seen, number)
        chosen = _next_tap(deck.play.cells, number)
        found = tuple(one for one in changes if one.cell.id == cell.id)
        rows.append(Row(cell, number, shown, failures, failing, found, chosen, bool(now) and now != day))
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


def _next_tap(cells: tuple[Cell, ...], number: int) -> str:
    """What is tapped before anything else happens."""
    for cell in cells[number + 1 :]:
        if cell.kind == "tap":
            return str(as_list(cell.value)[0] if isinstance(cell.value, str) else cell.value["button"])
        if cell.kind in ("say", "wait", "event", "operator", "customer"):
            return ""
    return ""
