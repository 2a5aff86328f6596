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
from flowbook.notebook.snapshots import Album, Change, album_of
from flowbook.notebook.stage import Failure, Taken


@dataclass(frozen=True, slots=True)
class Missed:
    """A failure in the scenario of that key: `who` is what it is called here, `name` what the sentence calls
    the customer."""

    key: str
    who: str
    name: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class Row:
    """`failures` of everybody, those of the customer who is seen first; `failing` counts who has any.
    `changes` are what a snapshot is to decide, `unused` those for whom it has texts and who do not play;
    `chosen` is the button that is tapped next. `new_day`: the clock stands on another day than at the cell
    before. `behind` counts cells before it that have to be played for it."""

    cell: Cell
    number: int
    shown: Shown | None = None
    failures: tuple[Missed, ...] = ()
    failing: int = 0
    changes: tuple[Change, ...] = ()
    unused: tuple[str, ...] = ()
    chosen: str = ""
    new_day: bool = True
    behind: int = 0

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
    people = [desk.seen, *(one for one in desk.scenarios if one.key != desk.seen.key)]
    album, taps = _album(deck.play.cells, results), next_taps(deck.play.cells)
    changes: dict[str, tuple[Change, ...]] = {}
    for change in album.changes:
        changes[change.cell.id] = (*changes.get(change.cell.id, ()), change)
    rows: list[Row] = []
    day, behind = "", 0
    for number, cell in enumerate(deck.play.cells):
        shown = results[desk.seen.key][number]
        now = _day(shown, zone)
        failures, failing = _failed(results, people, number)
        rows.append(
            Row(
                cell,
                number,
                shown,
                failures,
                failing,
                changes=changes.get(cell.id, ()),
                unused=tuple(album.unused.get(cell.id, ())),
                chosen=taps[number],
                new_day=bool(now) and now != day,
                behind=behind,
            )
        )
        day, behind = now or day, behind + (shown is None or shown.stale)
    return Table(tuple(rows), results, zone)


def _day(shown: Shown | None, zone: ZoneInfo) -> str:
    at = shown.outcome.ended if shown else None
    return f"{at.astimezone(zone):%Y-%m-%d}" if at else ""


def _failed(
    results: dict[str, list[Shown | None]], people: Sequence[Scenario], number: int
) -> tuple[tuple[Missed, ...], int]:
    found = [(one, results[one.key][number]) for one in people]
    failed = [(one, shown.outcome) for one, shown in found if shown and shown.outcome.state == FAILED]
    told = (
        Missed(who.key, who.label, who.customer.name, each) for who, one in failed for each in one.failures
    )
    return tuple(told), len(failed)


def _album(cells: tuple[Cell, ...], results: dict[str, list[Shown | None]]) -> Album:
    """What differs from what is accepted, equal differences once, and what nobody uses."""
    taken: dict[str, dict[str, Taken]] = {}
    for key, some in results.items():
        for one in some:
            if one and one.outcome.taken and not one.stale:
                taken.setdefault(one.outcome.cell.id, {})[key] = one.outcome.taken
    return album_of(cells, taken, results)


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
