"""YAML read strictly: every scalar stays the text that was written; no anchors, tags, or keys that stand
twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from ruamel.yaml.reader import ReaderError

from flowbook.errors import UnreadableFile
from flowbook.notebook.quick_line import Path, Plain
from flowbook.notebook.quick_yaml import quick
from flowbook.notebook.yaml_words import in_our_words

__all__ = ["Path", "Plain", "Tree", "read_yaml"]
DEPTH_LIMIT = 20
Events = Iterator[Any]
HALF = re.compile("[\ud800-\udfff]")
"""Of a character: what no file can hold, and only an escape in double quotes brings in."""
_FRAME = (StreamStartEvent, DocumentStartEvent, DocumentEndEvent, StreamEndEvent)


@dataclass(frozen=True, slots=True)
class Tree:
    """`value` of objects, lists and texts; `lines` has the line of each part by its path, 1 for the first."""

    value: Any
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Of the part, or of the nearest that contains it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Alone(YAML):
    """Without looking for plug-ins on the disk before every text."""

    def official_plug_ins(self) -> list[str]:
        return []


class _Fault(Exception):
    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.sentence, self.line = sentence, line


def read_yaml(text: str, *, path: str = "", first: int = 1) -> Tree:
    """`first` is the line of the file that the text begins with. An empty text is an empty text. Raises
    UnreadableFile with the line."""
    try:
        return _read(text)
    except _Fault as fault:
        place = f"line {fault.line + first - 1}"
        raise UnreadableFile(fault.sentence, path=path, place=place) from None


@lru_cache(maxsize=20_000)
def _read(text: str) -> Tree:
    found = quick(text)
    return Tree(found.value, found.lines) if found else read_whole(text)


def read_whole(text: str) -> Tree:
    """Whatever it is written in."""
    lines: dict[Path, int] = {}
    try:
        events = _Alone(typ="safe", pure=True).parse(StringIO(text))
        value: Any = Plain()
        seen = False
        for event in events:
            if seen and isinstance(event, DocumentStartEvent):
                raise _Fault("A second document begins here; a notebook is only one.", _line(event))
            if not isinstance(event, _FRAME):
                value, seen = _value(event, events, (), lines), True
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _Fault(in_our_words(error.problem or "", error.context or ""), line) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _Fault(in_our_words(error.reason), line) from None
    except (YAMLError, ValueError) as error:
        raise _Fault(in_our_words(str(error)), 1) from None
    return Tree(value, lines)


def _value(event: Any, events: Events, path: Path, lines: dict[Path, int]) -> Any:
    lines[path] = _line(event)
    _refuse_marks(event)
    if len(path) > DEPTH_LIMIT:
        raise _Fault(f"This is nested more than {DEPTH_LIMIT} levels deep.", _line(event))
    match event:
        case ScalarEvent():
            return event.value if event.style else Plain(event.value)
        case SequenceStartEvent():
            return [
                _value(item, events, (*path, place), lines) for place, item in enumerate(_until_end(events))
            ]
        case MappingStartEvent():
            return _object(events, path, lines)
    raise _Fault(in_our_words(""), _line(event))


def _object(events: Events, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in _until_end(events):
        _refuse_marks(key)
        if not isinstance(key, ScalarEvent):
            raise _Fault("A key is a word, not a list or an object.", _line(key))
        name = str(key.value)
        if name in found:
            raise _Fault(f"The key “{name}” stands twice; keep one of them.", _line(key))
        found[name] = _value(next(events), events, (*path, name), lines)
        lines[(*path, name)] = _line(key)
    return found


def _until_end(events: Events) -> Events:
    for event in events:
        if isinstance(event, CollectionEndEvent):
            return
        yield event


def _refuse_marks(event: Any) -> None:
    if isinstance(event, AliasEvent) or event.anchor:
        mark = f"{'*' if isinstance(event, AliasEvent) else '&'}{event.anchor}"
        sentence = f"“{mark}” is an anchor or what refers to one; write it out where it is meant."
        raise _Fault(sentence, _line(event))
    if half := HALF.search(getattr(event, "value", "")):
        sentence = (
            f"This text has half of a character in it (\\u{ord(half[0]):x}). Write the character itself."
        )
        raise _Fault(sentence, _line(event))
    if event.tag is not None:
        sentence = f"“{event.tag}” is a YAML tag; take it out, kinds are known by their names."
        raise _Fault(sentence, _line(event))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
