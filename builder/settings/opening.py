"""Opening hours as a weekly table, with holidays; several named ones where a workspace needs them."""

from __future__ import annotations

from html import escape
from typing import Any
from zoneinfo import available_timezones

import streamlit as st
from babel.dates import get_day_names

from builder.look import kit
from builder.settings.keeping import save_button, stored
from builder.settings.tables import NAME, holidays_from, week_from, week_rows
from builder.state import version
from builder.texts import _, language
from flowbook.schedule import WEEKDAYS, hours_words


def hours_section() -> None:
    every: dict[str, Any] = stored().get("hours", {})
    names = list(dict.fromkeys(["default", *every]))
    with st.container(border=True, key="card-settings-hours"):
        name = st.selectbox(
            _("Which hours"),
            names,
            accept_new_options=True,
            key="hours-name",
            help=_("“default” is used where a step names none. Type a name to add others."),
        )
        name = (name or "default").strip()
        changed, problems = _edit(name, every.get(name, {}))
        if not NAME.fullmatch(name):
            problems.append(_("“{name}”: use small letters, digits and _, a letter first.", name=name))
        save_button("hours", {"hours": {**every, name: changed}}, problems)


def _edit(name: str, now: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    days = _days()
    rows = [{**row, "day": days[row["day"]]} for row in week_rows(now)]
    times = {
        column: st.column_config.TimeColumn(label, format="HH:mm", step=900) for column, label in _spans()
    }
    edited = st.data_editor(
        rows,
        key=f"hours-{name}-{version()}",
        hide_index=True,
        width="stretch",
        row_height=38,
        placeholder="–",
        column_config={"day": st.column_config.TextColumn(_("Day"), disabled=True), **times},
    )
    week, problems = week_from(edited, days)
    told = hours_words({"hours": week}) if not problems else ""
    kit.show(f'<div class="mut sm">{escape(told)}</div>')
    text = st.text_area(
        _("Closed all day on, one a line"),
        "\n".join(day.removeprefix("--") for day in now.get("holidays", ())),
        placeholder="12-25\n2026-04-06",
        help=_("12-25 is every year, 2026-04-06 only that one."),
        height=90,
        key=f"holidays-{name}-{version()}",
    )
    holidays, wrong = holidays_from(text or "")
    zone = _zone(name, now.get("timezone", ""))
    kept = {"hours": week, "holidays": holidays, **({"timezone": zone} if zone else {})}
    return kept, [*problems, *wrong]


def _zone(name: str, now: str) -> str:
    zones = ["", *sorted(available_timezones() | ({now} if now else set()))]
    return st.selectbox(
        _("Where the doors are"),
        zones,
        index=zones.index(now),
        format_func=lambda zone: zone or _("in the workspace's time zone"),
        key=f"hours-zone-{name}-{version()}",
    )


def _days() -> dict[str, str]:
    names = get_day_names("wide", locale=language())
    return {day: names[number].capitalize() for number, day in enumerate(WEEKDAYS)}


def _spans() -> tuple[tuple[str, str], ...]:
    return (
        ("from", _("Opens")),
        ("to", _("Closes")),
        ("from_2", _("Opens again")),
        ("to_2", _("Closes")),
    )
