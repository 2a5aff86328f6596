"""The tools above the map: undo, redo, tidy, add a step, jump to a step, and whether all is saved."""

from __future__ import annotations

import streamlit as st

from builder import drafts, edits, state
from builder.editor.palette import open_palette
from builder.editor.selection import WHOLE, selected_node
from builder.edits import Draft, Gap
from builder.look import kit
from builder.texts import _


def tools(draft: Draft) -> None:
    flow = draft.flow.id
    back, forth = drafts.can_step(flow)
    with st.container(key="tools", horizontal=True, vertical_alignment="center", gap="xsmall"):
        if kit.button(_("Add a step"), key="add-step", glyph="plus", type="primary"):
            open_palette(draft, next_gap(draft))
        if _tool(_("Undo"), "undo", "undo-2", disabled=not back):
            drafts.step_back(flow)
            st.rerun()
        if _tool(_("Redo"), "redo", "redo-2", disabled=not forth):
            drafts.step_forward(flow)
            st.rerun()
        if _tool(_("Tidy up the map"), "tidy", "wand-sparkles"):
            drafts.change(edits.tidy(draft))
        if _tool(_("About this flow"), "whole", "settings"):
            state.select(flow, WHOLE)
            st.rerun()
        _jump(draft)
        kit.show(f'<span class="saved">{kit.icon("check", 15)}{_("Saved")}</span>', width="content")


def next_gap(draft: Draft) -> Gap | None:
    """Behind the selected step: the first way that must lead somewhere and does not, else the first there
    is."""
    node = selected_node(draft)
    exits = edits.exits_of(node) if node else ()
    if node is None or not exits:
        return None
    open_ways = [exit for exit in exits if exit.required and exit.id not in node.exits]
    return Gap(node.id, (open_ways or exits)[0].id)


def _tool(label: str, key: str, glyph: str, *, disabled: bool = False) -> bool:
    """No keyboard shortcut: it would take Ctrl+Z away from the text box in which somebody types."""
    return kit.button(label, key=key, glyph=glyph, bare=True, type="tertiary", disabled=disabled)


def _jump(draft: Draft) -> None:
    """Every step by its title: the way around for those who cannot click on the map."""
    titles = kit.distinct({node.id: node.title for node in draft.flow.nodes})
    chosen = st.selectbox(
        _("Go to a step"),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        key=f"jump-{draft.flow.id}-{state.selected(draft.flow.id)}-{state.version()}",
        placeholder=_("Go to a step"),
        label_visibility="collapsed",
        width=210,
    )
    if chosen:
        state.select(draft.flow.id, chosen)
        st.rerun()
