"""What a person sees when a page fails: a sentence and a log entry's number, never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

import streamlit as st

from builder.look import kit
from builder.texts import _
from flowbook.errors import FlowbookError

log = logging.getLogger("flowbook.builder")


def run_guarded(page: Callable[[], None]) -> None:
    """Draws the page; if it raises, writes the traceback to the log and shows the card below what was
    drawn."""
    try:
        page()
    except Exception as error:
        entry = secrets.token_hex(3)
        log.exception("log entry %s: a page failed", entry)
        failure(error, entry)


def failure(error: Exception, entry: str) -> None:
    """What went wrong, what is safe, and one way out."""
    known = isinstance(error, FlowbookError)
    title = _("This cannot be shown") if known else _("Something in Flowbook broke while showing this page")
    text = str(error) if known else _("What you changed before is saved. Nothing was sent to any customer.")
    with st.container(border=True, key="card-failure"):
        small = _("For the owner: log entry {entry}", entry=entry)
        kit.state_card("bad", "circle-alert", title, text, small_print=small)
        with st.container(horizontal=True, gap="small"):
            kit.button(_("Try again"), key="failure-again", glyph="rotate-ccw", type="primary")
            kit.button(_("To all flows"), key="failure-home", on_click=_leave)


def _leave() -> None:
    from builder import screens

    screens.go("flows")
