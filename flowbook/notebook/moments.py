"""Times as a notebook writes them: when it begins, how long to wait, until when."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flowbook.errors import UnknownZone, UnreadableTime
from flowbook.schedule import Duration, add_duration, resolve
from flowbook.schedule import zone as zone_named
from flowbook.schedule.zones import calendar_day, time_of_day

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""When a notebook begins that does not say: a Monday morning."""
_SPAN = re.compile(r"(\d{1,6}) (second|minute|hour|day|week)s?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}))?(?: (\S+))?")


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """UTC. `2026-03-01 10:00 Europe/Vilnius`; without a zone in the one given, without a time at midnight; an
    ISO text with an offset is taken as it is. Raises UnreadableTime, UnknownZone."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return _with_offset(text)
    where = zone_named(match[3]) if match[3] else zone
    return resolve(calendar_day(match[1]), time_of_day(match[2] or "00:00"), where)


def read_span(text: str) -> tuple[Duration, ...]:
    """`2 days`, `1 day 2 hours`. Raises UnreadableTime."""
    parts = list(_SPAN.finditer(text.strip()))
    if not parts or " ".join(part[0] for part in parts) != " ".join(text.split()):
        raise UnreadableTime(f"“{text}” is no length of time. Write it like 2 days, or 1 hour 30 minutes.")
    return tuple(Duration(int(part[1]), f"{part[2]}s") for part in parts)


def later(now: datetime, spans: tuple[Duration, ...], zone: ZoneInfo) -> datetime:
    """The instant so much later: days and weeks by the calendar of the zone."""
    for span in spans:
        now = add_duration(now, span, zone)
    return now


def read_until(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Like read_moment; a time of day alone is the next such. Raises UnreadableTime, UnknownZone."""
    if not re.fullmatch(r"\d{1,2}:\d{2}", text.strip()):
        return read_moment(text, zone)
    at: time = time_of_day(text.strip())
    today: date = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(3))
    return next(moment for day in days if (moment := resolve(day, at, zone)) > now)


def check_moment(text: str) -> str:
    """What is wrong with a moment, as a sentence; empty when nothing is."""
    try:
        read_moment(text, zone_named("UTC"))
    except (UnreadableTime, UnknownZone) as error:
        return str(error)
    return ""


def shown_moment(moment: datetime, zone: ZoneInfo) -> str:
    """`Mon 2 Mar 2026, 10:00`, as clocks in the zone show it."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def _with_offset(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UnreadableTime(f"“{text}” is no moment. Write it like 2026-03-01 10:00 Europe/Vilnius.")
    return moment.astimezone(UTC)
