"""The way past failing tests: an owner gives a reason, which is kept."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.signature import is_owner
from builder.texts import _
from flowbook.notebook.gate import REASON, Verdict

REASON_KEY = "despite-reason"


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
        titles = ", ".join(f"“{title}”" for title in tests.failing)
        st.write(kit.plain(_("These fail: {titles}.", titles=titles)))
        st.text_area(
            _("Why it cannot wait"),
            key=REASON_KEY,
            max_chars=300,
            placeholder=_("The old price is wrong, and we open in ten minutes."),
        )
        st.caption(_("The reason is kept with your name, and colleagues can read it."))
        label = _("Publish v{version}", version=version)
        done: dict[str, Any] = {"on_click": _give, "args": (flow,)}
        if kit.button(label, key="despite-sure", glyph="rocket", type="primary", **done):
            if _memory(flow).get("reason"):
                st.rerun()
            few = _("Write at least {count} characters, so that others understand it later.", count=REASON)
            kit.show(kit.problem("error", few))

    ask()


def _give(flow: str) -> None:
    words = " ".join(str(state.answer(REASON_KEY) or "").split())
    _memory(flow)["reason"] = words if len(words) >= REASON else ""


def _memory(flow: str) -> dict[str, Any]:
    return state.remembered(f"despite {flow}")
