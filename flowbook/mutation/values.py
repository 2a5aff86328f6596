"""One setting with another value, by the control that a form draws for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from flowbook.checks.configs import Part
from flowbook.mutation.mutant import CHOICE, DROPPED, NUMBER, ORDER, TEXT, TIME
from flowbook.shapes import UNITS, WEEKDAYS
from flowbook.texts import Text, in_every_language

Values = Iterator[tuple[str, Any]]
"""The kind of the change, and the value after it."""
NEAR = (1, -1)
ORDERED = ("branches", "buttons", "options")
"""Rows whose order a customer can notice; of a split's arms it makes none."""
_WORD = re.compile(r"(?:\{[^{}]*\}|[^\s{}])+\s*")
_FIELD = re.compile(r"\s?\{[^{}]+\}")
_DAY = re.compile(r"(--|\d{4}-)(\d{2})-(\d{2})(.*)")
LEAP = 2024


def other_values(part: Part) -> Values:
    """Values that may stand in its place; what its schema or its step refuses is left to the caller."""
    change = _CHANGES.get(part.widget)
    if change:
        yield from change(part)
    if isinstance(part.value, list):
        yield from _rows(part)


def _rows(part: Part) -> Values:
    """Without one of its rows; two neighbours exchanged."""
    rows = part.value
    yield from ((DROPPED, [*rows[:n], *rows[n + 1 :]]) for n in range(len(rows)) if len(rows) > 1)
    if part.widget in ORDERED:
        for n in range(len(rows) - 1):
            yield ORDER, [*rows[:n], rows[n + 1], rows[n], *rows[n + 2 :]]


def _duration(part: Part) -> Values:
    value = part.value
    yield from ((TIME, {**value, "amount": value["amount"] + step}) for step in NEAR)
    place = UNITS.index(value["unit"])
    yield TIME, {**value, "unit": UNITS[place - 1 if place == len(UNITS) - 1 else place + 1]}


def _offset(part: Part) -> Values:
    turned = {"before": "after", "after": "before"}
    if part.value["direction"] not in turned:
        yield TIME, {"direction": "after", "amount": 1, "unit": "days"}
        return
    yield TIME, {**part.value, "direction": turned[part.value["direction"]]}
    yield from _duration(part)


def _time(part: Part) -> Values:
    if ":" in part.value:
        hour, _, minute = part.value.partition(":")
        yield from ((TIME, f"{int(hour) + step:02}:{minute}") for step in NEAR)


def _weekdays(part: Part) -> Values:
    """A wrong weekday: the last one is the day after. One missing is for the rows."""
    if part.value:
        after = WEEKDAYS[(WEEKDAYS.index(part.value[-1]) + 1) % len(WEEKDAYS)]
        if after not in part.value:
            yield TIME, [*part.value[:-1], after]


def _date(part: Part) -> Values:
    if found := _DAY.fullmatch(part.value):
        year, month, day, rest = found.groups()
        written = date(LEAP if year == "--" else int(year[:-1]), int(month), int(day))
        for step in NEAR:
            moved = written + timedelta(days=step)
            yield TIME, f"{year if year == '--' else f'{moved:%Y}-'}{moved:%m-%d}{rest}"


def _number(part: Part) -> Values:
    yield from ((NUMBER, part.value + step) for step in NEAR)


def _choice(part: Part) -> Values:
    values = part.shape.get("enum", ())
    yield from ((CHOICE, value) for value in values if value != part.value)


def _switch(part: Part) -> Values:
    yield CHOICE, not part.value


def _text(part: Part) -> Values:
    """Without its last sentence or word, and without the first field that is filled in."""
    yield TEXT, in_every_language(part.value, shortened)
    if _FIELD.search(_first(part.value)):
        yield TEXT, in_every_language(part.value, lambda text: _FIELD.sub("", text, count=1))


def shortened(text: str) -> str:
    """A single word has nothing to lose, and gets a full stop more."""
    words = _WORD.findall(text)
    ends = [n for n, word in enumerate(words[:-1]) if _is_end(word)]
    kept = words[: ends[-1] + 1] if ends else words[:-1]
    return "".join(kept).rstrip() or f"{text}."


def _is_end(word: str) -> bool:
    return "\n" in word or word.rstrip().endswith((".", "!", "?", "…"))


def _first(text: Text) -> str:
    return text if isinstance(text, str) else next(iter(text.values()), "")


_CHANGES: Mapping[str, Callable[[Part], Values]] = {
    "duration": _duration,
    "offset": _offset,
    "time": _time,
    "weekdays": _weekdays,
    "date": _date,
    "number": _number,
    "choice": _choice,
    "switch": _switch,
    "text": _text,
    "line_text": _text,
}
