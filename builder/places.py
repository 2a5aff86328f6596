"""Where the builder finds things: the data folder and its store, the builder's own pictures."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from threading import Lock

from flowbook.store import FILE, Store, open_store

ROOT = Path(__file__).resolve().parent.parent
LOOK = Path(__file__).parent / "look"
Identity = tuple[int, int]
_opened: dict[Path, tuple[Identity | None, Store]] = {}
_opening = Lock()


def data_folder() -> Path:
    """`FLOWBOOK_DATA`, else `data` beside the program."""
    named = os.environ.get("FLOWBOOK_DATA", "")
    return _resolved(named) if named else ROOT / "data"


def store() -> Store:
    """The data folder's database, opened once for all visitors; each thread has its own connection. Where a
    backup took the folder's place it is the one that lies there now."""
    data = data_folder()
    known, there = _opened.get(data), database_there()
    # In the moment of replacing there is none, and none must be made.
    if known and there in (known[0], None):
        return known[1]
    with _opening:
        known = _opened.get(data)
        if known is None or known[0] != database_there():
            fresh = open_store(data)
            known = _opened[data] = (database_there(), fresh)
    return known[1]


def database_there() -> Identity | None:
    """Which database lies in the data folder, as the system tells files apart; None for none."""
    try:
        found = (data_folder() / FILE).stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@cache
def _resolved(named: str) -> Path:
    """Asked for a hundred times for every page, and each answer asks the disk."""
    return Path(named).expanduser().resolve()
