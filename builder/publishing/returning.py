"""Bringing an older version back: the question before, with who is inside, and what came of it."""

from __future__ import annotations

import streamlit as st

from builder import state
from builder.look import kit
from builder.places import store
from builder.publishing.inside import Landing, inside_part, taken_words
from builder.signature import author
from builder.texts import _
from flowbook.errors import FlowbookError
from flowbook.store.moving import take_along
from flowbook.store.publishing import earlier, go_back
from flowbook.store.releases import ReleaseNote


def back_dialog(note: ReleaseNote) -> None:
    @st.dialog(_("Bring v{version} back?", version=note.version), width="medium")
    def ask() -> None:
        back_part(note)

    ask()


def back_part(note: ReleaseNote) -> None:
    """What the dialog shows: as before a publishing, nothing happens to anybody that was not told here."""
    st.write(_("From now on new conversations meet v{version}.", version=note.version))
    try:
        release, bots = earlier(store(), note.flow, note.version)
    except FlowbookError as error:
        kit.show(kit.problem("error", str(error)))
        return
    landing = Landing(release, bots, note.version)
    calm = _("Nobody is inside another version now"), _("This interrupts no conversation.")
    people = inside_part(landing, calm)
    st.caption(_("Your draft stays as it is."))
    label = _("Bring v{version} back", version=note.version)
    done = {"on_click": bring_back, "args": (note.flow, note.version, people)}
    if kit.button(label, key="back-sure", glyph="undo-2", type="primary", **done):
        st.rerun()


def bring_back(flow: str, version: int, people: str) -> None:
    """Says what became of it in the page's notice. `people`: what becomes of those inside."""
    try:
        with store().transaction():
            release, bots = earlier(store(), flow, version)
            go_back(store(), release, bots, author=author())
            taken = take_along(store(), release, bots, people)
    except FlowbookError as error:
        state.refuse(str(error))
        return
    state.remembered(f"published {flow}").clear()
    state.note(f"{_('v{version} is live again.', version=version)} {taken_words(taken)}".rstrip())
