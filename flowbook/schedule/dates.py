"""Dates kept in a customer's field, and instants a number of days or hours around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from flowbook.errors import UnreadableTime
from flowbook.schedule.durations import DAYS, SECONDS, Duration, add_duration
from flowbook.schedule.zones import MIDNIGHT, resolve, time_of_day

_YEARLESS = re.compile(r"--(\d\d)-?(\d\d)", re.ASCII)
_LEAP_YEAR = 2000
_YEARS_AHEAD = 4


class Written(Struct, frozen=True):
    """A date as a field holds it: `clock` is None where no time of day was written, `year` where no year."""

    year: int | None
    month: int
    day: int
    clock: time | None

    def in_year(self, year: int) -> date:
        """29 February is 28 February in a common year."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)


@lru_cache(maxsize=4096)
def read_date(value: str, zone: ZoneInfo | None = None) -> Written:
    """Reads `2026-09-01`, `2026-09-01T10:00`, `2026-09-01T10:00+02:00` and `--09-01`. An offset is turned to
    the zone; without a zone the time stays as written. Raises UnreadableTime."""
    try:
        if match := _YEARLESS.fullmatch(value):
            day = date(_LEAP_YEAR, int(match[1]), int(match[2]))
            return Written(None, day.month, day.day, None)
        if "T" not in value and " " not in value:
            day = date.fromisoformat(value)
            return Written(day.year, day.month, day.day, None)
        moment = datetime.fromisoformat(value)
        local = moment.astimezone(zone) if zone and moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise UnreadableTime(f"“{value}” is no date. Write it like 2026-09-01 or 2026-09-01T10:00.") from None
    return Written(local.year, local.month, local.day, local.time())


def date_offset(
    value: str,
    offset: Mapping[str, Any],
    at: str | None,
    zone: ZoneInfo,
    yearly_from: datetime | None = None,
) -> datetime:
    """UTC. `value` is what `read_date` reads; `offset` has `amount` and `unit` as a duration, and
    `direction`: before, after, or on, which needs no amount.

    `at` is the time of day to arrive at when days or weeks are counted; None keeps the value's own, or
    midnight. Hours and less count from the value's own time; a value without one has `at`.

    With `yearly_from` the date returns every year and the first result at or after that instant is given;
    29 February is 28 February in a common year. Raises UnreadableTime.
    """
    written, duration = read_date(value, zone), _signed(offset)
    if yearly_from is None:
        if written.year is None:
            raise UnreadableTime(f"“{value}” has no year. Add the year, or let the date return every year.")
        return _around(written, written.year, duration, at, zone)
    start = add_duration(yearly_from, Duration(-duration.amount, duration.unit), zone).astimezone(zone)
    for year in range(start.year - 1, start.year + _YEARS_AHEAD):
        due = _around(written, year, duration, at, zone)
        if due >= yearly_from:
            return due
    raise AssertionError("a yearly date returns")


def _signed(offset: Mapping[str, Any]) -> Duration:
    direction = offset.get("direction", "on")
    if direction == "on":
        return Duration(0, "days")
    if direction not in ("before", "after"):
        raise UnreadableTime(f"“{direction}” is no direction. Use before, after or on.")
    duration = Duration.from_config(offset)
    return duration if direction == "after" else Duration(-duration.amount, duration.unit)


def _around(written: Written, year: int, duration: Duration, at: str | None, zone: ZoneInfo) -> datetime:
    asked = time_of_day(at) if at else None
    own = written.clock or asked or MIDNIGHT
    try:
        day = written.in_year(year)
        if duration.unit in SECONDS:
            return add_duration(resolve(day, own, zone), duration, zone)
        return resolve(day + timedelta(days=duration.amount * DAYS[duration.unit]), asked or own, zone)
    except (ValueError, OverflowError):
        raise UnreadableTime("This date lies outside the years 1 to 9999.") from None
