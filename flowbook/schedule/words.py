"""Durations, delays, recurrences and business hours in words."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any

from flowbook.schedule.dates import Written, read_date
from flowbook.schedule.zones import EVERY_DAY, WEEKDAYS, calendar_day, time_of_day, weekday_numbers

_UNITS = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))


def duration_words(config: Mapping[str, Any]) -> str:
    """`1 day`, `2 hours`; `at once` for no time at all."""
    amount, unit = config.get("amount", 0), config.get("unit", "seconds")
    if not amount:
        return "at once"
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"


def offset_words(config: Mapping[str, Any]) -> str:
    """`2 days before`, `1 hour after`, `on the day`."""
    direction = config.get("direction", "on")
    return "on the day" if direction == "on" else f"{duration_words(config)} {direction}"


def delay_words(config: Mapping[str, Any]) -> str:
    """`1 day, then Mon-Fri 9:00-18:00`, `1 day, then at 8:00`."""
    slot = _slot_words(config)
    if not slot:
        return duration_words(config)
    return f"{duration_words(config)}, then {slot}" if config.get("amount") else slot


def recurrence_words(config: Mapping[str, Any]) -> str:
    """`1 May 2026 at 10:00`, `Mon, Fri at 10:00`, `every day at 10:00`, `day 5 of the month at 0:00`,
    `every year on 1 May at 10:00`."""
    at = f"at {_clock(config.get('at') or '00:00')}"
    repeat = config.get("repeat")
    if repeat == "once":
        return f"{date_words(calendar_day(config['date']).isoformat())} {at}"
    if repeat == "yearly":
        return f"every year on {_day_words(read_date(config.get('date', '')))} {at}"
    if repeat == "weekly":
        return f"{weekday_words(config.get('weekdays') or WEEKDAYS)} {at}"
    day_number = config.get("day", 1)
    return f"last day of the month {at}" if day_number == "last" else f"day {day_number} of the month {at}"


def date_words(text: str) -> str:
    """`1 September 2026`, `1 September 2026 at 10:00`, `1 September` of any year. Raises UnreadableTime."""
    written = read_date(text)
    year = f" {written.year}" if written.year else ""
    clock = f" at {written.clock.hour}:{written.clock:%M}" if written.clock else ""
    return f"{_day_words(written)}{year}{clock}"


def hours_words(config: Mapping[str, Any]) -> str:
    """`Mon-Fri 9:00-13:00 and 14:00-18:00, Sat 10:00-14:00`; alike days are told together."""
    week = config.get("hours") or {}
    days = [
        (name, " and ".join(_range(opens, closes) for opens, closes in week.get(name) or ()))
        for name in WEEKDAYS
    ]
    told = [
        f"{weekday_words([name for name, _ in alike])} {times}"
        for times, alike in groupby(days, key=lambda day: day[1])
        if times
    ]
    return ", ".join(told) or "never open"


def gap_words(gap: timedelta) -> str:
    """The two largest units: `1 d 9 h`, `5 min`, `0 s`; a gap back in time has a minus."""
    seconds = round(abs(gap).total_seconds())
    parts = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        parts.append((count, unit))
    first = next((index for index, (count, _) in enumerate(parts) if count), len(parts) - 1)
    shown = [
        f"{count} {unit}" for count, unit in parts[first : first + 2] if count or first == len(parts) - 1
    ]
    return ("-" if gap < timedelta(0) else "") + " ".join(shown)


def weekday_words(names: tuple[str, ...] | list[str]) -> str:
    """`every day`, `Mon-Fri`, `Mon, Wed`; three days in a row or more become a range."""
    numbers = weekday_numbers(tuple(names))
    return "every day" if numbers == EVERY_DAY else ", ".join(_runs(sorted(numbers)))


def _day_words(written: Written) -> str:
    return f"{written.day} {month_name[written.month]}"


def _runs(numbers: list[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        names = [WEEKDAYS[number].title() for _, number in run]
        if len(names) > 2:
            yield f"{names[0]}-{names[-1]}"
        else:
            yield from names


def _slot_words(config: Mapping[str, Any]) -> str:
    days = weekday_words(config["weekdays"]) if config.get("weekdays") else ""
    if config.get("at"):
        times = f"at {_clock(config['at'])}"
    elif config.get("from") or config.get("to"):
        times = _range(config.get("from") or "00:00", config.get("to") or "24:00")
    else:
        times = ""
    return " ".join(part for part in (days, times) if part)


def _range(opens: str, closes: str) -> str:
    if time_of_day(opens) == time_of_day(closes):
        return "all day"
    return f"{_clock(opens)}-{_clock(closes)}"


def _clock(text: str) -> str:
    moment = time_of_day(text)
    if text.startswith("24"):
        return "24:00"
    return f"{moment.hour}:{moment:%M}"
