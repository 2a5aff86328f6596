"""What a designer puts around the boxes of a flow: notes, and coloured groups with a title."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flowbook.errors import UnreadableFile

COLOURS = ("amber", "green", "blue", "violet", "rose", "grey")
MOST = 500
LONGEST_TEXT, LONGEST_TITLE = 4000, 120
SMALLEST, LARGEST = 60, 4000
FARTHEST = 10_000_000
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Note:
    """`at` is its upper left corner, `size` its width and height, in the pixels of the layout."""

    at: Pair
    size: Pair = (224, 120)
    text: str = ""
    colour: str = "amber"


@dataclass(frozen=True, slots=True)
class Group:
    """Its frame is drawn around its nodes, wherever they stand. A node is in one group at most."""

    title: str
    nodes: tuple[str, ...]
    colour: str = "blue"


@dataclass(frozen=True)
class _Reader:
    """One object of the file, with its place for sentences."""

    data: Any
    place: str
    path: str

    def refuse(self, sentence: str, key: str = "") -> UnreadableFile:
        place = f"{self.place}.{key}" if key else self.place
        return UnreadableFile(sentence, path=self.path, place=place)

    def text(self, key: str, longest: int) -> str:
        value = self.data.get(key, "")
        if not isinstance(value, str) or len(value) > longest:
            raise self.refuse(f"This should be a text of at most {longest:,} characters.", key)
        return value

    def colour(self, default: str) -> str:
        value = self.data.get("colour", default)
        if value not in COLOURS:
            raise self.refuse(f"The colour should be one of: {', '.join(COLOURS)}.", "colour")
        return str(value)

    def pair(self, key: str, least: int, most: int) -> Pair:
        value = self.data.get(key)
        if not is_pair(value) or not all(least <= number <= most for number in value):
            raise self.refuse(f"This should be two numbers from {least:,} to {most:,}.", key)
        return round(value[0]), round(value[1])

    def ids(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key)
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.refuse("This should be a list of ids of steps.", key)
        return tuple(dict.fromkeys(value))


def is_pair(value: Any) -> bool:
    """Whether it is a list of two numbers that are numbers."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return False
    return all(isinstance(n, int | float) and not isinstance(n, bool) and -1e9 < n < 1e9 for n in value)


def read_notes(data: Any, *, path: str = "") -> dict[str, Note]:
    """Raises UnreadableFile."""
    return {name: _note(reader) for name, reader in _each(data, "notes", path)}


def read_groups(data: Any, *, path: str = "") -> dict[str, Group]:
    """Raises UnreadableFile. A node that several groups name is in the first of them."""
    groups = {name: _group(reader) for name, reader in _each(data, "groups", path)}
    return apart(groups)


def apart(groups: Mapping[str, Group]) -> dict[str, Group]:
    """No node in two groups, no group without nodes."""
    taken: set[str] = set()
    found: dict[str, Group] = {}
    for name, group in groups.items():
        nodes = tuple(node for node in group.nodes if node not in taken)
        taken.update(nodes)
        if nodes:
            found[name] = replace(group, nodes=nodes)
    return found


def within(groups: Mapping[str, Group], known: Collection[str]) -> dict[str, Group]:
    """The groups of the known nodes only."""
    return apart(
        {name: replace(one, nodes=tuple(n for n in one.nodes if n in known)) for name, one in groups.items()}
    )


def note_line(note: Note) -> str:
    shape = {"at": list(note.at), "size": list(note.size), "colour": note.colour, "text": note.text}
    return json.dumps(shape, ensure_ascii=False)


def group_line(group: Group) -> str:
    shape = {"title": group.title, "colour": group.colour, "nodes": sorted(group.nodes)}
    return json.dumps(shape, ensure_ascii=False)


def _each(data: Any, key: str, path: str) -> Iterator[tuple[str, _Reader]]:
    found = data.get(key, {})
    if not isinstance(found, dict) or len(found) > MOST:
        raise UnreadableFile(f"This should be an object of at most {MOST} {key}.", path=path, place=key)
    for name, one in found.items():
        reader = _Reader(one, f"{key}.{name}", path)
        if not isinstance(one, dict):
            raise reader.refuse("This should be an object.")
        yield name, reader


def _note(reader: _Reader) -> Note:
    return Note(
        reader.pair("at", -FARTHEST, FARTHEST),
        reader.pair("size", SMALLEST, LARGEST),
        reader.text("text", LONGEST_TEXT),
        reader.colour("amber"),
    )


def _group(reader: _Reader) -> Group:
    return Group(reader.text("title", LONGEST_TITLE), reader.ids("nodes"), reader.colour("blue"))
