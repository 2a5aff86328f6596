"""What a text can do with a value: case, numbers, money and dates in the customer's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any

from babel.numbers import format_currency, format_decimal
from msgspec import Struct

from flowbook.days import DATE_STYLES, day_text, locale_of, year_of

Lookup = Callable[[str], Any]
"""Gives the value of a name such as `first_name` or `orders.count`; None where there is none."""


class Around(Struct, frozen=True):
    """What a filter may ask besides its value: the text's language, and other values such as `today`."""

    language: str
    lookup: Lookup


Filter = Callable[[Any, str, Around], Any]
"""Value, what follows the colon, what is around -> value. Is never given None, except `default`."""

# Longer numbers are ids or mistakes, and an exponent could ask for a gigabyte of zeros.
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)
_LARGEST = 10**15
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_YES_NO = {
    "de": ("ja", "nein"),
    "en": ("yes", "no"),
    "es": ("sí", "no"),
    "fr": ("oui", "non"),
    "hy": ("այո", "ոչ"),
    "it": ("sì", "no"),
    "ka": ("დიახ", "არა"),
    "lt": ("taip", "ne"),
    "pl": ("tak", "nie"),
    "pt": ("sim", "não"),
    "ru": ("да", "нет"),
    "uk": ("так", "ні"),
}


def as_text(value: Any, language: str) -> str:
    """How a value reads in a sentence; "" for None and for what a field cannot hold."""
    match value:
        case str():
            return value
        case bool():
            words = _YES_NO.get(language.lower()[:2], _YES_NO["en"])
            return words[0] if value else words[1]
        case int() | Decimal():
            return str(value)
        case float():
            return _float_text(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(filter(None, (as_text(item, language) for item in value)))
    return ""


def problem(name: str, argument: str) -> str:
    """A sentence on what is wrong with a filter as written; "" when nothing is."""
    if name not in FILTERS:
        return f"There is no filter “{name}”. Use {', '.join(FILTERS)}."
    if name == "date" and argument and argument not in DATE_STYLES:
        return f"“{argument}” is no date style. Use {', '.join(DATE_STYLES)}."
    if name == "money" and argument and not _CURRENCY.fullmatch(argument):
        return f"“{argument}” is no currency. Use three capital letters such as EUR."
    if argument and name not in ("date", "money", "default"):
        return f"The filter “{name}” takes nothing after a colon. Delete “:{argument}”."
    return ""


def is_missing(value: Any) -> bool:
    return value is None or value in ("", [], ())


def _default(value: Any, argument: str, around: Around) -> Any:
    return argument if is_missing(value) else value


def _number(value: Any, argument: str, around: Around) -> Any:
    figure = _figure(value)
    return value if figure is None else _decimal_text(figure, around.language)


def _money(value: Any, argument: str, around: Around) -> Any:
    figure = _figure(value)
    return value if figure is None else _money_text(figure, argument, around.language)


def _date(value: Any, argument: str, around: Around) -> Any:
    text = as_text(value, around.language)
    return day_text(text, argument, around.language, year_of(around.lookup("today")))


def _title(value: Any, argument: str, around: Around) -> str:
    text = as_text(value, around.language)
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:].lower(), text)


FILTERS: dict[str, Filter] = {
    "default": _default,
    "upper": lambda value, argument, around: as_text(value, around.language).upper(),
    "lower": lambda value, argument, around: as_text(value, around.language).lower(),
    "title": _title,
    "trim": lambda value, argument, around: " ".join(as_text(value, around.language).split()),
    "number": _number,
    "money": _money,
    "date": _date,
}


def _figure(value: Any) -> Decimal | None:
    """A number that can be written out; None for anything else."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    figure = Decimal(str(value))
    return figure if figure.is_finite() and abs(figure) < _LARGEST else None


def _float_text(value: float) -> str:
    if not isfinite(value):
        return ""
    if value.is_integer() and abs(value) < _LARGEST:
        return str(int(value))
    return repr(round(value, 10))


@lru_cache(maxsize=4096)
def _decimal_text(figure: Decimal, language: str) -> str:
    return format_decimal(figure, locale=locale_of(language))


@lru_cache(maxsize=4096)
def _money_text(figure: Decimal, currency: str, language: str) -> str:
    """Whole amounts without decimals, others with two; without a currency only the amount."""
    locale = locale_of(language)
    pattern = locale.currency_formats["standard"].pattern if currency else "#,##0.00"
    if figure == figure.to_integral_value():
        pattern = pattern.replace(".00", "")
    if not currency:
        return format_decimal(figure, pattern, locale=locale)
    return format_currency(figure, currency, pattern, locale=locale, currency_digits=False)
