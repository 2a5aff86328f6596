"""What a rehearsal asks before it goes on: which event is reported, and what another system answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from builder.look import kit
from builder.simulator.rehearsal import Rehearsal, act, answer_calls
from builder.simulator.stage import Played
from builder.texts import _
from flowbook.events import HttpRequested
from flowbook.mocks import Mock, Reply
from flowbook.stimuli import EventReported

Keep = Callable[[Rehearsal], None]


def event_dialog(rehearsal: Rehearsal, played: Played, keep: Keep) -> None:
    @st.dialog(_("Report an event"))
    def ask() -> None:
        known = played.stage.setting.workspace.events
        name = st.selectbox(
            _("What another system reports"),
            known,
            index=0 if known else None,
            accept_new_options=True,
            help=_("Choose one of the workspace, or type another name."),
        )
        data = _json(_("What it tells with it, as JSON"), '{\n  "total": 89\n}')
        ready = bool(name) and isinstance(data, dict)
        if kit.button(_("Report it"), key="report-it", glyph="webhook", type="primary", disabled=not ready):
            keep(act(rehearsal, EventReported(str(name), data or {})))
            st.rerun()

    ask()


def answer_dialog(rehearsal: Rehearsal, played: Played, index: int, keep: Keep) -> None:
    """The answer holds for every call of that step, from the beginning of the rehearsal on."""
    event = played.world.log[index].event if index < len(played.world.log) else None
    if not isinstance(event, HttpRequested):
        return

    @st.dialog(_("What does the other system answer?"))
    def ask() -> None:
        st.caption(kit.plain(f"{event.method} {event.url}"))
        ways = {
            "ok": _("It answers"),
            "error": _("It answers with an error"),
            "timeout": _("It does not answer in time"),
        }
        way = st.radio(_("Answer"), list(ways), format_func=ways.__getitem__, label_visibility="collapsed")
        reply = _reply(way)
        st.caption(_("The conversation is played again from its beginning with this answer."))
        if (
            kit.button(_("Answer so"), key="answer-so", glyph="check", type="primary", disabled=reply is None)
            and reply
        ):
            keep(answer_calls(rehearsal, Mock(event.node, replies=(reply,))))
            st.rerun()

    ask()


def _reply(way: str) -> Reply | None:
    """None while what was typed cannot be read."""
    if way == "timeout":
        return Reply(failure="timeout")
    if way == "error":
        status = st.number_input(_("Status"), 300, 599, 500)
        return Reply(int(status))
    body = _json(_("What it answers, as JSON"), '{\n  "status": "shipped"\n}')
    return None if body is None else Reply(200, body)


def _json(label: str, example: str) -> Any:
    """What was typed; None, with a sentence below, where it is no JSON."""
    text = st.text_area(label, example, height=120)
    try:
        return json.loads(text or "{}")
    except ValueError as error:
        place = _("line {line}", line=error.lineno) if isinstance(error, json.JSONDecodeError) else ""
        told = _("This is no JSON: look at {place}.", place=place)
        kit.show(kit.problem("error", told))
        return None
