"""Who else has this flow open, and what they change: looked at every few seconds beside the page."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from builder import company, drafts, signature, state
from builder.company import Visitor
from builder.editor.clashes import who_is
from builder.edits import Draft
from builder.look import kit
from builder.texts import _
from flowbook.errors import FlowbookError
from flowbook.flow import Node

EVERY = 4
SHOWN = 3


def begin(draft: Draft, node: Node | None) -> None:
    """At the beginning of the page: this visit is here, and no dialog is open."""
    company.arrive(draft.flow.id, node.id if node else "")
    _above().clear()


def may_be_drawn_anew() -> bool:
    """Not while a dialog is open."""
    return not _above()


def dialog_opened() -> None:
    """Drawing the whole page anew would close it."""
    _above()["open"] = True


@st.fragment(run_every=EVERY)
def together(draft: Draft, node: Node | None) -> None:
    """In a row of the flow's bar. What a colleague changed elsewhere in the flow is drawn at once; what would
    change the form that is open waits for a press."""
    flow = draft.flow.id
    people = company.others(flow)
    if people:
        with st.container(horizontal=True, vertical_alignment="center", gap=None, key="company"):
            faces = "".join(_face(draft, one) for one in people[:SHOWN])
            kit.show(f'<div class="company">{faces}</div>', width="content")
            if not signature.own_name():
                _ask_name()
            signature.keep_name()
    if drafts.is_as_read(flow):
        return
    if _may_redraw(draft, node) or kit.button(_("Show what changed"), key="show-theirs", glyph="rotate-ccw"):
        st.rerun(scope="app")


def _ask_name() -> None:
    """Once: whoever draws beside somebody else wants to be told apart."""
    with st.popover(_("Say your name"), type="tertiary", key=kit.icon_key("say-name", "user", bare=True)):
        kit.show(f'<p class="mut sm">{escape(_("Others see it beside what you change."))}</p>')
        name = st.text_input(_("Your name"), key="own-name", max_chars=signature.LONGEST)
        kit.button(_("Keep it"), key="keep-own-name", type="primary")
        if name and name.strip():
            signature.sign_as(name)
            st.rerun(scope="app")


def _may_redraw(draft: Draft, node: Node | None) -> bool:
    if _above():
        return False
    try:
        now = drafts.load(draft.flow.id).flow
    except FlowbookError:
        return True
    if node:
        # Where its ways lead is chosen from lists, in which nobody can be in the middle of a word.
        there = now.get(node.id)
        return there is not None and replace(there, exits={}) == replace(node, exits={})
    return replace(now, nodes=()) == replace(draft.flow, nodes=())


def _face(draft: Draft, visitor: Visitor) -> str:
    name = who_is(visitor.name)
    step = draft.flow.get(visitor.step)
    where = _("{who} is in “{step}”", who=name, step=step.title) if step else _("{who} is here too", who=name)
    known = name == visitor.name
    face = kit.initials(name) if known else f'<span class="ava">{kit.icon("layers", 14)}</span>'
    called = f'<span class="called" aria-hidden="true">{escape(name)}</span>'
    says = f'<span class="unseen">{escape(where)}</span>'
    return f'<span class="visitor" title="{escape(where)}">{face}{called}{says}</span>'


def _above() -> dict[str, bool]:
    return state.remembered("above")
