"""Dates and times of day as people write them: “13 March”, “մարտի 13”, “14:30”, in the language of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from flowbook.errors import UnreadableTime
from flowbook.schedule.dates import Written, read_date
from flowbook.schedule.zones import time_of_day

DATE_STYLES = ("short", "long", "full", "weekday", "time")
"""13 Mar; 13 March 2026; Friday 13 March, 14:30; Friday; 14:30. Without a style, 13 March. The year stands
there where it is not this year, and always in a long one."""
LEAP_YEAR = 2000
WORLDWIDE = {"en": "en_GB"}
"""For a language without a region, whose own data speak of one country alone."""
TRAILING = ("hy", "lt")
"""Languages that put the weekday behind the date."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Of a day without a year and with it, in full words and short, as Babel reads them."""

    day: str
    dated: str
    short: str
    short_dated: str


OWN: Mapping[str, Patterns] = {
    "hy": Patterns("MMMM d", "y թ. MMMM d", "MMM d", "y թ. MMM d"),
}
"""Where people write otherwise than Babel's data say."""


@lru_cache(maxsize=8192)
def day_text(text: str, style: str, language: str, this_year: int | None) -> str:
    """`text` itself when it is no date; "" where the date lacks what the style shows. `this_year` None leaves
    no year out."""
    try:
        if style == "time" and len(text) <= 5:
            return _clock(time_of_day(text), language)
        written = read_date(text)
    except UnreadableTime:
        return text
    match style:
        case "time":
            return _clock(written.clock, language)
        case "weekday":
            return _weekday(written, language)
        case "full":
            return _full(written, language, this_year)
    return _day(written, style, language, this_year)


def year_of(today: object) -> int | None:
    """The year of an ISO date; None for anything else."""
    try:
        return read_date(today).year if isinstance(today, str) else None
    except UnreadableTime:
        return None


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """The language's region counts where it is known, else the language alone, else English."""
    for tag in (language, language.replace("_", "-").partition("-")[0]):
        try:
            return Locale.parse(tag.replace("-", "_"))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale("en")


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    found = locale_of(language)
    return Locale.parse(WORLDWIDE.get(str(found), str(found)))


def _day(written: Written, style: str, language: str, this_year: int | None) -> str:
    locale = _locale(language)
    patterns = _patterns(locale)
    dated = written.year is not None and (style == "long" or written.year != this_year)
    short = (patterns.short_dated, patterns.short) if style == "short" else (patterns.dated, patterns.day)
    return str(format_date(_date(written), short[0 if dated else 1], locale=locale))


def _weekday(written: Written, language: str) -> str:
    return str(format_date(_date(written), "EEEE", locale=_locale(language))) if written.year else ""


def _full(written: Written, language: str, this_year: int | None) -> str:
    """Weekday, day, and time of day, as far as they are known."""
    locale, parts = _locale(language), [_weekday(written, language), _day(written, "", language, this_year)]
    if locale.language in TRAILING:
        parts.reverse()
    glue = " " if str(locale) == "en_GB" else ", "
    return ", ".join(filter(None, (glue.join(filter(None, parts)), _clock(written.clock, language))))


def _clock(clock: time | None, language: str) -> str:
    """By 24 hours, unless the language comes with a region that has other ways."""
    if clock is None:
        return ""
    own = locale_of(language)
    return str(format_time(clock, "short" if own.territory else "HH:mm", locale=own))


def _date(written: Written) -> date:
    return date(written.year or LEAP_YEAR, written.month, written.day)


@lru_cache(maxsize=256)
def _patterns(locale: Locale) -> Patterns:
    if locale.language in OWN:
        return OWN[locale.language]
    skeletons, formats = locale.datetime_skeletons, locale.date_formats
    return Patterns(
        _pattern(skeletons.get("MMMMd"), "d MMMM"),
        _pattern(formats.get("long"), "d MMMM y"),
        _pattern(skeletons.get("MMMd"), "d MMM"),
        _pattern(formats.get("medium"), "d MMM y"),
    )


def _pattern(found: object, usual: str) -> str:
    """Babel keeps some of its patterns as text, others compiled."""
    return str(getattr(found, "pattern", found) or usual)
