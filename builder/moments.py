"""Instants, days and spans of time as the designer reads them, in the interface's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime

from builder.texts import _, language, many
from flowbook.schedule import gap_words

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def clock_of(at: datetime, zone: ZoneInfo | None = None) -> str:
    """ "10:42"."""
    return f"{at.astimezone(zone):%H:%M}"


def day_of(at: datetime, zone: ZoneInfo) -> str:
    """ "Wednesday 4 March"."""
    return format_datetime(at.astimezone(zone), "EEEE d MMMM", locale=language())


def moment(at: datetime, zone: ZoneInfo | None = None) -> str:
    """ "Wed 4 March, 10:00"; with the year where it is not that of today."""
    local = at.astimezone(zone)
    year = "" if local.year == datetime.now(UTC).year else " y"
    return format_datetime(local, f"EEE d MMMM{year}, HH:mm", locale=language())


def margin_day(at: datetime, zone: ZoneInfo) -> str:
    """ "Wed 4 Mar"; with the year where it is not that of today."""
    local = at.astimezone(zone)
    year = "" if local.year == datetime.now(UTC).year else " y"
    return format_datetime(local, f"EEE d MMM{year}", locale=language())


def short_day(day: date) -> str:
    """ "4 Mar 2026"."""
    return format_date(day, "d MMM y", locale=language())


def leap(before: datetime, after: datetime, zone: ZoneInfo) -> str:
    """How far the clock went on, and to which day: "22 h later · Wednesday 4 March". Empty for less than a
    minute."""
    if after - before < MINUTE:
        return ""
    was, now = before.astimezone(zone), after.astimezone(zone)
    # By the clock on the wall: a week in which summer time begins is seven days.
    days, rest = divmod(now.replace(tzinfo=None) - was.replace(tzinfo=None), DAY)
    told = (
        many("{count} day later", "{count} days later", days)
        if days and not rest
        else _("{gap} later", gap=gap_words(after - before))
    )
    return told if was.date() == now.date() else f"{told} · {day_of(after, zone)}"


def language_name(tag: str) -> str:
    """ "Russian" for "ru"; the tag itself where nobody knows it."""
    return _language_name(tag, language())


@lru_cache(maxsize=512)
def _language_name(tag: str, shown_in: str) -> str:
    try:
        found = Locale.parse(tag.replace("-", "_")).get_language_name(shown_in)
    except (ValueError, UnknownLocaleError):
        return tag
    return found[:1].upper() + found[1:] if found else tag


def zone_name(zone: str) -> str:
    """ "Vilnius" for "Europe/Vilnius"."""
    return zone.rpartition("/")[2].replace("_", " ")
