"""The form of the cell that is open: made from its kind, saved as soon as it changes and can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.notebook import changing, edits
from builder.notebook.desk import Desk
from builder.notebook.edits import Cells, Data
from builder.notebook.forms.known import known_of
from builder.notebook.forms.place import Missing, Place
from builder.notebook.forms.waiting import wait_form
from builder.notebook.forms.whole import control
from builder.notebook.meant import anybody, teller
from builder.notebook.results import own
from builder.notebook.rows import Row
from builder.texts import _
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.schema import cell_faults, typed_cell
from flowbook.notebook.typed import as_written

UNDO = "step back"
"""What the notice's Undo button answers with."""
SPECIAL = {"wait": wait_form}


def cell_form(desk: Desk, row: Row) -> None:
    """What was changed is saved and the page drawn again; what cannot be saved stays here, with why."""
    cell = row.cell
    extra = own(desk).setdefault("extra", {})
    key = f"cell-{cell.id}-{state.version()}"
    with st.container(border=True, key=f"cellform-{cell.id}"):
        place = Place(cell.kind, kinds()[cell.kind].shape, cell.value, key, known_of(desk, row), extra)
        value = SPECIAL.get(cell.kind, control)(place)
        common = _common(desk, cell, key)
        if isinstance(value, Missing):
            kit.show(kit.problem("error", _("Fill this in, or delete the cell.")))
            return
        after = _as_data(cell, value, common)
        if wrong := _fault(cell, after):
            kit.show(kit.problem("error", wrong))
        elif after != _as_data(cell, cell.value, _common_of(cell)):
            _save(desk, cell, after)


def _common(desk: Desk, cell: Cell, key: str) -> dict[str, Any]:
    """What every cell may have besides: a note, a reason to leave it out, whom it is for."""
    if cell.kind == "note":
        return {}
    has = bool(cell.note or cell.only or cell.skip)
    with st.expander(_("Note, for whom, left out"), expanded=has):
        note = (st.text_input(_("Note for readers"), cell.note, key=f"{key}-note") or "").strip()
        only = st.multiselect(
            _("Only for"),
            list(dict.fromkeys((*anybody(desk), *cell.only))),
            default=list(cell.only),
            format_func=teller(desk),
            accept_new_options=True,
            placeholder=_("For everybody"),
            key=f"{key}-only",
        )
        skip = (st.text_input(_("Left out, because"), cell.skip, key=f"{key}-skip") or "").strip()
    return {"note": note, "only": tuple(only), "skip": skip}


def _common_of(cell: Cell) -> dict[str, Any]:
    return {} if cell.kind == "note" else {"note": cell.note, "only": cell.only, "skip": cell.skip}


def _as_data(cell: Cell, value: Any, common: Mapping[str, Any]) -> Data:
    more = {name: one for name, one in common.items() if one}
    if "only" in more:
        more["only"] = list(more["only"]) if len(more["only"]) > 1 else more["only"][0]
    return {"id": cell.id, cell.kind: value, **more}


def _fault(cell: Cell, after: Data) -> str:
    """Why a file with this cell could not be read; empty where it could."""
    typed = typed_cell(cell.kind, as_written(after))
    for where, sentence in cell_faults(cell.kind, typed):
        named = ".".join(str(part) for part in where if part != cell.kind)
        return f"{named}: {sentence}" if named else sentence
    return ""


def _save(desk: Desk, cell: Cell, after: Data) -> None:
    """Where somebody else has changed the same cell, theirs is one step back."""
    assert desk.sheet is not None
    shown = desk.sheet

    def put(cells: Cells) -> list[Data]:
        there = cells[edits.place_of(cells, cell.id)]
        if not _is_as_shown(there, cell):
            told = _("This cell was changed elsewhere meanwhile. Yours is kept; Undo brings theirs back.")
            state.note(told, undo=UNDO)
        ordered = {name: after[name] for name in there if name in after}
        return edits.changed(cells, cell.id, {**ordered, **after})

    if changing.safely(lambda: changing.change_cells(shown.flow, shown.name, put)):
        own(desk)["saved"] = True
    st.rerun()


def _is_as_shown(there: Data, cell: Cell) -> bool:
    """Whether the cell in the file is still the one that this form shows."""
    return bool(typed_cell(cell.kind, there).get(cell.kind) == cell.value)
