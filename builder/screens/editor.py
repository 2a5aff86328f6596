"""Draw: the flow on the canvas, the selected step's form beside it, its problems below."""

from __future__ import annotations

import streamlit as st

from builder import drafts, proofs, screens, state
from builder.canvas.desk import Look, drawing
from builder.canvas.picture import Marks, Tested
from builder.covering.drawing import show_tests_switch, tested_now, tests_card
from builder.covering.measuring import people_inside
from builder.editor.earlier import open_earlier
from builder.editor.faults import sentence_of
from builder.editor.inspector import inspector
from builder.editor.problems import problem_list
from builder.editor.proving import look_for_proofs
from builder.editor.selection import WHOLE, follow_address
from builder.editor.together import begin, together
from builder.editor.whole import whole_flow
from builder.edits import Draft
from builder.flowbar import flow_bar
from builder.look import kit
from builder.look.saving import save_while_typing
from builder.notices import show_notice
from builder.opening import opened
from builder.screens import Screen
from builder.texts import _
from flowbook.checks import Issue
from flowbook.flow import Node

HEIGHT = 620
FORM = ".st-key-card-props"


def page() -> None:
    draft = opened()
    if draft is None:
        return
    issues = drafts.issues(draft.flow.id)
    issues = (*issues, *proofs.besides(issues, draft.flow.id))
    node = follow_address(draft)
    begin(draft, node)
    flow_bar(draft.flow, "draw", lambda: _acts(draft, node))
    show_notice(f"draw {draft.flow.id}")
    tested = tested_now(draft.flow.id)
    left, right = st.columns([2.6, 1], gap="medium")
    # The form before the canvas: what it changes draws the page anew, the canvas would be told in vain.
    with right:
        tests_card(draft, node)
        if node:
            inspector(draft, node, issues)
        else:
            whole_flow(draft)
    with left:
        _canvas(draft, node, issues, tested)
        problem_list(draft, issues)
        if proofs.known(draft.flow.id) is None:
            look_for_proofs(draft.flow.id)
    save_while_typing("card-props")


def _acts(draft: Draft, node: Node | None) -> None:
    together(draft, node)
    show_tests_switch(draft.flow.id)
    if kit.button(_("Earlier versions"), key="earlier", glyph="history", bare=True, type="tertiary"):
        open_earlier(draft.flow.id)
    if kit.button(_("About this flow"), key="whole", glyph="settings", bare=True, type="tertiary"):
        state.select(draft.flow.id, WHOLE)
        st.rerun()
    for address, glyph, kind in (("try", "play", "secondary"), ("publish", "rocket", "primary")):
        screen = next((one for one in screens.flow_tabs() if one.address == address), None)
        if screen and kit.button(screen.title(), key=f"go-{address}", glyph=glyph, type=kind):
            screens.go(address, flow=draft.flow.id)


def _canvas(draft: Draft, node: Node | None, issues: tuple[Issue, ...], tested: Tested | None) -> None:
    told = tuple((issue, sentence_of(issue)) for issue in issues)
    marks = Marks(told, people=people_inside(draft.flow.id), tested=tested)
    with st.container(key="canvaswrap"):
        drawing(draft, marks, Look(node.id if node else "", HEIGHT, form=FORM))


SCREEN = Screen(address="draw", title=lambda: _("Draw"), page=page, place="flow", order=10, glyph="workflow")
