"""Where aiogram's FSM keeps its state in each of its runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage


def in_memory(folder: Path, redis: int) -> BaseStorage:
    return MemoryStorage()


def in_sqlite(folder: Path, redis: int) -> BaseStorage:
    """The package as it comes: a commit for each change, SQLite's own journal, synchronous=FULL."""
    from aiogram_sqlite_storage.sqlitestore import SQLStorage

    return SQLStorage(str(folder / "aiogram.db"), serializing_method="json")


def in_redis(folder: Path, redis: int) -> BaseStorage:
    from aiogram.fsm.storage.redis import RedisStorage

    return RedisStorage.from_url(f"redis://127.0.0.1:{redis}/0")


STORES: dict[str, Callable[[Path, int], BaseStorage]] = {
    "aiogram": in_memory,
    "aiogram-sqlite": in_sqlite,
    "aiogram-redis": in_redis,
}
