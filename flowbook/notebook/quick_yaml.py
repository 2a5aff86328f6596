"""The YAML that most cells are written in, read at once: keys, plain or quoted words, lists and objects on
one line. All else is left to the whole reader; whatever is read here means there the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
DEEPEST = 8


class Plain(str):
    """A scalar that stands without quotes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is a list with one object, as YAML has it; `lines` has the line of each part by its path."""

    value: list[dict[str, Any]]
    lines: dict[Path, int]


_FIRST = re.compile(r"( *)- (?=[\w{])")
_KEY = re.compile(r"([A-Za-z_][\w.-]*): +")
_PLAIN = re.compile(r"[\w/](?:[\w /.+()!;=@$€…–—-]*[\w/.+()!;=@$€…–—])?")
_DOUBLE = re.compile(r'"([ !#-\[\]-~\w€…–—“”’]*)"')
_SINGLE = re.compile(r"'([ -&(-~\w€…–—“”’]*)'")
_GAP = re.compile(r" *")
_END = re.compile(r" *$")


class _Other(Exception):
    """It is something for the whole reader."""


@dataclass(slots=True)
class _Hand:
    """Where on the line it reads; all of the line is one line of the text."""

    text: str
    number: int
    at: int
    lines: dict[Path, int] = field(default_factory=dict)


def quick(text: str) -> Cell | None:
    """None for what is not written so."""
    rows = text.removesuffix("\n").split("\n")
    first = _FIRST.match(rows[0])
    if first is None:
        return None
    lines: dict[Path, int] = {(): 1, (0,): 1}
    found: dict[str, Any] = {}
    try:
        if rows[0][first.end()] == "{":
            return _on_one_line(rows, first.end(), lines)
        for number, row in enumerate(rows, 1):
            if number > 1 and len(row) - len(row.lstrip(" ")) != first.end():
                return None
            _pair(_Hand(row, number, first.end(), lines), found, (0,))
    except _Other:
        return None
    return Cell([found], lines)


def _on_one_line(rows: list[str], at: int, lines: dict[Path, int]) -> Cell | None:
    hand = _Hand(rows[0], 1, at, lines)
    value = _value(hand, (0,))
    return Cell([value], lines) if len(rows) == 1 and _END.match(hand.text, hand.at) else None


def _pair(hand: _Hand, found: dict[str, Any], path: Path) -> None:
    """A key and its value that fill the line to its end."""
    name = _name(hand, found)
    found[name] = _value(hand, (*path, name))
    if not _END.match(hand.text, hand.at):
        raise _Other


def _name(hand: _Hand, found: dict[str, Any]) -> str:
    key = _KEY.match(hand.text, hand.at)
    if key is None or key[1] in found:
        raise _Other
    hand.at = key.end()
    return key[1]


def _value(hand: _Hand, path: Path) -> Any:
    hand.lines[path] = hand.number
    if len(path) > DEEPEST:
        raise _Other
    match hand.text[hand.at : hand.at + 1]:
        case "{":
            return _object(hand, path)
        case "[":
            return _list(hand, path)
        case '"':
            return _taken(hand, _DOUBLE)[1]
        case "'":
            return _taken(hand, _SINGLE)[1]
    return Plain(_taken(hand, _PLAIN)[0])


def _object(hand: _Hand, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    hand.at += 1
    while True:
        _taken(hand, _GAP)
        name = _name(hand, found)
        found[name] = _value(hand, (*path, name))
        if _is_last(hand, "}"):
            return found


def _list(hand: _Hand, path: Path) -> list[Any]:
    found: list[Any] = []
    hand.at += 1
    while True:
        _taken(hand, _GAP)
        found.append(_value(hand, (*path, len(found))))
        if _is_last(hand, "]"):
            return found


def _is_last(hand: _Hand, close: str) -> bool:
    """Behind the bracket, or behind the comma and the space that another one follows."""
    _taken(hand, _GAP)
    mark = hand.text[hand.at : hand.at + 1]
    hand.at += 1
    if mark == close:
        return True
    if mark != "," or hand.text[hand.at : hand.at + 1] != " ":
        raise _Other
    return False


def _taken(hand: _Hand, pattern: re.Pattern[str]) -> re.Match[str]:
    found = pattern.match(hand.text, hand.at)
    if found is None:
        raise _Other
    hand.at = found.end()
    return found
