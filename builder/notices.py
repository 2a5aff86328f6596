"""What just happened, in a line that is seen wherever the page stands and said to screen readers, with its
undoing."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from time import monotonic
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.texts import _
from flowbook.errors import FlowbookError

LEAST = 6.0
"""Seconds that it stands there, also where the page is drawn anew by itself, as by a field that is left."""
# A region that is put up together with its words is passed over by most screen readers. What it has said it
# forgets: whoever reads on finds the words in the line itself.
_SCRIPT = """
export default function ({ data }) {
  let region = document.querySelector(".spoken");
  if (!region) {
    region = document.createElement("div");
    region.className = "spoken";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  if (region.dataset.said === data.id) return;
  region.dataset.said = data.id;
  region.setAttribute("aria-live", data.live);
  region.textContent = "";
  const tell = (words) => () => { if (region.dataset.said === data.id) region.textContent = words; };
  setTimeout(tell(data.text), 120);
  setTimeout(tell(""), 2000);
}
"""
_say = st.components.v2.component("flowbook_notice", js=_SCRIPT, isolate_styles=False)


def show_notice(place: str, take_back: Callable[[str], None] | None = None) -> None:
    """`place` is the page, which alone shows it once it has; its Undo button calls `take_back` with what was
    noted. It goes with the first run after LEAST, or at a press."""
    notice = state.notice()
    if notice is None:
        return
    seen = notice.setdefault("seen", [place, monotonic()])
    if seen[0] != place or monotonic() - seen[1] >= LEAST:
        state.clear_notice()
        return
    _draw(notice, take_back)


def _draw(notice: state.Notice, take_back: Callable[[str], None] | None) -> None:
    undo, failed = notice.get("undo", ""), notice.get("failed", False)
    with st.container(key="notice", horizontal=True, vertical_alignment="center", gap="small"):
        glyph, tone = ("circle-alert", "bad") if failed else ("circle-check", "ok")
        words = f"{kit.icon(glyph, 17)}<span>{escape(notice['text'])}</span>"
        kit.show(f'<div class="notice {tone}">{words}</div>', width="stretch")
        if undo and take_back:
            done: dict[str, Any] = {"on_click": _taken_back, "args": (take_back, undo)}
            kit.button(_("Undo"), key="notice-undo", glyph="undo-2", type="tertiary", **done)
        gone: dict[str, Any] = {"on_click": state.clear_notice, "type": "tertiary"}
        kit.button(_("Close"), key="notice-close", glyph="x", bare=True, **gone)
        said = {"id": str(notice["seen"][1]), "live": "assertive" if failed else "polite"}
        _say(key="notice-said", data={"text": notice["text"], **said})


def _taken_back(take_back: Callable[[str], None], undo: str) -> None:
    """Runs before the page is drawn, where nothing else would catch what it raises."""
    state.clear_notice()
    try:
        take_back(undo)
    except FlowbookError as error:
        state.refuse(str(error))
