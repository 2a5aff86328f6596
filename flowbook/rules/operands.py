"""What an operator is compared with: its shape as JSON Schema, its control in a form, how it is read."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flowbook.rules.readings import fold

MOST_DAYS = 36_500
MOST_TIMES = 10_000
MOST_TEXTS = 200
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class UnreadableOperand(Exception):
    """Carries the sentence that says what is wanted."""


@dataclass(frozen=True, slots=True)
class Operand:
    """`read` gives what the operator's test takes, or raises UnreadableOperand; `wants` asks for one that
    is right. `widget` names the control a form draws."""

    widget: str
    schema: Mapping[str, Any]
    read: Callable[[Any], Any]
    wants: str = ""


def read_operand(name: str, value: Any) -> Any:
    """Raises UnreadableOperand with the sentence for people."""
    operand = OPERANDS[name]
    try:
        return operand.read(value)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableOperand(operand.wants) from None


def _nothing(value: Any) -> None:
    if value is not None:
        raise ValueError


def _text(value: Any) -> str:
    if not isinstance(value, str) or not fold(value):
        raise ValueError
    return fold(value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not 0 < len(value) <= MOST_TEXTS:
        raise ValueError
    return tuple(map(_text, value))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError
    return float(value)


def _pair(value: Any) -> tuple[float, float]:
    low, high = map(_number, value)
    if low > high:
        raise ValueError
    return low, high


def _date(value: Any) -> int:
    day = date.fromisoformat(value)
    if day.isoformat() != value:
        raise ValueError
    return day.toordinal()


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return read


def _whole_schema(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


_TEXT = {"type": "string", "pattern": r"\S"}
_NUMBER = {"type": "number"}

OPERANDS: Mapping[str, Operand] = {
    "none": Operand("none", {"type": "null"}, _nothing, "This comparison takes no value."),
    "text": Operand("text", _TEXT, _text, "Write the text to compare with."),
    "texts": Operand(
        "texts",
        {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": MOST_TEXTS},
        _texts,
        f"Give a list of 1 to {MOST_TEXTS} texts.",
    ),
    "number": Operand("number", _NUMBER, _number, "Give a number."),
    "pair": Operand(
        "pair",
        {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
        _pair,
        "Give two numbers, the smaller one first.",
    ),
    "date": Operand(
        "date",
        {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        _date,
        "Give a date that exists, such as 2026-05-01.",
    ),
    "days": Operand(
        "days", _whole_schema(0, MOST_DAYS), _whole(0, MOST_DAYS), f"Give whole days, 0 to {MOST_DAYS}."
    ),
    "month": Operand("month", _whole_schema(1, 12), _whole(1, 12), "Choose a month, 1 to 12."),
    "times": Operand(
        "number",
        _whole_schema(1, MOST_TIMES),
        _whole(1, MOST_TIMES),
        f"Give a whole number, 1 to {MOST_TIMES}.",
    ),
}
