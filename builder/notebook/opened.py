"""One notebook, open: its head, its cells, and the way back to all."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import state
from builder.look import kit
from builder.notebook.desk import Desk
from builder.texts import _


def opened_notebook(desk: Desk) -> None:
    assert desk.sheet is not None
    if kit.button(_("All tests"), key="test-all", glyph="arrow-left", type="tertiary"):
        state.name_notebook("")
        st.rerun()
    kit.show(f'<h2 class="big">{escape(desk.sheet.title)}</h2>')
    if desk.problem:
        kit.state_card("bad", "circle-alert", _("This notebook cannot be read"), desk.problem)
