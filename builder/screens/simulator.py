"""Try: talk to the draft as a chosen customer, with a clock that can be turned forward."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from builder import drafts, opening, state
from builder.flowbar import flow_bar
from builder.look import kit
from builder.look.tap import tap
from builder.notices import show_notice
from builder.screens import Screen
from builder.simulator import opened
from builder.simulator.cards import customer_card, path_card, why_card
from builder.simulator.clock import clock_card, shown_progress
from builder.simulator.deeds import hear
from builder.simulator.dialogs import answer_dialog, event_dialog
from builder.simulator.facts import known
from builder.simulator.notes import ANSWER
from builder.simulator.phone import phone
from builder.simulator.rehearsal import Rehearsal, turn_clock
from builder.simulator.saving import saving_dialog
from builder.simulator.stage import Played, play
from builder.simulator.talk import BACK
from builder.texts import _
from builder.training.entry import learn_card
from flowbook.workspace import Workspace

LINK, EVENT, SAVE = "link:", "event", "save"


def page() -> None:
    draft = opening.opened()
    if draft is None:
        return
    flow = draft.flow.id
    stage = opened.stage_for(flow)
    flow_bar(draft.flow, "try", lambda: _acts(flow, stage.setting.workspace))
    show_notice(f"try {flow}", lambda who: opened.bring_back(flow, who))
    progress = shown_progress()
    top = st.container()
    left, middle, right = st.columns([1, 1.2, 1.05], gap="medium")
    with left:
        customer_card(flow, stage)
    rehearsal = opened.current(flow, stage.setting.workspace)
    played = play(stage, rehearsal, progress)
    with top:
        clock_card(played, lambda until: _turn(flow, until))
    with middle, st.container(key="first"):
        html = phone(played, rehearsal, _link(flow))
        tap(html, key=f"phone-{flow}", on_tap=lambda pressed: _hear(flow, pressed))
    with left, st.container(border=True, key="card-knows"):
        kit.show(known(played))
    with right:
        path_card(played, draft.layout)
        why_card(played)
        learn_card(draft.flow)
    _ask(flow, rehearsal, played)


def _acts(flow: str, workspace: Workspace) -> None:
    kit.button(_("Start over"), key="try-again", glyph="rotate-ccw", on_click=opened.start_over, args=(flow,))
    nothing = not opened.current(flow, workspace)["acts"]
    asked = {"on_click": _save_as_test, "args": (flow,), "disabled": nothing}
    kit.button(_("Save as test"), key="try-save", glyph="list-checks", **asked)


def _save_as_test(flow: str) -> None:
    state.remembered(f"try {flow}")["asked"] = SAVE


def _turn(flow: str, until: datetime) -> None:
    opened.keep(flow, turn_clock(_current(flow), until))


def _hear(flow: str, pressed: str) -> None:
    """Before the page is drawn: what was pressed in the phone becomes part of the talk."""
    memory = state.remembered(f"try {flow}")
    memory.clear()
    if pressed == EVENT or pressed.startswith((LINK, ANSWER)):
        memory["asked"] = pressed
        return
    rehearsal = _current(flow)
    changed = hear(rehearsal, play(opened.stage_for(flow), rehearsal), pressed)
    opened.keep(flow, changed, undoable=_("You went back.") if pressed.startswith(BACK) else "")


def _current(flow: str) -> Rehearsal:
    return opened.current(flow, drafts.workspace())


def _link(flow: str) -> str:
    """The address whose button was pressed last."""
    asked = str(state.remembered(f"try {flow}").get("asked", ""))
    return asked.removeprefix(LINK) if asked.startswith(LINK) else ""


def _ask(flow: str, rehearsal: Rehearsal, played: Played) -> None:
    """Opens the dialog that was asked for, once."""
    memory = state.remembered(f"try {flow}")
    asked = str(memory.get("asked", ""))
    if asked.startswith(LINK) or not asked:
        return
    memory.clear()
    if asked == SAVE:
        saving_dialog(rehearsal, played)
    elif asked == EVENT:
        event_dialog(rehearsal, played, lambda changed: opened.keep(flow, changed))
    else:
        index = int(asked.removeprefix(ANSWER))
        answer_dialog(rehearsal, played, index, lambda changed: opened.keep(flow, changed))


SCREEN = Screen(
    address="try", title=lambda: _("Try"), page=page, place="flow", order=20, glyph="messages-square"
)
