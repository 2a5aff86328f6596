"""Time zones by name, and the instant a wall clock in a zone shows a time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flowbook.errors import UnknownZone, UnreadableTime

ONE_DAY = timedelta(days=1)
MIDNIGHT = time(0)
NOON = time(12)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """`name` is an IANA name such as `Europe/Vilnius`; raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownZone(
            f"There is no time zone “{name}”. Use a name such as Europe/Vilnius or America/Sao_Paulo."
        ) from None


@lru_cache(maxsize=2048)
def time_of_day(text: str) -> time:
    """`text` is `9:00`, `09:00` or `09:00:30`; `24:00` is the midnight that ends a day.

    Raises UnreadableTime.
    """
    match = _CLOCK.fullmatch(text)
    hour, minute, second = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
    if (hour, minute, second) == (24, 0, 0):
        return MIDNIGHT
    if hour > 23 or minute > 59 or second > 59:
        raise UnreadableTime(f"“{text}” is no time of day. Write it like 09:00.")
    return time(hour, minute, second)


def calendar_day(text: str) -> date:
    """`text` is `2026-09-01`; raises UnreadableTime."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableTime(f"“{text}” is no date. Write it like 2026-09-01.") from None


@lru_cache(maxsize=256)
def weekday_numbers(names: tuple[str, ...]) -> frozenset[int]:
    """Monday is 0. No names mean every day. Raises UnreadableTime for a name not in WEEKDAYS."""
    unknown = [name for name in names if name not in WEEKDAYS]
    if unknown:
        raise UnreadableTime(f"“{unknown[0]}” is no weekday. Use {', '.join(WEEKDAYS)}.")
    return frozenset(map(WEEKDAYS.index, names)) or EVERY_DAY


@lru_cache(maxsize=4096)
def resolve(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which clocks in the zone show this day and time.

    A time that spring skips gives the first instant after the gap; one that autumn repeats gives the first.
    """
    wall = datetime.combine(day, at.replace(fold=0), zone)
    if _skipped(wall):
        return _end_of_gap(wall, zone)
    return wall.astimezone(UTC)


@lru_cache(maxsize=4096)
def happens(day: date, zone: ZoneInfo) -> bool:
    """False for a day the zone left out altogether, as Samoa did with 30 December 2011."""
    noon = datetime.combine(day, NOON, zone)
    return not _skipped(noon) or _end_of_gap(noon, zone).astimezone(zone).date() == day


def _skipped(wall: datetime) -> bool:
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    assert before is not None
    assert after is not None
    return before < after


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Halves the span between the two readings of a skipped time down to the second clocks were moved."""
    early = wall.replace(fold=1, microsecond=0).astimezone(UTC)
    late = wall.replace(microsecond=0).astimezone(UTC) + timedelta(seconds=1)
    target = wall.replace(tzinfo=None)
    while (span := (late - early) // timedelta(seconds=1)) > 1:
        middle = early + timedelta(seconds=span // 2)
        if middle.astimezone(zone).replace(tzinfo=None) >= target:
            late = middle
        else:
            early = middle
    return late
