"""A notebook's file with its snapshots accepted as they came out."""

from __future__ import annotations

from flowbook.notebook.cells import Cell
from flowbook.notebook.playing import NotebookRun
from flowbook.notebook.snapshots import SNAPSHOT, accepted_of, accepted_value
from flowbook.notebook.stage import Taken
from flowbook.notebook.writing import cells_of, rewritten


def updated(text: str, run: NotebookRun) -> str:
    """The same text where nothing is new or changed. Of scenarios that did not come to a snapshot what was
    accepted stays; of those there are no more it goes."""
    values = {
        cell.id: accepted_value(cell, taken)
        for cell in run.ground.notebook.cells
        if (taken := _all(cell, run))
    }
    cells = cells_of(text)
    for cell in cells:
        value = values.get(str(cell["id"]))
        if value and not _is_settled(str(cell["id"]), run):
            cell[SNAPSHOT] = value
    return rewritten(text, cells)


def _all(cell: Cell, run: NotebookRun) -> dict[str, Taken]:
    """What each scenario has to be from now on."""
    if cell.kind != SNAPSHOT:
        return {}
    found = {}
    for one in run.runs:
        key = one.scenario.key
        old = accepted_of([cell], key).get(cell.id)
        taken = run.album.taken.get(cell.id, {}).get(key) or (Taken(old, old) if old is not None else None)
        if taken:
            found[key] = taken
    return found


def _is_settled(cell: str, run: NotebookRun) -> bool:
    taken = run.album.taken.get(cell, {})
    return all(one.same for one in taken.values()) and cell not in run.album.unused
