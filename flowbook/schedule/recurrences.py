"""Things that happen by the calendar: once, on weekdays, on a day of every month or every year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.errors import UnreadableTime
from flowbook.schedule.dates import date_offset
from flowbook.schedule.windows import next_time
from flowbook.schedule.zones import calendar_day, resolve, time_of_day, weekday_numbers


def next_occurrence(recurrence: Mapping[str, Any], after: datetime, zone: ZoneInfo) -> datetime | None:
    """UTC, strictly after `after`; None when nothing comes any more. `recurrence` is one of
    `{"repeat": "once", "date": "2026-09-01", "at": "10:00"}`,
    `{"repeat": "weekly", "weekdays": ["mon", "fri"], "at": "10:00"}` (no weekdays: every day),
    `{"repeat": "monthly", "day": 31, "at": "10:00"}`, where `"last"`, or a day the month lacks, is its last,
    `{"repeat": "yearly", "date": "--09-01", "at": "10:00"}`, where a year does not count, and 29 February is
    28 February in a common year.

    Each day has one occurrence, whatever clocks do that night. Raises UnreadableTime.
    """
    repeat = recurrence.get("repeat")
    at = time_of_day(recurrence.get("at") or "00:00")
    if repeat == "once":
        due = resolve(calendar_day(recurrence["date"]), at, zone)
        return due if due > after else None
    if repeat == "weekly":
        weekdays = weekday_numbers(tuple(recurrence.get("weekdays") or ()))
        return next_time(after + datetime.resolution, at, weekdays, zone)
    if repeat == "monthly":
        return _next_in_months(recurrence.get("day", 1), at, after, zone)
    if repeat == "yearly":
        first = after + datetime.resolution
        return date_offset(recurrence.get("date", ""), {}, recurrence.get("at"), zone, yearly_from=first)
    raise UnreadableTime(f"“{repeat}” is no kind of repetition. Use once, weekly, monthly or yearly.")


def _next_in_months(day: int | str, at: time, after: datetime, zone: ZoneInfo) -> datetime:
    wanted = 31 if day == "last" else day
    if not isinstance(wanted, int) or not 1 <= wanted <= 31:
        raise UnreadableTime(f"“{day}” is no day of the month. Use 1 to 31, or last.")
    start = after.astimezone(zone).date()
    months = start.year * 12 + start.month - 1
    # The month before is looked at too: a change of clocks can carry its last evening past midnight.
    for year, month in (divmod(months + step, 12) for step in (-1, 0, 1)):
        last = monthrange(year, month + 1)[1]
        due = resolve(date(year, month + 1, min(wanted, last)), at, zone)
        if due > after:
            return due
    raise AssertionError("a month has every day from 1 to its last")
