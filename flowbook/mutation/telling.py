"""Settings in the few words that a sentence has room for, in the first language they are written in."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from flowbook.checks.configs import Part
from flowbook.comparison import shown
from flowbook.rules import words
from flowbook.schedule import duration_words, offset_words
from flowbook.texts import Text

TEXTS = ("text", "line_text", "phrase")


def told(part: Part, value: Any) -> str:
    """As the form has it."""
    match part.widget:
        case "choice" if value in part.shape.get("enum", ()):
            return str(part.shape["labels"][part.shape["enum"].index(value)])
        case "rule":
            return words(value)
        case "duration":
            return duration_words(value)
        case "offset":
            return offset_words(value)
        case widget if widget in TEXTS:
            return shown(_first(value))
    return shown([_row(row) for row in value] if isinstance(value, list) else value)


def lost(before: Text, after: Text) -> str:
    """What the longer one has between where they part and where they are the same again."""
    one, other = _first(before), _first(after)
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    return shown(one[start : len(one) - end].strip()) if len(one) > len(other) else shown(one)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _row(row: Any) -> Any:
    """A row by its name, a text by its first language."""
    if not isinstance(row, Mapping):
        return row
    return _first(row["label"]) if "label" in row else words(row["rule"]) if "rule" in row else _plain(row)


def _plain(row: Mapping[str, Any]) -> str:
    return str(row.get("id") or row.get("name") or row.get("path") or next(iter(row.values()), ""))


def _first(text: Text) -> str:
    return text if isinstance(text, str) else next(iter(text.values()), "")
