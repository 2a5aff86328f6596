"""Notes and groups around the boxes of a draft: put, moved, taken away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from builder.canvas.wire import place_of, text_of
from builder.edits import Draft, Place
from flowbook.marginalia import (
    COLOURS,
    LARGEST,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST,
    SMALLEST,
    Group,
    Note,
    apart,
)
from flowbook.naming import node_id


def put_note(draft: Draft, op: Mapping[str, Any]) -> Draft:
    """A new note, or another text, size, place or colour of one that is there."""
    name = _name(op, draft.layout.notes, "note")
    if name is None:
        return draft
    old = draft.layout.notes.get(name, Note((0, 0)))
    note = Note(
        place_of(op.get("at", old.at)),
        _size(op.get("size", old.size)),
        text_of(op, "text")[:LONGEST_TEXT] if "text" in op else old.text,
        _colour(op, old.colour),
    )
    return replace(draft, layout=replace(draft.layout, notes={**draft.layout.notes, name: note}))


def put_group(draft: Draft, op: Mapping[str, Any]) -> Draft:
    """A new group, or other nodes, another title or colour of one that is there. Its nodes leave the groups
    they were in; a group without nodes is gone."""
    groups = draft.layout.groups
    name = _name(op, groups, "group")
    if name is None:
        return draft
    old = groups.get(name, Group("", ()))
    wanted = [str(one) for one in op["nodes"]] if "nodes" in op else old.nodes
    nodes = tuple(dict.fromkeys(one for one in wanted if one in draft.flow.by_id))
    title = text_of(op, "title")[:LONGEST_TITLE] if "title" in op else old.title
    group = Group(title, nodes, _colour(op, old.colour))
    rest = {other: one for other, one in groups.items() if other != name}
    order = [name, *groups] if name not in groups else list(groups)
    kept = apart({name: group, **rest})
    return replace(
        draft, layout=replace(draft.layout, groups={one: kept[one] for one in order if one in kept})
    )


def move_notes(draft: Draft, places: Mapping[str, Place]) -> Draft:
    notes = draft.layout.notes
    moved = {name: replace(notes[name], at=place) for name, place in places.items() if name in notes}
    return replace(draft, layout=replace(draft.layout, notes={**notes, **moved})) if moved else draft


def without(draft: Draft, notes: Iterable[str], groups: Iterable[str]) -> Draft:
    """A group's nodes stay."""
    layout = draft.layout
    kept_notes = _less(layout.notes, notes)
    return replace(draft, layout=replace(layout, notes=kept_notes, groups=_less(layout.groups, groups)))


def _less(there: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    gone = {str(name) for name in names}
    return {name: one for name, one in there.items() if name not in gone}


def _name(op: Mapping[str, Any], there: Mapping[str, Any], fallback: str) -> str | None:
    """The id asked for, or None where no more fit."""
    wished = text_of(op, "id")
    if wished in there:
        return wished
    return node_id(wished, there, fallback=fallback) if len(there) < MOST else None


def _size(value: Any) -> tuple[int, int]:
    width, height = place_of(value)
    return max(SMALLEST, min(LARGEST, width)), max(SMALLEST, min(LARGEST, height))


def _colour(op: Mapping[str, Any], default: str) -> str:
    wanted = op.get("colour", default)
    return wanted if wanted in COLOURS else default
