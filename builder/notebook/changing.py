"""Changes to a notebook's file: saved at once, with what was before them, beside what others save
meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builder import state
from builder.notebook import files
from builder.notebook.edits import Cells, Data
from builder.places import data_folder
from builder.texts import _
from flowbook.errors import FlowbookError, StoreError
from flowbook.notebook.writing import cells_of, rewritten
from flowbook.store import notebooks as shelf

STEPS, MOST = 60, 8_000_000
"""What can be undone: so many changes, and so many characters of them together."""


def change_cells(flow: str, name: str, change: Callable[[Cells], list[Data]]) -> None:
    """Raises FlowbookError with a sentence; then nothing is changed."""
    text = files.text_of(flow, name)
    save(flow, name, text, rewritten(text, change(cells_of(text))))


def save(flow: str, name: str, before: str, after: str) -> None:
    """The whole text, which can be undone. Raises StoreError."""
    if before == after:
        return
    shelf.save_notebook(data_folder(), flow, name, after)
    past = _past(flow, name)
    past["done"] = _fitting([*past["done"], [before, after]])
    past["undone"] = []


def undo(flow: str, name: str) -> None:
    """The file as it was before this visit's last change. Raises StoreError where somebody else has changed
    it since."""
    _step(flow, name, "done", "undone")


def redo(flow: str, name: str) -> None:
    _step(flow, name, "undone", "done")


def can_step(flow: str, name: str) -> tuple[bool, bool]:
    past = _past(flow, name)
    return bool(past["done"]), bool(past["undone"])


def safely(deed: Callable[[], None]) -> bool:
    """For presses, which run before the page is drawn: what was refused is told at its top."""
    try:
        deed()
    except FlowbookError as error:
        state.refuse(str(error))
        return False
    return True


def _step(flow: str, name: str, of: str, to: str) -> None:
    past = _past(flow, name)
    if not past[of]:
        return
    before, after = past[of][-1]
    wanted, there = (before, after) if of == "done" else (after, before)
    if files.text_of(flow, name) != there:
        raise StoreError(_("The file was changed elsewhere since. This step would take that back too."))
    shelf.save_notebook(data_folder(), flow, name, wanted)
    past[to] = [*past[to], past[of][-1]]
    past[of] = past[of][:-1]
    state.raise_version()


def _fitting(steps: list[list[str]]) -> list[list[str]]:
    kept = steps[-STEPS:]
    while len(kept) > 1 and sum(len(text) for step in kept for text in step) > MOST:
        kept = kept[1:]
    return kept


def _past(flow: str, name: str) -> dict[str, Any]:
    memory = state.remembered(f"test {flow} {name}")
    past: dict[str, Any] = memory.setdefault("past", {"done": [], "undone": []})
    return past
