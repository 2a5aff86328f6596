"""What stands on one line of YAML, read at once: words, lists and objects in brackets. Whatever is read here
means there the same; all else is left to the whole reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
DEEPEST = 8


class Plain(str):
    """A scalar that stands without quotes."""

    __slots__ = ()


class Other(Exception):
    """It is something for the whole reader."""


_KEY = re.compile(r"([A-Za-z_][\w.-]{0,99}):(?: +|$)")
_FIRST = r"[^ !\"#%-'*,\-.:-@\[-\^`{-~]"
_ALONE = re.compile(rf"{_FIRST}(?:[^:#]|:(?=[^ ])|(?<! )#)*")
"""A text that has its line to itself."""
_AMONG = re.compile(rf"{_FIRST}(?:(?:[^,\[\]{{}}:#?]|:(?=\w))*[^ ,\[\]{{}}:#?])?")
"""A text between brackets."""
_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\n])*)"')
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_ESCAPED = re.compile(r"\\(.)")
_GAP = re.compile(r" *")
_END = re.compile(r" *$")


@dataclass(slots=True)
class Hand:
    """Where on its line it reads. `lines` has the line of each part by its path."""

    text: str
    number: int
    at: int
    lines: dict[Path, int] = field(default_factory=dict)


def key(hand: Hand, found: dict[str, Any]) -> str:
    """Goes on behind the colon."""
    match = _taken(hand, _KEY)
    if match[1] in found:
        raise Other
    return match[1]


def alone(hand: Hand, path: Path) -> Any:
    """The value that fills the rest of the line."""
    if hand.text[hand.at] in "{['\"":
        value = _value(hand, path)
        _taken(hand, _END)
        return value
    hand.lines[path] = hand.number
    text = hand.text[hand.at :].rstrip(" ")
    if not _ALONE.fullmatch(text):
        raise Other
    return Plain(text)


def _value(hand: Hand, path: Path) -> Any:
    hand.lines[path] = hand.number
    if len(path) > DEEPEST:
        raise Other
    match hand.text[hand.at : hand.at + 1]:
        case "{":
            return _object(hand, path)
        case "[":
            return _list(hand, path)
        case '"':
            return _ESCAPED.sub(_unescaped, _taken(hand, _DOUBLE)[1])
        case "'":
            return _taken(hand, _SINGLE)[1].replace("''", "'")
    return Plain(_taken(hand, _AMONG)[0])


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] == "n" else found[1]


def _object(hand: Hand, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    hand.at += 1
    while True:
        _taken(hand, _GAP)
        name = key(hand, found)
        found[name] = _value(hand, (*path, name))
        if _is_last(hand, "}"):
            return found


def _list(hand: Hand, path: Path) -> list[Any]:
    found: list[Any] = []
    hand.at += 1
    while True:
        _taken(hand, _GAP)
        found.append(_value(hand, (*path, len(found))))
        if _is_last(hand, "]"):
            return found


def _is_last(hand: Hand, close: str) -> bool:
    """Behind the bracket, or behind the comma and the space that another one follows."""
    _taken(hand, _GAP)
    mark = hand.text[hand.at : hand.at + 1]
    hand.at += 1
    if mark == close:
        return True
    if mark != "," or hand.text[hand.at : hand.at + 1] != " ":
        raise Other
    return False


def _taken(hand: Hand, pattern: re.Pattern[str]) -> re.Match[str]:
    found = pattern.match(hand.text, hand.at)
    if found is None:
        raise Other
    hand.at = found.end()
    return found
