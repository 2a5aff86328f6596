"""What a press among the cells does, by its first word: `delete:pick`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from builder import state
from builder.notebook import changing, edits, files
from builder.notebook.accepting import accept, clear
from builder.notebook.compared import REJECTED, SKIPPED
from builder.notebook.desk import Desk
from builder.notebook.drawn import TOP
from builder.notebook.edits import Cells, Data
from builder.notebook.results import own
from builder.notebook.rows import table_of
from builder.notebook.running import want_run
from flowbook.notebook.writing import cells_of


def hear(desk: Desk, pressed: str) -> None:
    what, _, told = pressed.partition(":")
    if what in _DEEDS:
        changing.safely(lambda: _DEEDS[what](desk, told))


def change(desk: Desk, how: Callable[[Cells], list[Data]]) -> None:
    """Raises FlowbookError."""
    assert desk.sheet is not None
    changing.change_cells(desk.flow.id, desk.sheet.name, how)
    state.raise_version()


def _open(desk: Desk, cell: str) -> None:
    memory = own(desk)
    memory["open"] = "" if memory.get("open") == cell else cell
    memory["adding"] = ""


def _add(desk: Desk, told: str) -> None:
    kind, _, after = told.partition(":")
    _add_cell(desk, after, {kind: edits.FRESH[kind]})


def _add_cell(desk: Desk, after: str, cell: Data, *, opened: bool = True) -> None:
    there = _ids(desk)
    change(desk, lambda cells: edits.added(cells, after, cell))
    fresh = [one for one in _ids(desk) if one not in there]
    own(desk).update(adding="", open=fresh[0] if fresh and opened else "")


def _ids(desk: Desk) -> list[str]:
    assert desk.sheet is not None
    return [str(one.get("id")) for one in cells_of(files.text_of(desk.flow.id, desk.sheet.name))]


def _press(desk: Desk, told: str) -> None:
    """A button in the chat: the tap below the cell, run at once."""
    after, _, label = told.partition(":")
    _add_cell(desk, after, {"tap": label}, opened=False)
    want_run(desk, _number(desk, after) + 2)


def _insert(desk: Desk, cell: str) -> None:
    own(desk)["adding"] = cell


def _above(desk: Desk, cell: str) -> None:
    cells = _ids(desk)
    at = cells.index(cell)
    _insert(desk, cells[at - 1] if at else TOP)


def _run(desk: Desk, cell: str) -> None:
    want_run(desk, _number(desk, cell) + 1)


def _number(desk: Desk, cell: str) -> int:
    assert desk.play is not None
    return next(number for number, one in enumerate(desk.play.cells) if one.id == cell)


def _delete(desk: Desk, cell: str) -> None:
    change(desk, lambda cells: edits.removed(cells, cell))
    own(desk)["open"] = ""


def _offer(desk: Desk, cell: str) -> None:
    """A cell that answers the call, before the one that made it."""
    row = next(one for one in table_of(desk).rows if one.cell.id == cell)
    offer: Mapping[str, Any] = next(one.failure.offer for one in row.failures if one.failure.offer)
    cells = [one.cell.id for one in table_of(desk).rows if one.is_own]
    before = cells.index(cell)
    _add_cell(desk, cells[before - 1] if before else "", dict(offer))


def _decide(desk: Desk, told: str, decision: str) -> None:
    decided = own(desk).setdefault("decided", {})
    decided[told.partition(":")[2]] = decision


_DEEDS: Mapping[str, Callable[[Desk, str], None]] = {
    "open": _open,
    "add": _add,
    "press": _press,
    "insert": _insert,
    "above": _above,
    "run": _run,
    "up": lambda desk, cell: change(desk, lambda cells: edits.moved(cells, cell, -1)),
    "down": lambda desk, cell: change(desk, lambda cells: edits.moved(cells, cell, 1)),
    "copy": lambda desk, cell: change(desk, lambda cells: edits.copied(cells, cell)),
    "skip": lambda desk, cell: change(desk, lambda cells: edits.left_out(cells, cell)),
    "delete": _delete,
    "offer": _offer,
    "accept": accept,
    "clear": clear,
    "reject": lambda desk, told: _decide(desk, told, REJECTED),
    "later": lambda desk, told: _decide(desk, told, SKIPPED),
}
