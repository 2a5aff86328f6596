"""Days as people write them in six languages: "5.3.2027", "5 марта", "մարտի 5-ին", "tomorrow", "rytoj"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from flowbook.answers.daynames import fold, folded, month_of, near, weekday_of

_DAY = "day days день дня дней дні днів օր დღის dienos dienų"
_WEEK = "week weeks неделю недели недель тиждень тижні тижнів շաբաթ კვირის savaitės savaičių"
_UNITS: Mapping[str, int] = {
    **dict.fromkeys(folded(_DAY.split()), 1),
    **dict.fromkeys(folded(_WEEK.split()), 7),
}
_ENDING_IN = {"օրից": 1, "շաբաթից": 7, "დღეში": 1, "კვირაში": 7}
"""Units that say by their ending that so much time shall pass."""
_BEFORE, _AFTER = folded(("in", "через", "за", "po", "už")), folded(("հետո", "անց", "შემდეგ"))
"""Words that say it before the amount, or behind the unit."""
_ALONE = folded(
    (
        *("day", "week", "день", "неделю", "тиждень", "օր", "շաբաթ", "დღის", "კვირის", "dienos", "savaitės"),
        *("շաբաթից", "კვირაში"),
    )
)
"""Units that mean one when no number stands there."""
_NOISE = folded(
    (
        *("on", "the", "of", "a", "st", "nd", "rd", "th", "next", "this", "coming"),
        *("в", "во", "на", "го", "е", "ого", "г", "год", "года", "число", "числа"),
        *("следующий", "следующую", "ближайший", "ближайшую", "этот", "эту"),
        *("у", "р", "рік", "року", "наступний", "наступну", "наступного", "найближчий", "найближчу"),
        *("цей", "цю", "цього"),
        *("օրը", "ին", "ի", "ը", "թ", "թվականի", "թվականին", "այս", "հաջորդ", "մյուս", "գալիք", "առաջիկա"),
        *("მე", "ს", "ში", "ის", "წლის", "წელს", "ამ", "მომავალ", "რიცხვი", "რიცხვში"),
        *("d", "diena", "dieną", "m", "metų", "šį", "šią", "kitą", "ateinantį", "artimiausią", "ąją", "ta"),
    )
)
_YEAR = "г|год|года|р|року|թ|m|d"
_NUMERIC = re.compile(
    rf"(\d{{1,2}})\s*([./ -])\s*(\d{{1,2}})(?:\s*\2\s*(\d{{4}}|\d{{2}}))?\s*(?:{_YEAR})?\.?"
)
_ISO = re.compile(r"(\d{4})([-./ ])(\d{1,2})\2(\d{1,2})")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_YEARS_AHEAD = 9
"""29 February may be eight years off."""


def read_day(text: str, today: date, *, month_first: bool = False, past: bool = False) -> date | None:
    """None where it is no day. A day without a year is the coming one, with `past` the last one; "3/5" is
    3 May unless `month_first`. The name of a weekday is the next such day after today."""
    said = fold(text.strip())
    if match := _ISO.fullmatch(said):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.fullmatch(said):
        first, second = int(match[1]), int(match[3])
        swap = second > 12 or (month_first and match[2] == "/" and first <= 12)
        day, month = (second, first) if swap else (first, second)
        return _complete(day, month, match[4], today, past)
    return _in_words([word for word in _WORD.findall(said) if word not in _NOISE], today, past)


def _in_words(words: list[str], today: date, past: bool) -> date | None:
    days = near().get(" ".join(words), _span(words))
    if days is not None:
        return today + timedelta(days=days)
    words = [word for word in words if word not in _AFTER]
    if len(words) == 1:
        weekday = weekday_of(words[0])
        return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    words = [word for word in words if weekday_of(word) is None]
    months = [month for word in words if (month := month_of(word))]
    numbers = sorted((word for word in words if word.isdecimal()), key=lambda word: len(word) == 4)
    if len(months) != 1 or len(words) != len(numbers) + 1 or not 1 <= len(numbers) <= 2:
        return None
    year = numbers[1] if len(numbers) == 2 else None
    return _complete(int(numbers[0][:4]), months[0], year, today, past)


def _span(words: list[str]) -> int | None:
    """Days that shall pass: "in 10 days", "через неделю", "շաբաթից", "2 კვირის შემდეგ"."""
    units: Mapping[str, int] = _ENDING_IN
    if words and words[0] in _BEFORE:
        units, words = _UNITS, words[1:]
    elif words and words[-1] in _AFTER:
        units, words = _UNITS, words[:-1]
    if len(words) == 1 and words[0] in _ALONE:
        words = ["1", *words]
    if len(words) != 2 or not words[0].isdecimal() or len(words[0]) > 3 or words[1] not in units:
        return None
    return int(words[0]) * units[words[1]]


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
