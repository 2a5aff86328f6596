"""Changes to the list of a notebook's cells, as they are written in its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.texts import _
from flowbook.errors import StoreError
from flowbook.notebook.schema import CELL_LIMIT

Data = dict[str, Any]
Cells = Sequence[Data]
LONGEST_ID = 40
FRESH: Mapping[str, Any] = {
    "note": "…",
    "customer": {"set": {"first_name": "Sam"}},
    "say": "…",
    "tap": "…",
    "wait": "next timer",
    "event": "…",
    "mock": {"url": "*", "replies": [{"status": 200}]},
    "choose": {"split": "…", "arm": "…"},
    "operator": "…",
    "expect": {"silence": "no"},
    "snapshot": "replies",
    "look": "state",
    "checkpoint": "here",
    "include": "…",
    "explore": "all",
    "compare": "live",
}
"""What a new cell of each kind begins with."""


def place_of(cells: Cells, cell: str) -> int:
    """Raises StoreError for a cell that is not there any more."""
    for number, one in enumerate(cells):
        if one.get("id") == cell:
            return number
    raise StoreError(_("This cell is not in the file any more."))


def added(cells: Cells, after: str, cell: Data) -> list[Data]:
    """`after` is empty for the beginning. The cell gets an id of its own. Raises StoreError when full."""
    if len(cells) >= CELL_LIMIT:
        raise StoreError(_("A notebook has at most {count} cells.", count=f"{CELL_LIMIT:,}"))
    number = place_of(cells, after) + 1 if after else 0
    named = {"id": free_id(cells, str(cell.get("id") or _kind(cell))), **_without_id(cell)}
    return [*cells[:number], named, *cells[number:]]


def removed(cells: Cells, cell: str) -> list[Data]:
    number = place_of(cells, cell)
    return [*cells[:number], *cells[number + 1 :]]


def moved(cells: Cells, cell: str, by: int) -> list[Data]:
    """Up or down by so many places, as far as there are any."""
    number = place_of(cells, cell)
    rest = removed(cells, cell)
    to = max(0, min(len(rest), number + by))
    return [*rest[:to], cells[number], *rest[to:]]


def copied(cells: Cells, cell: str) -> list[Data]:
    """The copy stands below."""
    return added(cells, cell, dict(cells[place_of(cells, cell)]))


def left_out(cells: Cells, cell: str) -> list[Data]:
    """Left out, or played again where it was left out."""
    number = place_of(cells, cell)
    one = dict(cells[number])
    if str(one.pop("skip", "no")).casefold() in ("no", "false"):
        one["skip"] = "yes"
    return [*cells[:number], one, *cells[number + 1 :]]


def changed(cells: Cells, cell: str, after: Data) -> list[Data]:
    number = place_of(cells, cell)
    return [*cells[:number], {"id": cell, **_without_id(after)}, *cells[number + 1 :]]


def free_id(cells: Cells, wanted: str) -> str:
    """`pick`, `pick-2`, and so on."""
    taken = {str(one.get("id")) for one in cells}
    if wanted not in taken:
        return wanted
    bare = wanted.rpartition("-")[0] if wanted.rpartition("-")[2].isdigit() else wanted
    bare = (bare or wanted)[: LONGEST_ID - 6]
    return next(f"{bare}-{n}" for n in range(2, CELL_LIMIT + 2) if f"{bare}-{n}" not in taken)


def _without_id(cell: Data) -> Data:
    return {key: value for key, value in cell.items() if key != "id"}


def _kind(cell: Data) -> str:
    return next((key for key in cell if key in FRESH), "cell")
