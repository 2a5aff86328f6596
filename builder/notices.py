"""What just happened, in a line at the top of the page, with its undoing."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from builder import state
from builder.look import kit
from builder.texts import _
from flowbook.errors import FlowbookError


def show_notice(take_back: Callable[[str], None]) -> None:
    """The notice of the last run, shown once; its Undo button calls `take_back` with what was noted."""
    notice = state.notice()
    if notice is None:
        return
    undo = notice.get("undo", "")
    with st.container(key="notice", horizontal=True, vertical_alignment="center", gap="small"):
        words = f"{kit.icon('circle-check', 17)}<span>{escape(notice['text'])}</span>"
        kit.show(f'<div class="notice">{words}</div>', width="content")
        if undo:
            kit.button(
                _("Undo"),
                key="notice-undo",
                glyph="undo-2",
                type="tertiary",
                on_click=_taken_back,
                args=(take_back, undo),
            )
    state.clear_notice()


def _taken_back(take_back: Callable[[str], None], undo: str) -> None:
    """Runs before the page is drawn, where nothing else would catch what it raises."""
    try:
        take_back(undo)
    except FlowbookError as error:
        state.note(str(error))
