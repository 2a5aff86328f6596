"""The way past failing tests: an owner gives a reason, which is kept."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.look.folded import NAMED, rest_of
from builder.signature import LONGEST, author, is_owner, sign_as
from builder.texts import _
from flowbook.notebook.gate import REASON, Verdict

REASON_KEY, NAME_KEY = "despite-reason", "despite-name"


def despite_part(tests: Verdict, version: int, flow: str) -> str:
    """The reason that was given just now; empty while there is none."""
    given = str(_memory(flow).pop("reason", ""))
    told = _("The tests stop it. Mend what fails, or change the tests.")
    more = "" if is_owner() else " " + _("An owner can publish all the same, with a reason.")
    kit.show(f'<div class="mut sm centre">{escape(told + more)}</div>')
    if not is_owner():
        return ""
    label = _("Publish all the same…")
    if kit.button(label, key="publish-despite", glyph="triangle-alert", type="tertiary"):
        _reason_dialog(tests, version, flow)
    return given


def _reason_dialog(tests: Verdict, version: int, flow: str) -> None:
    @st.dialog(_("Publish although tests fail?"))
    def ask() -> None:
        titles = ", ".join(f"“{title}”" for title in tests.failing[:NAMED])
        st.write(kit.plain(_("These fail: {titles}.", titles=titles)))
        rest_of(tests.failing, "despite-failing")
        st.text_area(
            _("Why it cannot wait"),
            key=REASON_KEY,
            max_chars=300,
            placeholder=_("The old price is wrong, and we open in ten minutes."),
        )
        if not author():
            st.text_input(_("Your name"), key=NAME_KEY, max_chars=LONGEST)
        st.caption(_("Your name and the reason stay beside this version, for colleagues to read."))
        label = _("Publish v{version}", version=version)
        done: dict[str, Any] = {"on_click": _give, "args": (flow,)}
        if kit.button(label, key="despite-sure", glyph="rocket", type="primary", **done):
            if _memory(flow).get("reason"):
                st.rerun()
            kit.show(kit.problem("error", _memory(flow).get("lacking", "")))

    ask()


def _give(flow: str) -> None:
    words = " ".join(str(state.answer(REASON_KEY) or "").split())
    name = author() or str(state.answer(NAME_KEY) or "").strip()
    lacking = ""
    if len(words) < REASON:
        lacking = _("Write at least {count} characters, so that others understand it later.", count=REASON)
    elif not name:
        lacking = _("Say your name, so that others know whom to ask.")
    elif not author():
        sign_as(name)
    _memory(flow).update(reason="" if lacking else words, lacking=lacking)


def _memory(flow: str) -> dict[str, Any]:
    return state.remembered(f"despite {flow}")
