"""Deeds of the canvas are carried out once: which ones were is known to the whole server, not to one visit,
and is on the disk before the draft is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from builder.canvas.ops import Op
from builder.places import data_folder
from flowbook.errors import StoreError
from flowbook.store.carried import list_carried, note_carried

MOST = 20_000
_carried: dict[tuple[Path, str], dict[str, None]] = {}


def remember(flow: str) -> None:
    """What is on the disk, before anything is changed."""
    _known(flow)


@contextmanager
def fresh(flow: str, ops: Iterable[Op]) -> Iterator[list[Op]]:
    """Those of the ops that were not carried out yet; they are afterwards, unless what is done with them
    raises. The caller holds the draft. Raises StoreError when the disk refuses."""
    known = _known(flow)
    kept = [op for op in ops if _deed(op) not in known]
    deeds = [name for name in map(_deed, kept) if name]
    try:
        if deeds:
            note_carried(data_folder(), flow, deeds)
    except OSError as error:
        why = error.strerror or "the disk refused"
        raise StoreError(f"This change could not be saved ({why}). Make room, then repeat it.") from None
    try:
        yield kept
    except Exception:
        # How far it got is told by the files alone.
        _carried.pop((data_folder(), flow), None)
        raise
    known.update(dict.fromkeys(deeds))
    for old in list(known)[: max(0, len(known) - MOST)]:
        del known[old]


def _known(flow: str) -> dict[str, None]:
    place = data_folder(), flow
    if place not in _carried:
        _carried[place] = dict.fromkeys(list_carried(*place))
    return _carried[place]


def _deed(op: Op) -> str:
    """Empty where the browser gave it no name."""
    found: object = op
    return str(found.get("deed", "")) if isinstance(found, Mapping) else ""
