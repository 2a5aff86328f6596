"""A notebook as text: written as it is, with what is wrong in it as a sentence; never lost."""

from __future__ import annotations

import streamlit as st

from builder import state
from builder.look import kit
from builder.notebook import changing, files
from builder.notebook.desk import Desk
from builder.notebook.results import own
from builder.texts import _
from flowbook.errors import FlowbookError


def text_form(desk: Desk) -> None:
    """The whole file in a box. What somebody else has saved meanwhile is said before it is written over."""
    assert desk.sheet is not None
    kept = own(desk)
    base = kept.setdefault("text_base", desk.sheet.text)
    told = _("Cells begin with “- id:”. Remarks begin with #. What cannot be read is saved all the same.")
    kit.show(f'<p class="mut sm">{told}</p>')
    key = _key(desk)
    written = st.text_area(_("The test as text"), base, height=520, key=key) or ""
    for sentence in faults(written, desk.sheet.name):
        if sentence != desk.problem:  # That one stands above.
            kit.show(kit.problem("error", sentence))
    if desk.sheet.text != base:
        _clash(desk, written)
        return
    press = {"on_click": _save, "args": (desk, key), "disabled": written == desk.sheet.text}
    kit.button(_("Save the text"), key="text-save", glyph="check", type="primary", **press)


def faults(text: str, name: str) -> list[str]:
    """A sentence with line and cell for what is wrong; none for a text that can be read."""
    try:
        files.parsed(text, name)
    except FlowbookError as error:
        return [str(error)]
    return []


def leave_text(desk: Desk) -> None:
    """Back to the cells; what was written is saved. Where somebody else has saved meanwhile it stays open."""
    assert desk.sheet is not None
    base, written = own(desk).get("text_base", desk.sheet.text), state.answer(_key(desk))
    if written is not None and written != base:
        if desk.sheet.text != base:
            return
        _write(desk, str(written))
    own(desk).update(as_text=False)
    own(desk).pop("text_base", None)


def _key(desk: Desk) -> str:
    return f"test-text-{desk.sheet.name if desk.sheet else ''}-{state.version()}"


def _clash(desk: Desk, written: str) -> None:
    told = _("The file was changed elsewhere meanwhile. What you wrote is still here.")
    kit.show(kit.problem("warning", told))
    with st.container(horizontal=True, key="text-clash"):
        if kit.button(_("Save mine; theirs stays one step back"), key="text-mine"):
            _write(desk, written)
            st.rerun()
        if kit.button(_("Take theirs"), key="text-theirs", type="tertiary"):
            own(desk).pop("text_base", None)
            state.raise_version()
            st.rerun()


def _save(desk: Desk, key: str) -> None:
    """Before the page is drawn; somebody may have saved since it was."""
    assert desk.sheet is not None
    if files.text_of(desk.sheet.flow, desk.sheet.name) == desk.sheet.text:
        _write(desk, str(state.answer(key) or ""))


def _write(desk: Desk, written: str) -> None:
    assert desk.sheet is not None
    sheet = desk.sheet

    def save() -> None:
        changing.save(sheet.flow, sheet.name, files.text_of(sheet.flow, sheet.name), written)

    if changing.safely(save):
        own(desk)["text_base"] = written
