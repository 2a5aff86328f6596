"""Controls for time: durations, offsets, times of day, dates, weekdays."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from builder.forms.spot import MISSING, Spot, label, list_or_empty, text_or
from builder.texts import _
from flowbook.errors import UnreadableTime
from flowbook.rules.operands import MONTHS
from flowbook.schedule import date_offset

MOST = 100_000
LEAP_YEAR = 2000
MONTH_DAY = re.compile(r"(?:\d{4}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def unit_names() -> dict[str, str]:
    return {
        "seconds": _("seconds"),
        "minutes": _("minutes"),
        "hours": _("hours"),
        "days": _("days"),
        "weeks": _("weeks"),
    }


def day_names() -> dict[str, str]:
    return {
        "mon": _("Mon"),
        "tue": _("Tue"),
        "wed": _("Wed"),
        "thu": _("Thu"),
        "fri": _("Fri"),
        "sat": _("Sat"),
        "sun": _("Sun"),
    }


def duration(spot: Spot) -> Any:
    """An empty number leaves the duration out."""
    shown = spot.shown if isinstance(spot.shown, dict) else {}
    label(spot)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{spot.key}-row"):
        value = _amount(spot, shown.get("amount"))
        unit = _unit(spot, shown.get("unit"))
    return MISSING if value is None else spot.settle({"amount": value, "unit": unit})


def offset(spot: Spot) -> Any:
    """Before a date, after it, or on the day itself."""
    shown = spot.shown if isinstance(spot.shown, dict) else {}
    names = {"on": _("on the day"), "before": _("before it"), "after": _("after it")}
    directions = list(spot.shape["properties"]["direction"]["enum"])
    label(spot)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{spot.key}-row"):
        direction = st.selectbox(
            spot.title,
            directions,
            index=directions.index(shown.get("direction", directions[0])),
            format_func=lambda one: names.get(one, one),
            key=f"{spot.key}-direction",
            label_visibility="collapsed",
        )
        if direction == "on":
            return MISSING if spot.value is MISSING else {"direction": "on"}
        amount = _amount(spot, shown.get("amount") or 1)
        unit = _unit(spot, shown.get("unit", "days"))
    return spot.settle({"direction": direction, "amount": amount or 1, "unit": unit})


def time(spot: Spot) -> Any:
    shown = text_or(spot.shown)
    value = st.time_input(
        spot.title,
        dt.time.fromisoformat(shown) if shown else None,
        key=spot.key,
        help=spot.help,
        step=300,
    )
    if value is None:
        return "" if spot.required else MISSING
    return spot.settle(value.strftime("%H:%M"))


def date(spot: Spot) -> Any:
    """A date, and a time of day where one is wanted; or a day of every year."""
    year, shown = spot.shape.get("year"), text_or(spot.shown)
    label(spot)
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{spot.key}-row")
    yearly = year == "yearly" or (
        year == "either" and st.toggle(_("Every year"), shown.startswith("--"), key=f"{spot.key}-yearly")
    )
    with row:
        return _yearly(spot, shown) if yearly else _dated(spot, shown)


def _dated(spot: Spot, shown: str) -> Any:
    """A day of every year becomes the next such day. What is no day stays as it was written until one is
    chosen; the checks tell of it."""
    day, _sign, clock = (_coming(shown) if shown.startswith("--") else shown).partition("T")
    chosen = st.date_input(
        spot.title,
        _read(dt.date.fromisoformat, day),
        key=f"{spot.key}-day",
        label_visibility="collapsed",
    )
    at = st.time_input(
        _("At"),
        _read(dt.time.fromisoformat, clock),
        key=f"{spot.key}-clock",
        step=300,
        label_visibility="collapsed",
    )
    if not isinstance(chosen, dt.date):
        unread = day and _read(dt.date.fromisoformat, day) is None
        return spot.value if unread else "" if spot.required else MISSING
    return spot.settle(chosen.isoformat() + (f"T{at.strftime('%H:%M')}" if at else ""))


def _read(reading: Callable[[str], Any], text: str) -> Any:
    """None where there is nothing, or nothing that can be read."""
    try:
        return reading(text) if text else None
    except ValueError:
        return None


def _yearly(spot: Spot, shown: str) -> Any:
    """Month and day, of a date with a year its own."""
    known = MONTH_DAY.match(shown)
    written, day = (int(known[1]), int(known[2])) if known else (None, None)
    month = st.selectbox(
        _("Month"),
        list(range(1, 13)),
        index=written - 1 if written else None,
        format_func=lambda number: _(MONTHS[number - 1]),
        key=f"{spot.key}-month",
        label_visibility="collapsed",
        placeholder=_("Month"),
    )
    last = monthrange(LEAP_YEAR, month or 1)[1]
    last = max(last, day or 0) if month == written else last
    day = st.selectbox(
        _("Day"),
        list(range(1, last + 1)),
        index=min(day, last) - 1 if day else None,
        key=f"{spot.key}-day-of-{last}",
        label_visibility="collapsed",
        placeholder=_("Day"),
    )
    if not month or not day:
        return spot.value
    return spot.settle(f"--{month:02}-{day:02}")


def _coming(shown: str) -> str:
    """The next such day from today on, empty where there is none."""
    try:
        return date_offset(shown, {}, None, ZoneInfo("UTC"), dt.datetime.now(dt.UTC)).date().isoformat()
    except UnreadableTime:
        return ""


def weekdays(spot: Spot) -> Any:
    """None chosen means any day, and leaves the key out."""
    names = day_names()
    chosen = st.pills(
        spot.title,
        list(names),
        selection_mode="multi",
        default=list_or_empty(spot.shown),
        format_func=names.__getitem__,
        key=spot.key,
        help=spot.help or _("None chosen: any day."),
    )
    days = [day for day in names if day in chosen]
    return spot.settle(days) if days or spot.required else MISSING


def _amount(spot: Spot, shown: int | None) -> int | None:
    value = st.number_input(
        spot.title,
        0,
        MOST,
        shown,
        1,
        key=f"{spot.key}-amount",
        placeholder=_("left out"),
        label_visibility="collapsed",
    )
    return None if value is None else int(value)


def _unit(spot: Spot, shown: str | None) -> str:
    names = unit_names()
    units = list(spot.shape["properties"]["unit"]["enum"])
    preferred = "hours" if "hours" in units else units[0]
    unit = st.selectbox(
        _("Unit"),
        units,
        index=units.index(shown if shown in units else preferred),
        format_func=lambda one: names.get(one, one),
        key=f"{spot.key}-unit",
        label_visibility="collapsed",
    )
    return str(unit)


CONTROLS = {"duration": duration, "offset": offset, "time": time, "date": date, "weekdays": weekdays}
