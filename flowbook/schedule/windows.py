"""When something may happen: weekdays and hours of the day, and quiet hours in which nobody is disturbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.schedule.zones import (
    EVERY_DAY,
    MIDNIGHT,
    ONE_DAY,
    happens,
    resolve,
    time_of_day,
    weekday_numbers,
)


@dataclass(frozen=True, slots=True)
class Window:
    """`weekdays` with Monday 0. `closes` before `opens` is on the following day and belongs to the weekday
    that opened; both equal mean the whole day."""

    weekdays: frozenset[int] = EVERY_DAY
    opens: time = MIDNIGHT
    closes: time = MIDNIGHT

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Window:
        """Reads `{"weekdays": ["mon"], "from": "09:00", "to": "18:00"}`; what is missing does not restrict.
        Raises UnreadableTime."""
        return _window(
            tuple(config.get("weekdays") or ()), config.get("from") or "00:00", config.get("to") or "00:00"
        )


def next_allowed(instant: datetime, window: Window, zone: ZoneInfo) -> datetime:
    """The same instant when the window is open, else its next opening. A window opens and closes at
    instants, once a day: where autumn repeats the opening time, it stays open through both."""
    over_midnight = window.opens >= window.closes
    first = instant.astimezone(zone).date()
    for day in days_from(first - ONE_DAY if over_midnight else first, window.weekdays, zone):
        opening, closing = span(day, window.opens, window.closes, zone)
        if closing > instant and closing > opening:
            return max(opening, instant)
    raise AssertionError("days do not end")


def next_time(instant: datetime, at: time, weekdays: frozenset[int], zone: ZoneInfo) -> datetime:
    """The first instant, at or after the given one, when clocks show `at` on one of the weekdays."""
    first = instant.astimezone(zone).date() - ONE_DAY
    for day in days_from(first, weekdays, zone):
        due = resolve(day, at, zone)
        if due >= instant:
            return due
    raise AssertionError("days do not end")


def after_quiet(instant: datetime, quiet: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    """`quiet` is `{"from": "21:00", "to": "09:00"}`: the same instant outside these hours, else their end.
    Equal times mean no quiet hours, since quiet all day would be for ever."""
    return next_allowed(instant, _window((), quiet["to"], quiet["from"]), zone)


def days_from(first: date, weekdays: frozenset[int], zone: ZoneInfo) -> Iterator[date]:
    """Every day on these weekdays from `first` on that the zone has."""
    day = first
    while True:
        if day.weekday() in weekdays and happens(day, zone):
            yield day
        day += ONE_DAY


@lru_cache(maxsize=4096)
def span(day: date, opens: time, closes: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Opening and closing of hours that begin on this day; equal when a change of clocks swallows them."""
    if opens == closes:
        opens = closes = MIDNIGHT
    last = day if opens < closes else day + ONE_DAY
    return resolve(day, opens, zone), resolve(last, closes, zone)


@lru_cache(maxsize=1024)
def _window(weekdays: tuple[str, ...], opens: str, closes: str) -> Window:
    return Window(weekday_numbers(weekdays), time_of_day(opens), time_of_day(closes))
