"""What was accepted, compared over all scenarios of a notebook: same, changed, new, and what nobody uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flowbook.customer import NOTHING
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds.snapshot import parts_of
from flowbook.notebook.shapes import as_list
from flowbook.notebook.stage import Taken

SNAPSHOT = "snapshot"
SAME, CHANGED, NEW = "same", "changed", "new"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, and the scenarios that all have it, by their keys: one decision for all of them.
    `before` is None for a new one."""

    cell: Cell
    before: str | None
    after: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Album:
    """All that a notebook's snapshots came to. `unused` has by cell the keys of scenarios there are no
    more."""

    taken: Mapping[str, Mapping[str, Taken]] = field(default_factory=lambda: NOTHING)
    changes: tuple[Change, ...] = ()
    unused: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)

    def count(self, state: str) -> int:
        return sum(state_of(one) == state for some in self.taken.values() for one in some.values())


def state_of(taken: Taken) -> str:
    return NEW if taken.accepted is None else SAME if taken.same else CHANGED


def accepted_of(cells: Iterable[Cell], key: str) -> dict[str, str]:
    """What each snapshot has to be in the scenario of that key, by its cell."""
    found = {cell.id: _accepted(cell.value, key) for cell in cells if cell.kind == SNAPSHOT}
    return {name: text for name, text in found.items() if text is not None}


def album_of(cells: Iterable[Cell], taken: Mapping[str, Mapping[str, Taken]], keys: Iterable[str]) -> Album:
    """`taken` by cell and scenario; `keys` are all scenarios that were run."""
    known = set(keys)
    snapshots = [cell for cell in cells if cell.kind == SNAPSHOT]
    changes = [change for cell in snapshots for change in _changes(cell, taken.get(cell.id, {}))]
    unused = {cell.id: gone for cell in snapshots if (gone := _unused(cell.value, known))}
    return Album(taken, tuple(changes), unused)


def accepted_value(cell: Cell, taken: Mapping[str, Taken]) -> dict[str, Any]:
    """What stands behind `snapshot:` once all that was taken is accepted; customers with the same text share
    one."""
    parts = parts_of(cell.value)
    groups: dict[str, list[str]] = {}
    for key, one in taken.items():
        groups.setdefault(one.text, []).append(key)
    texts = [{"for": keys if len(keys) > 1 else keys[0], "text": text} for text, keys in groups.items()]
    accepted: Any = texts[0]["text"] if len(texts) == 1 else texts
    return {"of": parts if len(parts) > 1 else parts[0], "accepted": accepted}


def _accepted(value: Any, key: str) -> str | None:
    accepted = value.get("accepted") if isinstance(value, dict) else None
    if accepted is None or isinstance(accepted, str):
        return accepted
    return next((str(entry["text"]) for entry in accepted if key in as_list(entry["for"])), None)


def _changes(cell: Cell, taken: Mapping[str, Taken]) -> list[Change]:
    groups: dict[tuple[str | None, str], list[str]] = {}
    for key, one in taken.items():
        if not one.same:
            groups.setdefault((one.accepted, one.text), []).append(key)
    return [Change(cell, before, after, tuple(keys)) for (before, after), keys in groups.items()]


def _unused(value: Any, known: set[str]) -> tuple[str, ...]:
    accepted = value.get("accepted") if isinstance(value, dict) else None
    entries = accepted if isinstance(accepted, list) else []
    return tuple(key for entry in entries for key in as_list(entry["for"]) if key not in known)
