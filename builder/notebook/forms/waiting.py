"""The form of a cell that waits: how, and how long or until when."""

from __future__ import annotations

from typing import Any

import streamlit as st

from builder.notebook.forms.place import Place
from builder.texts import _

NEXT, QUIET, UNTIL, SPAN = "next timer", "until quiet", "until", "span"
MONTH = "30 days"


def wait_form(place: Place) -> Any:
    value = place.value
    how, told = _read(value)
    names = {
        NEXT: _("To the next thing that happens by itself"),
        SPAN: _("For a time"),
        UNTIL: _("Until a moment"),
        QUIET: _("Until nothing more happens"),
    }
    options = list(names)
    chosen = st.selectbox(
        _("How long"),
        options,
        index=options.index(how),
        format_func=names.__getitem__,
        key=f"{place.key}-how",
    )
    if chosen == NEXT:
        return NEXT
    labels = {
        SPAN: _("Such as 2 days, or 1 hour 30 minutes"),
        UNTIL: _("Such as 18:00, or 2026-03-05 10:00"),
        QUIET: _("At most"),
    }
    default = told if chosen == how else {SPAN: "1 hour", UNTIL: "18:00"}.get(chosen, MONTH)
    text = st.text_input(labels[chosen], default, key=f"{place.key}-{chosen}").strip()
    if chosen == UNTIL:
        return f"until {text}" if text else value
    if chosen == QUIET:
        return QUIET if text in ("", MONTH) else {"quiet": text}
    return text or value


def _read(value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        return QUIET, str(value["quiet"])
    if value == QUIET:
        return QUIET, MONTH
    if value == NEXT:
        return NEXT, ""
    if str(value).startswith("until "):
        return UNTIL, str(value).removeprefix("until ")
    return SPAN, str(value)
