"""What tests have seen, beside the drawing canvas: the switch that shows it, a card for what is pressed."""

from __future__ import annotations

import streamlit as st

from builder import state
from builder.canvas.desk import ask_way, asked_way
from builder.canvas.picture import Tested
from builder.covering.card import measure_shown, told_exits
from builder.covering.measuring import Measured, known, latest, tested
from builder.covering.overview import legend, step_ways
from builder.edits import Draft
from builder.look import kit
from builder.texts import _
from flowbook.flow import Node


def show_tests_switch(flow: str) -> None:
    memory = state.remembered(f"covering {flow}")
    shown = bool(memory.get("shown"))
    label = _("Hide the tests") if shown else _("Show the tests")
    kind = "secondary" if shown else "tertiary"
    if kit.button(label, key="show-tests", glyph="list-checks", bare=True, type=kind):
        memory |= {"shown": not shown, "fresh": not shown}
        st.rerun()


def tested_now(flow: str) -> Tested | None:
    """None while the switch is off. It is measured, with a bar, when it is switched on."""
    memory = state.remembered(f"covering {flow}")
    if not memory.get("shown"):
        return None
    fresh = memory.pop("fresh", False)
    found = known(flow) if fresh else latest(flow)
    return tested(found or measure_shown(flow))


def tests_card(draft: Draft, node: Node | None) -> None:
    """Of the way that was pressed, else of the step that is selected; nothing while the switch is off."""
    flow = draft.flow.id
    found = latest(flow) if state.remembered(f"covering {flow}").get("shown") else None
    if found is None:
        return
    with st.container(border=True, key="card-covering"):
        kit.show(f'<div class="row"><h3 class="big grow">{_("Tests")}</h3>{told_exits(found)}</div>')
        _asked(draft, node, found)
        kit.show(f'<div class="phone-only">{legend()}</div>')
        if known(flow) is None and kit.button(_("Measure again"), key="cov-again", glyph="play"):
            measure_shown(flow)
            st.rerun()


def _asked(draft: Draft, node: Node | None, found: Measured) -> None:
    flow = draft.flow
    step, exit = asked_way(flow.id) or (node.id if node else "", "")
    if step not in flow.by_id:
        kit.show(f'<p class="mut sm">{_("Press a step or a way to see which tests come by.")}</p>')
        return
    if asked := step_ways(draft, found, step, exit):
        ask_way(flow.id, step, asked)
        st.rerun()
