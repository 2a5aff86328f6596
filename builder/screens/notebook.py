"""Test: a flow's test notebooks, the cells of the one that is open, and panels beside them."""

from __future__ import annotations

from time import monotonic

import streamlit as st

from builder import opening, screens, state
from builder.edits import Draft
from builder.flowbar import flow_bar
from builder.look import kit
from builder.notebook.desk import Desk, desk_of
from builder.notebook.head import notebook_acts
from builder.notebook.listed import bring_back, list_acts, notebook_list
from builder.notebook.opened import opened_notebook
from builder.notebook.panels import draw_panels
from builder.notebook.running import Bar
from builder.notices import show_notice
from builder.screens import Screen
from builder.texts import _
from flowbook.errors import StoreError


def page() -> None:
    draft = opening.opened()
    if draft is None:
        return
    reading = Bar(monotonic(), _("Reading the test…"), stops=False)
    try:
        desk = desk_of(draft, reading.show)
    except StoreError as error:
        flow_bar(draft.flow, "test")
        _gone(draft, str(error))
        return
    reading.clear()
    flow_bar(draft.flow, "test", lambda: (notebook_acts if desk.sheet else list_acts)(desk))
    show_notice(f"test {draft.flow.id}", lambda undone: bring_back(draft.flow.id, undone))
    _draw(desk)


def _draw(desk: Desk) -> None:
    left, right = st.columns([1.97, 1], gap="large")
    with left, st.container(key="first"):
        opened_notebook(desk) if desk.sheet else notebook_list(desk)
    with right:
        draw_panels(desk)


def _gone(draft: Draft, why: str) -> None:
    kit.empty("act", "list-checks", _("This notebook cannot be opened"), why)

    def back() -> None:
        if kit.button(_("To all tests of this flow"), key="test-all", type="primary"):
            state.name_notebook("")
            screens.go("test", flow=draft.flow.id)

    kit.centred(back, key="gone-acts")


SCREEN = Screen(
    address="test", title=lambda: _("Test"), page=page, place="flow", order=30, glyph="list-checks"
)
