"""Invented values to stand in the place of a real customer's."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Any

from flowbook.rules.readings import fold
from flowbook.workspace import Field

FIRST = ("Sam", "Kim", "Alex", "Robin", "Noa")
LAST = ("Sample", "Example", "Instance")
PHONES = ("+37060000000", "+12025550123", "+447700900123")
MAILS = ("sam@example.com", "kim@example.org")
BIRTHDAY = "1990-05-17"
WORDS = ("Something", "Anything", "Words")
PLACE = (54.6872, 25.2797)
STAFF = "An answer of the staff."
FILE = "a-file"
ID = "customer"
LADDER = (0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 100_000, 1_000_000)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")
_PHONE = re.compile(r"\+?[\d ()-]{7,20}")
_BY_NAME = {
    "first_name": FIRST,
    "last_name": LAST,
    "full_name": tuple(f"{first} {last}" for first in FIRST for last in LAST[:1]),
    "username": tuple(f"{first.lower()}_sample" for first in FIRST),
}


def everything() -> tuple[str, ...]:
    """All that may be invented here; it is nobody's."""
    named = [one for some in _BY_NAME.values() for one in some]
    return (*named, *PHONES, *MAILS, *WORDS, BIRTHDAY, STAFF, FILE, ID)


def stand_ins(name: str, field: Field | None, value: Any) -> Iterator[Any]:
    """Values for a field in the place of this one, the best first."""
    if name in _BY_NAME:
        yield from _BY_NAME[name]
        return
    kind = field.kind if field else kind_of(value)
    if isinstance(value, bool) or kind in ("yes_no", "language", "timezone", "choice"):
        yield value
        return
    yield from _OF_KIND[kind](value) if kind in _OF_KIND else WORDS


def kind_of(value: Any) -> str:
    """For a field that nobody has declared."""
    if isinstance(value, int | float):
        return "number"
    text = str(value)
    if _DATE.fullmatch(text):
        return "date"
    if "@" in text:
        return "email"
    return "phone" if _PHONE.fullmatch(text) else "text"


def unlike(candidates: Collection[str], secrets: Collection[str]) -> list[str]:
    """Those that no real customer here has."""
    return [one for one in candidates if fold(one) not in secrets]


def _dates(value: Any) -> Iterator[str]:
    """The value has been moved with the whole conversation; an anniversary may then be a day or two off."""
    yield BIRTHDAY
    for days in (0, 1, -1, 2, -2):
        if moved := moved_date(str(value), timedelta(days=days)):
            yield moved + str(value)[10:]


def moved_date(text: str, shift: timedelta) -> str:
    """Empty for what is no date."""
    try:
        return (date.fromisoformat(text[:10]) + shift).isoformat()
    except (ValueError, OverflowError):
        return ""


_OF_KIND: dict[str, Callable[[Any], Iterator[Any]]] = {
    "phone": lambda value: iter(PHONES),
    "email": lambda value: iter(MAILS),
    "date": _dates,
    "number": lambda value: iter(LADDER),
}
