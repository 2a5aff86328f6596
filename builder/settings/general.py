"""The workspace as a whole: its name, zone, languages, currency and quiet hours."""

from __future__ import annotations

import re
from datetime import time
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from builder.look import kit
from builder.moments import language_name
from builder.settings.keeping import save_button, stored
from builder.settings.tables import clock, read_clock
from builder.state import version
from builder.texts import _

TONGUES = ("en", "ru", "hy", "ka", "lt", "uk", "lv", "et", "pl", "de", "fr", "es", "tr")
CURRENCIES = ("EUR", "AMD", "GEL", "UAH", "PLN", "GBP", "USD", "KZT", "TRY", "RUB")


def workspace_section() -> None:
    now, key = stored(), version()
    problems: list[str] = []
    with st.container(border=True, key="card-settings-workspace"):
        name = st.text_input(_("Name, as customers know it"), now.get("name", ""), key=f"ws-name-{key}")
        left, right = st.columns(2)
        with left:
            zone = _zone(now.get("timezone", "UTC"), key)
        with right:
            currency = st.selectbox(
                _("Currency"),
                list(dict.fromkeys([now.get("currency", "EUR"), *CURRENCIES])),
                accept_new_options=True,
                key=f"ws-currency-{key}",
            )
        languages = _languages(now.get("languages", ["en"]), key)
        quiet = _quiet(now.get("quiet"), key, problems)
        if not (name or "").strip():
            problems.append(_("The workspace needs a name."))
        if not languages:
            problems.append(_("Choose at least one language."))
        if not re.fullmatch(r"[A-Z]{3}", currency or ""):
            problems.append(_("A currency has three capital letters, as EUR."))
        changed = {
            "name": (name or "").strip(),
            "timezone": zone,
            "languages": languages,
            "currency": currency,
        }
        save_button("workspace", {**changed, "quiet": quiet}, problems)


def _zone(now: str, key: int) -> str:
    zones = sorted(available_timezones() | {now})
    return st.selectbox(
        _("Time zone of customers whose own is not known"),
        zones,
        index=zones.index(now),
        key=f"ws-zone-{key}",
    )


def _languages(now: list[str], key: int) -> list[str]:
    chosen = st.multiselect(
        _("Languages, the one that others fall back to first"),
        list(dict.fromkeys([*now, *TONGUES])),
        now,
        format_func=lambda tag: f"{language_name(tag)} ({tag})",
        key=f"ws-languages-{key}",
    )
    return list(chosen)


def _quiet(now: dict[str, str] | None, key: int, problems: list[str]) -> dict[str, Any] | None:
    on = st.toggle(_("Quiet hours, in which no flow writes first"), bool(now), key=f"ws-quiet-{key}")
    if not on:
        return None
    hours = now or {"from": "22:00", "to": "08:00"}
    left, right = st.columns(2)
    begins = left.time_input(_("From"), read_clock(hours["from"]), key=f"ws-quiet-from-{key}", step=900)
    ends = right.time_input(_("Until"), read_clock(hours["to"]), key=f"ws-quiet-to-{key}", step=900)
    if begins == ends or not isinstance(begins, time):
        problems.append(_("Quiet hours need a beginning and another end."))
    told = _("By each customer's own clock. Who wrote within the hour gets an answer all the same.")
    kit.show(f'<div class="mut xs">{told}</div>')
    return {"from": clock(begins), "to": clock(ends)}
