"""The YAML that nearly all notebooks are written in, read at once: blocks of keys, lists and texts of several
lines. All else is left to the whole reader; whatever is read here means there the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flowbook.notebook.quick_line import DEEPEST, Hand, Other, Path, alone, key

_BARE = re.compile(r" *(?:#.*)?")
_ITEM = re.compile(r"- (?! )")
_INLINE = re.compile(r"[A-Za-z_][\w.-]*:(?: |$)")
_LITERALS = ("|", "|-")


@dataclass(frozen=True, slots=True)
class Found:
    """`lines` has the line of each part by its path."""

    value: Any
    lines: dict[Path, int]


def quick(text: str) -> Found | None:
    """None for what is not written so."""
    if not text.replace("\n", "").isprintable():
        return None
    block = _Block(text.removesuffix("\n").split("\n"), text.endswith("\n"))
    try:
        block.skip()
        value = block.value((), -1)
    except Other:
        return None
    return Found(value, block.lines) if block.at == len(block.rows) else None


@dataclass(slots=True)
class _Block:
    """`at` is the row it reads next; `closed` says whether the last one ends as a line does."""

    rows: list[str]
    closed: bool
    at: int = 0
    lines: dict[Path, int] = field(default_factory=dict)

    def skip(self) -> None:
        """Empty lines and remarks."""
        while self.at < len(self.rows) and _BARE.fullmatch(self.rows[self.at]):
            self.at += 1

    def depth(self) -> int:
        """How far the next row is moved in; -1 behind the last."""
        row = self.rows[self.at] if self.at < len(self.rows) else None
        return -1 if row is None else len(row) - len(row.lstrip(" "))

    def value(self, path: Path, above: int) -> Any:
        """An object or a list below what is moved in by `above`."""
        depth = self.depth()
        if depth <= above or len(path) > DEEPEST:
            raise Other
        self.lines[path] = self.at + 1
        return self.listed(path, depth) if self.is_item(depth) else self.object(path, depth)

    def is_item(self, depth: int) -> bool:
        return _ITEM.match(self.rows[self.at], depth) is not None

    def listed(self, path: Path, depth: int) -> list[Any]:
        found: list[Any] = []
        while self.depth() == depth and self.is_item(depth):
            own, row = (*path, len(found)), self.rows[self.at]
            self.lines[own] = self.at + 1
            if _INLINE.match(row, depth + 2):
                found.append(self.object(own, depth + 2))
            else:
                found.append(self.line(Hand(row, self.at + 1, depth + 2, self.lines), own))
        return found

    def object(self, path: Path, depth: int) -> dict[str, Any]:
        """The first key may stand behind a dash."""
        found: dict[str, Any] = {}
        while not found or self.depth() == depth:
            hand = Hand(self.rows[self.at], self.at + 1, depth, self.lines)
            name = key(hand, found)
            found[name] = self.pair(hand, (*path, name), depth)
            self.lines[*path, name] = hand.number
        return found

    def pair(self, hand: Hand, path: Path, depth: int) -> Any:
        rest = hand.text[hand.at :].rstrip(" ")
        if rest in _LITERALS:
            return self.literal(depth, rest == "|")
        if rest:
            return self.line(hand, path)
        self.at += 1
        self.skip()
        return self.value(path, depth)

    def line(self, hand: Hand, path: Path) -> Any:
        if hand.at >= len(hand.text):
            raise Other
        value = alone(hand, path)
        self.at += 1
        self.skip()
        return value

    def literal(self, above: int, ends: bool) -> str:
        """A text of several lines, each as it stands."""
        self.at += 1
        depth = self.depth()
        written: list[str] = []
        while self.at < len(self.rows) and (not self.rows[self.at] or self.depth() >= depth):
            written.append(self.rows[self.at][depth:])
            self.at += 1
        if depth <= above or not written[0].strip() or not (self.closed or self.at < len(self.rows)):
            raise Other
        self.skip()
        return "\n".join(written).rstrip("\n") + ("\n" if ends else "")
