"""Days and times of day as people write them in English and Russian: "5.3.2027", "5 марта", "tomorrow"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = (
    ("january", "января", "январь"),
    ("february", "февраля", "февраль"),
    ("march", "марта", "март"),
    ("april", "апреля", "апрель"),
    ("may", "мая", "май"),
    ("june", "июня", "июнь"),
    ("july", "июля", "июль"),
    ("august", "августа", "август"),
    ("september", "сентября", "сентябрь"),
    ("october", "октября", "октябрь"),
    ("november", "ноября", "ноябрь"),
    ("december", "декабря", "декабрь"),
)
_WEEKDAYS = (
    ("monday", "mon", "понедельник", "пн"),
    ("tuesday", "tue", "tues", "вторник", "вт"),
    ("wednesday", "wed", "среда", "среду", "ср"),
    ("thursday", "thu", "thurs", "четверг", "чт"),
    ("friday", "fri", "пятница", "пятницу", "пт"),
    ("saturday", "sat", "суббота", "субботу", "сб"),
    ("sunday", "sun", "воскресенье", "вс"),
)
_DAYS_FROM_TODAY = {
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "yesterday": -1,
    "сегодня": 0,
    "завтра": 1,
    "послезавтра": 2,
    "вчера": -1,
}
_SPANS = dict.fromkeys(("day", "days", "день", "дня", "дней"), 1) | dict.fromkeys(
    ("week", "weeks", "неделю", "недели", "недель"), 7
)
_ONE = (["day"], ["week"], ["день"], ["неделю"])
_NOISE = frozenset(
    (
        *("on", "the", "of", "a", "st", "nd", "rd", "th", "next", "this", "coming"),
        *("в", "во", "на", "го", "е", "ого", "г", "год", "года", "число", "числа"),
        *("следующий", "следующую", "ближайший", "ближайшую", "этот", "эту"),
    )
)
_NUMERIC = re.compile(r"(\d{1,2})\s*([./ -])\s*(\d{1,2})(?:\s*\2\s*(\d{4}|\d{2}))?\s*(?:г|год|года)?\.?")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_YEARS_AHEAD = 9
"""29 February may be eight years off."""

_TIME = re.compile(
    r"(?:(?:at|в|к)\s+)?(\d{1,2})(?:\s*[:.h-]\s*(\d{2})|\s?(\d{2}))?\s*"
    r"(am|pm|a\.m\.|p\.m\.|h|o['’]clock|утра|дня|вечера|ночи|час|часа|часов|ч)?\.?",
)
_NAMED_TIMES = {
    "noon": "12:00",
    "midday": "12:00",
    "полдень": "12:00",
    "midnight": "00:00",
    "полночь": "00:00",
}
_HALVES = {
    "am": lambda hour: hour % 12,
    "утра": lambda hour: hour % 12 if hour == 12 else hour,
    "pm": lambda hour: hour % 12 + 12,
    "дня": lambda hour: hour + 12 if hour < 6 else hour,
    "вечера": lambda hour: hour % 12 + 12,
    "ночи": lambda hour: hour % 12 + (12 if 9 <= hour < 12 else 0),
}


def read_day(text: str, today: date, *, month_first: bool = False, past: bool = False) -> date | None:
    """None where it is no day. A day without a year is the coming one, with `past` the last one; "3/5" is
    3 May unless `month_first`. The name of a weekday is the next such day after today."""
    said = text.strip().casefold()
    if match := _ISO.fullmatch(said):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(said):
        first, second = int(match[1]), int(match[3])
        swap = second > 12 or (month_first and match[2] == "/" and first <= 12)
        day, month = (second, first) if swap else (first, second)
        return _complete(day, month, match[4], today, past)
    return _in_words([word for word in _WORD.findall(said) if word not in _NOISE], today, past)


def read_clock(text: str) -> str | None:
    """As 14:00, be it said as "2 pm" or "14.00"; None where it is no time of day."""
    said = " ".join(text.casefold().split())
    if said in _NAMED_TIMES:
        return _NAMED_TIMES[said]
    match = _TIME.fullmatch(said)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    half = _HALVES.get((match[4] or "").replace(".", ""))
    if half:
        hour = half(hour) if hour <= 12 else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _in_words(words: list[str], today: date, past: bool) -> date | None:
    phrase = " ".join(words)
    if phrase in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[phrase])
    if words and words[0] in ("in", "через"):
        return _after_span(words[1:], today)
    if len(words) == 1:
        weekday = _place(words[0], _WEEKDAYS)
        return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    words = [word for word in words if _place(word, _WEEKDAYS) is None]
    months = [month for word in words if (month := _month(word))]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or len(words) != len(numbers) + 1 or not 1 <= len(numbers) <= 2:
        return None
    year = numbers[1] if len(numbers) == 2 else None
    return _complete(int(numbers[0][:4]), months[0], year, today, past)


def _after_span(words: list[str], today: date) -> date | None:
    amount, unit = ("1", words[0]) if words in _ONE else (*words, "", "")[:2]
    if not amount.isdecimal() or len(amount) > 3 or unit not in _SPANS:
        return None
    return today + timedelta(days=int(amount) * _SPANS[unit])


def _complete(day: int, month: int, year: str | None, today: date, past: bool) -> date | None:
    """`year` as written, with two digits or four, or not at all."""
    if year:
        return _day(_whole_year(year, today, past), month, day)
    step = -1 if past else 1
    for candidate in range(today.year, today.year + step * _YEARS_AHEAD, step):
        found = _day(candidate, month, day)
        if found and (found <= today if past else found >= today):
            return found
    return None


def _whole_year(year: str, today: date, past: bool) -> int:
    if len(year) > 2:
        return int(year[:5])
    latest = today.year if past else today.year + 10
    this_century = today.year // 100 * 100 + int(year)
    return this_century if this_century <= latest else this_century - 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """By its name or the first letters of it, three at least, and four for sept."""
    for number, names in enumerate(_MONTHS, 1):
        if any(name == word or (len(word) >= 3 and name.startswith(word)) for name in names):
            return number
    return None


def _place(word: str, table: tuple[tuple[str, ...], ...]) -> int | None:
    return next((place for place, names in enumerate(table) if word in names), None)
