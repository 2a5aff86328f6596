"""Try: talk to the draft as a chosen customer, with a clock that can be turned forward."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from builder import drafts, opening, state
from builder.flowbar import flow_bar
from builder.look import kit
from builder.look.tap import tap
from builder.screens import Screen
from builder.simulator import opened
from builder.simulator.cards import customer_card, path_card, why_card
from builder.simulator.clock import clock_card, shown_progress
from builder.simulator.deeds import hear
from builder.simulator.dialogs import answer_dialog, event_dialog
from builder.simulator.facts import known
from builder.simulator.notes import ANSWER
from builder.simulator.phone import phone
from builder.simulator.rehearsal import Rehearsal, bring_back, turn_clock
from builder.simulator.stage import Played, play
from builder.texts import _

LINK, EVENT = "link:", "event"


def page() -> None:
    draft = opening.opened()
    if draft is None:
        return
    flow = draft.flow.id
    stage = opened.stage_for(flow)
    flow_bar(draft.flow, "try", lambda: _acts(flow))
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
        tap(phone(played, rehearsal), key=f"phone-{flow}", on_tap=lambda pressed: _hear(flow, pressed))
        _after_phone(flow, rehearsal)
    with left, st.container(border=True, key="card-knows"):
        kit.show(known(played))
    with right:
        path_card(played, draft.layout)
        why_card(played)
    _ask(flow, rehearsal, played)


def _acts(flow: str) -> None:
    kit.button(_("Start over"), key="try-again", glyph="rotate-ccw", on_click=opened.start_over, args=(flow,))


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
    opened.keep(flow, hear(rehearsal, play(opened.stage_for(flow), rehearsal), pressed))


def _current(flow: str) -> Rehearsal:
    return opened.current(flow, drafts.workspace())


def _after_phone(flow: str, rehearsal: Rehearsal) -> None:
    """What the phone itself does not say: where a link leads, and that a going back can be taken back."""
    asked = str(state.remembered(f"try {flow}").get("asked", ""))
    if asked.startswith(LINK):
        address = asked.removeprefix(LINK)
        told = _("Telegram opens this address in the customer's browser:")
        opens = f'href="{escape(address, quote=True)}" target="_blank" rel="noopener noreferrer"'
        said = f"<span>{escape(told)} <a {opens}>{escape(address)}</a></span>"
        kit.show(f'<div class="hint">{kit.icon("link", 14)}{said}</div>')
    if rehearsal.get("dropped"):
        with st.container(key="went-back", horizontal=True, vertical_alignment="center", gap="small"):
            kit.show(f'<span class="mut sm">{escape(_("You went back."))}</span>', width="content")
            kit.button(
                _("Undo"),
                key="undo-back",
                glyph="undo-2",
                type="tertiary",
                on_click=_bring_back,
                args=(flow,),
            )


def _bring_back(flow: str) -> None:
    opened.keep(flow, bring_back(_current(flow)))


def _ask(flow: str, rehearsal: Rehearsal, played: Played) -> None:
    """Opens the dialog that was asked for, once."""
    memory = state.remembered(f"try {flow}")
    asked = str(memory.get("asked", ""))
    if asked.startswith(LINK) or not asked:
        return
    memory.clear()
    if asked == EVENT:
        event_dialog(rehearsal, played, lambda changed: opened.keep(flow, changed))
    else:
        index = int(asked.removeprefix(ANSWER))
        answer_dialog(rehearsal, played, index, lambda changed: opened.keep(flow, changed))


SCREEN = Screen(
    address="try", title=lambda: _("Try"), page=page, place="flow", order=20, glyph="messages-square"
)
