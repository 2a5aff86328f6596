"""Business hours: when a shop is open in the week, less its holidays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.schedule.windows import days_from, span
from flowbook.schedule.zones import EVERY_DAY, ONE_DAY, WEEKDAYS, time_of_day
from flowbook.schedule.zones import zone as zone_named

HORIZON = timedelta(days=400)
"""How far ahead an opening or closing is looked for: longer than any year of holidays."""

Hours = Mapping[str, Any]
"""`{"hours": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}, "holidays": ["2026-12-25", "--01-01"],
"timezone": "Europe/Vilnius"}`. A closing before the opening is on the next day; both equal mean the whole
day. The time zone goes before the `zone` that functions are given."""


def is_open(instant: datetime, hours: Hours, zone: ZoneInfo) -> bool:
    """Raises UnknownZone or UnreadableTime for hours that cannot be read, as all functions here."""
    first = _start(instant, hours, zone)
    return any(opening <= instant < closing for opening, closing in _spans(hours, zone, first, days=3))


def next_opening(instant: datetime, hours: Hours, zone: ZoneInfo) -> datetime | None:
    """UTC: the same instant when open; None when it does not open within HORIZON."""
    first = _start(instant, hours, zone)
    ahead = (max(opening, instant) for opening, closing in _spans(hours, zone, first) if closing > instant)
    return next(ahead, None)


def next_closing(instant: datetime, hours: Hours, zone: ZoneInfo) -> datetime | None:
    """UTC: when doors close that are open now or open next; hours that touch count as one. None when
    they stay closed, or stay open, beyond HORIZON."""
    end = next_opening(instant, hours, zone)
    if end is None:
        return None
    for opening, closing in _spans(hours, zone, _start(instant, hours, zone)):
        if opening > end:
            break
        end = max(end, closing)
    return end if end < instant + HORIZON - 2 * ONE_DAY else None


def _start(instant: datetime, hours: Hours, zone: ZoneInfo) -> date:
    """The day before, whose hours may last over midnight."""
    return instant.astimezone(_own_zone(hours, zone)).date() - ONE_DAY


def _spans(
    hours: Hours, zone: ZoneInfo, first: date, days: int = HORIZON.days
) -> Iterator[tuple[datetime, datetime]]:
    week, holidays, own = hours.get("hours") or {}, hours.get("holidays") or (), _own_zone(hours, zone)
    if not any(week.values()):
        return
    for day in days_from(first, EVERY_DAY, own):
        if (day - first).days >= days:
            return
        if holidays and _holiday(day.isoformat(), holidays):
            continue
        todays = (
            span(day, time_of_day(o), time_of_day(c), own) for o, c in week.get(WEEKDAYS[day.weekday()], ())
        )
        yield from sorted((opening, closing) for opening, closing in todays if opening < closing)


def _holiday(day: str, holidays: Collection[str]) -> bool:
    return day in holidays or f"-{day[4:]}" in holidays


def _own_zone(hours: Hours, zone: ZoneInfo) -> ZoneInfo:
    name = hours.get("timezone")
    return zone_named(name) if name else zone
