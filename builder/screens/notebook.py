"""Test: where a flow's test notebooks will be; until then, what to do instead."""

from __future__ import annotations

import streamlit as st

from builder import screens
from builder.flowbar import flow_bar
from builder.look import kit
from builder.opening import opened
from builder.screens import Screen
from builder.texts import _


def page() -> None:
    draft = opened()
    if draft is None:
        return
    flow_bar(draft.flow, "test")
    kit.empty(
        "act",
        "list-checks",
        _("No tests yet"),
        _(
            "Tests are conversations that Flowbook repeats by itself, to see that the bot still says what it "
            "should. They are not ready in this version. Talk to the bot in Try meanwhile."
        ),
    )
    with st.container(horizontal=True, horizontal_alignment="center", key="test-acts"):
        addresses = {screen.address for screen in screens.flow_tabs()}
        if "try" in addresses and kit.button(_("Go to Try"), key="test-try", glyph="play", type="primary"):
            screens.go("try", flow=draft.flow.id)
        if kit.button(_("Go on drawing"), key="test-draw"):
            screens.go("draw", flow=draft.flow.id)


SCREEN = Screen(
    address="test", title=lambda: _("Test"), page=page, place="flow", order=30, glyph="list-checks"
)
