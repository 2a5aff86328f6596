"""When a delay is over: first the time passes, then the next allowed slot is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.schedule.durations import add_duration
from flowbook.schedule.windows import Window, next_allowed, next_time
from flowbook.schedule.zones import time_of_day, weekday_numbers


def due_after(start: datetime, delay: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    """UTC. `delay` holds a duration (`amount`, `unit`), then `at` ("08:00") or a window (`from`, `to`), each
    with or without `weekdays`; what is missing does not restrict.

    "1 day, at 08:00" begun at 21:00 is over 35 hours later. Raises UnreadableTime.
    """
    passed = add_duration(start, delay, zone)
    if at := delay.get("at"):
        weekdays = weekday_numbers(tuple(delay.get("weekdays") or ()))
        return next_time(passed, time_of_day(at), weekdays, zone)
    if delay.get("weekdays") or delay.get("from") or delay.get("to"):
        return next_allowed(passed, Window.from_config(delay), zone)
    return passed
