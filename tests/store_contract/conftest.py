"""Every test of the contract runs against every engine there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flowbook.store import Store, open_store
from flowbook.store.bots import Bot, add_bot
from flowbook.store.connection import open_in_memory

ENGINES: dict[str, Callable[[Path], Store]] = {"sqlite file": open_store, "sqlite memory": open_in_memory}
"""Name -> what opens an empty store of it over a data folder. A new engine is right when all this passes."""
BOT = Bot("4242", "Salon", "salon_bot", "4242:" + "a" * 35)


@pytest.fixture(params=ENGINES.values(), ids=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """With one bot."""
    opened: Store = request.param(tmp_path / "data")
    add_bot(opened, BOT)
    return opened
