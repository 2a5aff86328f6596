"""Lengths of time as an author writes them: "24 hours" have passed, "1 day" is the same time tomorrow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from flowbook.errors import UnreadableTime
from flowbook.schedule.zones import resolve

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
DAYS = {"days": 1, "weeks": 7}


class Duration(Struct, frozen=True):
    """`unit`: seconds, minutes, hours (elapsed), days, weeks (by the calendar of a zone)."""

    amount: int
    unit: str

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Duration:
        """Reads `{"amount": 2, "unit": "days"}`; an empty one is no time. Raises UnreadableTime."""
        unit = config.get("unit", "seconds")
        if unit not in SECONDS and unit not in DAYS:
            raise UnreadableTime(f"“{unit}” is no unit of time. Use {', '.join((*SECONDS, *DAYS))}.")
        return cls(config.get("amount", 0), unit)


def seconds_of(duration: Duration | Mapping[str, Any]) -> int:
    """Its length as far as it does not depend on a calendar: a day counts 24 hours."""
    read = _read(duration)
    return read.amount * (SECONDS.get(read.unit) or DAYS[read.unit] * 86400)


def add_duration(start: datetime, duration: Duration | Mapping[str, Any], zone: ZoneInfo) -> datetime:
    """UTC. Days keep the wall clock time of `start` in the zone, as `resolve` reads it. A negative
    amount goes back. Raises UnreadableTime beyond the calendar's end."""
    duration = _read(duration)
    if not duration.amount:
        return start
    try:
        if duration.unit in SECONDS:
            return start + timedelta(seconds=duration.amount * SECONDS[duration.unit])
        return add_days(start, duration.amount * DAYS[duration.unit], zone)
    except OverflowError:
        raise UnreadableTime(f"{duration.amount} {duration.unit} lead beyond the year 9999.") from None


def _read(duration: Duration | Mapping[str, Any]) -> Duration:
    return duration if isinstance(duration, Duration) else Duration.from_config(duration)


def add_days(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall clock time so many calendar days on; raises OverflowError beyond the calendar's end."""
    wall = start.astimezone(zone)
    then = resolve(wall.date() + timedelta(days=days), wall.time(), zone)
    return then if days < 0 else max(then, start.astimezone(UTC))
