"""How a stored value is read as a text, number, date or yes/no, in Python and, by the same functions, in SQL.

A value that cannot be read that way counts as missing. Blank texts and empty lists are missing, too. A list,
such as the several answers to one question, is read as a text that keeps its elements apart.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from flowbook.customer import full_name
from flowbook.errors import UnknownZone, UnreadableTime
from flowbook.rules.texts import BETWEEN, elements, holds, is_only, joined, meets
from flowbook.schedule.dates import read_date
from flowbook.schedule.zones import zone

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_WHOLE_FLOATS = 1e15


def fold(text: str) -> str:
    """What texts are compared by: case and surrounding space do not matter.

    Zero characters and halves of surrogate pairs are left out: SQLite ends a text at the one, refuses
    the other. So is the mark between a list's elements.
    """
    return storable(text).replace(BETWEEN, "").strip().casefold()


def storable(text: str) -> str:
    """Without what SQLite cannot hold or give back."""
    if not text.isascii():
        text = text.encode("utf-8", "ignore").decode()
    return text.replace("\0", "")


def name_of(*named: Any) -> str | None:
    """The full name out of the fields in NAMES."""
    return full_name(*(storable(part) if isinstance(part, str) else None for part in named))


def as_text(raw: Any, zone_name: str = "UTC") -> str | None:
    """Folded. Numbers are written plainly, yes and no as words; objects have no text. A list is one text, of
    which `elements` gives the parts."""
    if isinstance(raw, list | tuple):
        return joined([text for one in raw if (text := _plain_text(one))])
    return _plain_text(raw)


def _plain_text(raw: Any) -> str | None:
    if type(raw) is str:
        return fold(raw) or None
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < _WHOLE_FLOATS:
        return str(int(raw))
    return str(raw) if isinstance(raw, int | float) else None


def as_number(raw: Any, zone_name: str = "UTC") -> float | None:
    """Texts such as "12" and " -3.5 " are numbers; yes and no are not."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        raw = raw.strip()
        raw = raw if _NUMBER.fullmatch(raw) else None
    if not isinstance(raw, int | float | str):
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def as_yes_no(raw: Any, zone_name: str = "UTC") -> bool | None:
    """1 and 0 and the words yes, no, true, false count as well."""
    text = _plain_text(raw)
    return True if text in _YES else False if text in _NO else None


def as_day(raw: Any, zone_name: str = "UTC") -> int | None:
    """The day's number, 1 for 1 January of year 1. An instant is the day it is in the zone."""
    written = _written(raw, zone_name)
    return None if written is None or written[0] is None else date(*written).toordinal()  # type: ignore[arg-type]


def as_month_day(raw: Any, zone_name: str = "UTC") -> int | None:
    """1231 for 31 December, whether or not a year is known."""
    written = _written(raw, zone_name)
    return None if written is None else written[1] * 100 + written[2]


def as_known(raw: Any, zone_name: str = "UTC") -> bool | None:
    blank = raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], {})
    return None if blank else True


def as_spoken(raw: Any, zone_name: str = "UTC") -> str | None:
    """A language tag, folded, with hyphens: `pt_BR` is `pt-br`."""
    text = _plain_text(raw)
    return text.replace("_", "-") if text else None


@dataclass(frozen=True, slots=True)
class Reading:
    """`read` takes the raw value and the zone's name; `sql` takes the value as JSON text for {json}."""

    read: Callable[[Any, str], Any]
    sql: str


READINGS: Mapping[str, Reading] = {
    "text": Reading(as_text, "rule_text({json})"),
    "number": Reading(as_number, "rule_number({json})"),
    "yes_no": Reading(as_yes_no, "rule_yes_no({json})"),
    "day": Reading(as_day, "rule_day({json}, {timezone}, {zone})"),
    "month_day": Reading(as_month_day, "rule_month_day({json}, {timezone}, {zone})"),
    "known": Reading(as_known, "rule_known({json})"),
    "spoken": Reading(as_spoken, "rule_spoken({json})"),
}


@lru_cache(maxsize=8192)
def zone_of(name: str | None, default: str) -> str:
    """The customer's zone where it exists, else the default, else UTC."""
    return next((known for known in (name, default) if known and _exists(known)), "UTC")


@lru_cache(maxsize=8192)
def local(moment: datetime, zone_name: str) -> datetime:
    """The wall clock there. At the very ends of the calendar it stays as it is."""
    try:
        return moment.astimezone(zone(zone_of(zone_name, "UTC")))
    except OverflowError:
        return moment


def whole_days(start: datetime, end: datetime) -> int:
    """Days of 24 hours, rounded down."""
    return (end - start).days


def total(amounts: list[float]) -> float:
    """Money, so two decimals; the order of the amounts does not matter."""
    return round(math.fsum(amounts), 2)


def average(amounts: list[float]) -> float | None:
    return round(math.fsum(amounts) / len(amounts), 2) if amounts else None


def month_of(day: int) -> int:
    return date.fromordinal(day).month


def is_anniversary(month_day: int, today: int) -> bool:
    """Whether day and month are today's; 29 February is 28 February in a common year."""
    now = date.fromordinal(today)
    if month_day == 229 and not _is_leap(now.year):
        month_day = 228
    return month_day == now.month * 100 + now.day


@lru_cache(maxsize=256)
def instant_text(moment: datetime) -> str:
    """The fixed width in which instants are stored, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(maxsize=1024)
def _exists(name: str) -> bool:
    try:
        zone(name)
    except UnknownZone:
        return False
    return True


@lru_cache(maxsize=8192)
def _day_parts(text: str, zone_name: str) -> tuple[int | None, int, int] | None:
    try:
        written = read_date(text, zone(zone_of(zone_name, "UTC")))
    except UnreadableTime:
        return None
    return written.year, written.month, written.day


def _written(raw: Any, zone_name: str) -> tuple[int | None, int, int] | None:
    return _day_parts(raw.strip(), zone_name) if isinstance(raw, str) else None


def _on_texts(test: Callable[[str, str], bool]) -> Callable[[str | None, str], bool | None]:
    return lambda text, wanted: None if text is None else test(text, wanted)


def _on_json(read: Callable[[Any, str], Any]) -> Callable[[str | None], Any]:
    return lambda stored: None if stored is None else read(json.loads(stored), "UTC")


def _on_local_json(read: Callable[[Any, str], Any]) -> Callable[[str | None, str | None, str], Any]:
    return lambda stored, name, default: (
        None if stored is None else read(json.loads(stored), zone_of(name, default))
    )


def _local_day_of(stored: str | None, name: str | None, default: str) -> date | None:
    return local(datetime.fromisoformat(stored), zone_of(name, default)).date() if stored else None


def _date_of(stored: str | None, name: str | None, default: str) -> str | None:
    day = _local_day_of(stored, name, default)
    return day.isoformat() if day else None


def _today(stored: str | None, name: str | None, default: str) -> int | None:
    day = _local_day_of(stored, name, default)
    return day.toordinal() if day else None


def _days_between(start: str | None, end: str) -> int | None:
    return whole_days(datetime.fromisoformat(start), datetime.fromisoformat(end)) if start else None


FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "rule_text": (1, _on_json(as_text)),
    "rule_only": (2, _on_texts(is_only)),
    "rule_holds": (2, _on_texts(holds)),
    "rule_meets": (2, _on_texts(lambda text, wanted: meets(text, elements(wanted)))),
    "rule_number": (1, _on_json(as_number)),
    "rule_yes_no": (1, _on_json(as_yes_no)),
    "rule_name": (3, lambda *stored: name_of(*(None if one is None else json.loads(one) for one in stored))),
    "rule_known": (1, _on_json(as_known)),
    "rule_spoken": (1, _on_json(as_spoken)),
    "rule_day": (3, _on_local_json(as_day)),
    "rule_month_day": (3, _on_local_json(as_month_day)),
    "rule_today": (3, _today),
    "rule_date": (3, _date_of),
    "rule_days_between": (2, _days_between),
    "rule_total": (1, lambda amounts: total(json.loads(amounts))),
    "rule_average": (1, lambda amounts: average(json.loads(amounts))),
    "rule_month": (1, month_of),
    "rule_anniversary": (2, lambda day, today: None if day is None else is_anniversary(day, today)),
}
"""Name -> number of arguments and function; whoever runs compiled SQL registers them, all deterministic."""
