"""The flow that a screen of a flow is about, or what to say where there is none."""

from __future__ import annotations

import streamlit as st

from builder import drafts, screens, state
from builder.edits import Draft
from builder.look import kit
from builder.texts import _
from flowbook.errors import FlowbookError


def opened() -> Draft | None:
    """The draft the address names. Where it names none, or one that is not there, the page says so and offers
    the way back."""
    flow = state.flow_id()
    if not flow:
        _closed(_("No flow is open"), _("Choose one, or make a new one from a template."))
        return None
    st.query_params["flow"] = flow
    try:
        return drafts.read(flow)
    except FlowbookError as error:
        _closed(_("This flow cannot be opened"), str(error))
        return None


def _closed(title: str, text: str) -> None:
    kit.empty("act", "workflow", title, text)
    with st.container(horizontal=True, horizontal_alignment="center", key="closed-acts"):
        if kit.button(_("To all flows"), key="closed-home", type="primary"):
            screens.go("flows")
