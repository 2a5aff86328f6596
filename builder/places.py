"""Where the builder finds things: the data folder and its store, the builder's own pictures."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from flowbook.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
LOOK = Path(__file__).parent / "look"


def data_folder() -> Path:
    """`FLOWBOOK_DATA`, else `data` beside the program."""
    named = os.environ.get("FLOWBOOK_DATA", "")
    return _resolved(named) if named else ROOT / "data"


def store() -> Store:
    """The data folder's database, opened once for all visitors; each thread has its own connection."""
    return _opened(data_folder())


@cache
def _resolved(named: str) -> Path:
    """Asked for a hundred times for every page, and each answer asks the disk."""
    return Path(named).expanduser().resolve()


@cache
def _opened(data: Path) -> Store:
    return open_store(data)
