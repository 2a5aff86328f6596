"""Draw: the flow on a map, the selected step's form beside it, its problems below."""

from __future__ import annotations

import streamlit as st

from builder import drafts, screens, state
from builder.editor.inspector import inspector
from builder.editor.outline import outline
from builder.editor.palette import open_palette
from builder.editor.problems import problem_list
from builder.editor.selection import selected_node
from builder.editor.tools import tools
from builder.editor.whole import whole_flow
from builder.edits import Draft
from builder.flowbar import flow_bar
from builder.look import kit
from builder.look.chips import save_while_typing
from builder.maps import MOST, Overlay, flow_map
from builder.opening import opened
from builder.screens import Screen
from builder.texts import _
from flowbook.checks import Issue
from flowbook.flow import Node


def page() -> None:
    draft = opened()
    if draft is None:
        return
    issues = drafts.issues(draft.flow.id)
    flow_bar(draft.flow, "draw", lambda: _acts(draft))
    node = selected_node(draft)
    left, right = st.columns([2.6, 1], gap="medium")
    # The form before the map: what it changes draws the page anew, and the map would be drawn for nothing.
    with right:
        if node:
            inspector(draft, node, issues)
        else:
            whole_flow(draft)
    with left:
        _map(draft, node, issues)
        problem_list(draft, issues)
    save_while_typing("card-props")


def _acts(draft: Draft) -> None:
    for address, glyph, kind in (("try", "play", "secondary"), ("publish", "rocket", "primary")):
        screen = next((one for one in screens.flow_tabs() if one.address == address), None)
        if screen and kit.button(screen.title(), key=f"go-{address}", glyph=glyph, type=kind):
            screens.go(address, flow=draft.flow.id)


def _map(draft: Draft, node: Node | None, issues: tuple[Issue, ...]) -> None:
    with st.container(key="canvaswrap", gap=None):
        tools(draft)
        if not draft.flow.nodes:
            _nothing_drawn(draft)
            return
        over = Overlay(selected=node.id if node else "", issues=issues)
        with st.container(key="mapframe"):
            clicked = flow_map(draft.flow, draft.layout, over, key=f"map-{draft.flow.id}")
        with st.container(key="outline"):
            clicked = outline(draft.flow, over.selected, issues) or clicked
        if len(draft.flow.nodes) > MOST:
            says = _("The map shows the first {count} steps. Go to the others by name.", count=MOST)
            kit.show(f'<p class="mut sm map-note">{says}</p>')
    if clicked and clicked != over.selected:
        state.select(draft.flow.id, clicked)
        st.rerun()


def _nothing_drawn(draft: Draft) -> None:
    kit.empty("act", "workflow", _("No steps yet"), _("Begin with what starts the conversation."))
    with st.container(horizontal=True, horizontal_alignment="center", key="first-step"):
        if kit.button(_("Add the first step"), key="add-first", glyph="plus"):
            open_palette(draft, None)


SCREEN = Screen(address="draw", title=lambda: _("Draw"), page=page, place="flow", order=10, glyph="workflow")
