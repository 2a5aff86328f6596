"""A take written down as a notebook's file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from flowbook.naming import flow_id
from flowbook.notebook.writing import written
from flowbook.recording.spelling import Data, escaped
from flowbook.recording.taking import Line, Take, Turn

Place = tuple[int, int]
"""The number of a turn, and of a line in it; a turn in which nothing was said has its silence at line 0."""

SHORT = 22
"""Characters of an act's id in that of its check."""


def document(head: Data, take: Take, note: str = "", tight: Collection[Place] = ()) -> str:
    """Each turn has a snapshot of what was said; the lines at `tight` become expectations in its place."""
    names = _Names()
    cells: list[Data] = [names.cell("note", note)] if note else []
    for number, turn in enumerate(take.turns):
        for kind, value in turn.doings:
            cells.append(names.cell(kind, value))
        wanted = {line for place, line in tight if place == number}
        cells += _checks(names, turn, wanted)
    return written(head, cells)


class _Names:
    """Ids of cells, made from what they say; `last` is the one of the last act."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.last = ""

    def cell(self, kind: str, value: Any) -> Data:
        self.last = self._free(_word(kind, value), kind)
        return {"id": self.last, kind: value}

    def check(self, kind: str, value: Any) -> Data:
        told = "said" if kind == "snapshot" else "expected"
        return {"id": self._free(f"{self.last[:SHORT]} {told}", kind), kind: value}

    def _free(self, title: str, fallback: str) -> str:
        name = flow_id(title, self.taken, fallback)
        self.taken.add(name)
        return name


def _checks(names: _Names, turn: Turn, wanted: Collection[int]) -> Iterator[Data]:
    """What is to be expected of the turn; a snapshot of it where that is not all of it."""
    if turn.gap:
        return
    if not turn.lines:
        if wanted:
            yield names.check("expect", {"silence": "yes"})
        else:
            yield _snapshot(names, turn)
        return
    chosen = [line for number, line in enumerate(turn.lines) if number in wanted]
    whole = len(chosen) == len(turn.lines) and all(line.text for line in chosen)
    if whole:
        yield names.check("expect", _expected(chosen))
        return
    for line in chosen:
        if line.text:
            yield names.check("expect", {"reply": escaped(line.text)})
    yield _snapshot(names, turn)


def _expected(lines: list[Line]) -> Data:
    texts = [escaped(line.text) for line in lines]
    buttons = next((line.buttons for line in reversed(lines) if line.buttons), ())
    wanted: Data = {"reply": texts if len(texts) > 1 else texts[0]}
    return {**wanted, "buttons": [escaped(label) for label in buttons]} if buttons else wanted


def _snapshot(names: _Names, turn: Turn) -> Data:
    return names.check("snapshot", {"of": "replies", "accepted": turn.told})


def _word(kind: str, value: Any) -> str:
    """What a cell is called by: the words in it, else its kind."""
    found = _WORDS[kind](value) if kind in _WORDS else ""
    return found or kind


def _text(value: Any, *names: str) -> str:
    if isinstance(value, str):
        return value
    return next((str(value[name]) for name in names if name in value), "")


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "note": lambda value: "about",
    "say": lambda value: _text(value, "text", "caption") or next(iter(value)),
    "tap": lambda value: _text(value, "button"),
    "wait": lambda value: "next timer" if value == "next timer" else "later",
    "event": lambda value: _text(value, "name") or "undelivered",
    "mock": lambda value: f"{_text(value, 'node', 'method')} answers",
    "choose": lambda value: f"{value['split']} {value['arm']}",
    "operator": lambda value: "handed back" if "does" in value else "staff",
}
