"""Commits shared by several tasks: as few as there are moments, and nobody suffers for another's fault."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from flowbook.errors import StoreError
from flowbook.store.connection import SENTENCES, SqliteStore, open_store, sqlite3
from runtime.commits import Commits


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return open_store(tmp_path / "data")


@pytest.fixture
def made(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Commits and waits for the disk, in their order."""
    found: list[str] = []
    transaction, sync = store.transaction, store.sync

    def told_transaction(*, on_disk: bool = True) -> AbstractContextManager[Any]:
        found.append("commit")
        return transaction(on_disk=on_disk)

    def told_sync() -> None:
        sync()
        found.append("disk")

    monkeypatch.setattr(store, "transaction", told_transaction)
    monkeypatch.setattr(store, "sync", told_sync)
    return found


async def together(commits: Commits, *deeds: tuple[Callable[[], None], bool]) -> list[Any]:
    wishes = (commits.carry_out(deed, on_disk=on_disk) for deed, on_disk in deeds)
    return await asyncio.gather(*wishes, return_exceptions=True)


def test_what_is_wished_at_one_moment_is_one_commit(store: SqliteStore, made: list[str]) -> None:
    def raise_counter() -> None:
        store.bump("c")

    asyncio.run(together(Commits(store), *[(raise_counter, False)] * 4, (raise_counter, True)))
    assert made == ["commit", "disk"]
    assert store.counter("c") == 5
    asyncio.run(together(Commits(store), (raise_counter, False)))
    assert made == ["commit", "disk", "commit"]
    assert store.conn.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_deed_that_fails_fails_alone(store: SqliteStore) -> None:
    def fail() -> None:
        store.bump("c")
        raise ValueError("no such thing")

    def raise_counter() -> None:
        store.bump("c")

    found = asyncio.run(together(Commits(store), (raise_counter, True), (fail, True), (raise_counter, True)))
    assert [type(one) for one in found] == [type(None), ValueError, type(None)]
    assert store.counter("c") == 2


def test_a_full_disk_is_tried_once_for_all(store: SqliteStore, made: list[str]) -> None:
    def fail() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    found = asyncio.run(together(Commits(store), (fail, True), (fail, True)))
    assert [type(one) for one in found] == [StoreError, StoreError]
    assert len(made) == 1


def test_whoever_gave_up_before_the_commit_has_written_nothing(store: SqliteStore) -> None:
    async def give_up() -> None:
        task = asyncio.create_task(Commits(store).carry_out(lambda: store.bump("c")))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.01)

    asyncio.run(give_up())
    assert store.counter("c") == 0


def test_who_commits_while_the_disk_is_waited_for_waits_for_it_anew(
    store: SqliteStore, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    going, slow = threading.Event(), store.sync

    def wait_and_sync() -> None:
        going.wait(5)
        slow()

    monkeypatch.setattr(store, "sync", wait_and_sync)

    async def two() -> list[str]:
        commits = Commits(store)
        first = asyncio.create_task(commits.carry_out(lambda: store.bump("c")))
        while made != ["commit"]:  # noqa: ASYNC110 - seen in the list alone
            await asyncio.sleep(0.005)
        second = asyncio.create_task(commits.carry_out(lambda: store.bump("c")))
        await asyncio.sleep(0.02)
        assert not first.done()
        going.set()
        await asyncio.gather(first, second)
        return made

    assert asyncio.run(two()) == ["commit", "commit", "disk", "disk"]


def test_a_disk_that_fails_is_told_to_whoever_waits_for_it(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    found = asyncio.run(together(Commits(store), (lambda: store.bump("c"), True)))
    assert [str(one) for one in found] == [SENTENCES["disk I/O"]]
