"""A power cut takes what the disk has not got yet: nothing that Telegram knows of may be among it."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from flowbook.store import open_store
from flowbook.store.connection import FILE, SqliteStore
from flowbook.store.inbox import count_waiting
from flowbook.store.publishing import publish
from flowbook.store.settling import settle_interrupted
from runtime.machine import name_of_this_run
from tests.botapi import Botapi
from tests.runtime_process import booking, register
from tests.runtime_thread import served
from tests.sender_stand import Stand, stand
from tests.test_runtime_poller import poll

__all__ = ["stand"]

LOG = f"{FILE}-wal"


class Disk:
    """Takes its time, and knows how much of the log it has got."""

    def __init__(self, store: SqliteStore, seconds: float) -> None:
        self.store, self.seconds, self.has = store, seconds, 0
        self.gate = threading.Event()
        self.gate.set()
        self._sync = store.sync

    def sync(self) -> None:
        size = (self.store.data / LOG).stat().st_size
        self.gate.wait(10)
        time.sleep(self.seconds)
        self._sync()
        self.has = max(self.has, size)

    def after_a_power_cut(self, folder: Path) -> SqliteStore:
        """What is found when the lights come back."""
        return self._copy(folder, self.has)

    def after_a_kill(self, folder: Path) -> SqliteStore:
        """All that was written, whether the disk has it or not."""
        return self._copy(folder, -1)

    def _copy(self, folder: Path, length: int) -> SqliteStore:
        folder.mkdir()
        shutil.copy(self.store.path, folder / FILE)
        with (self.store.data / LOG).open("rb") as log:
            (folder / LOG).write_bytes(log.read(length))
        return open_store(folder)


def slow(store: SqliteStore, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.0) -> Disk:
    disk = Disk(store, seconds)
    monkeypatch.setattr(store, "sync", disk.sync)
    return disk


def looks(times: int, look: Callable[[], object], then: Callable[[], None]) -> Callable[[], None]:
    """Look so many times, then do something once."""
    left = [times]

    def once() -> None:
        if left[0]:
            left[0] -= 1
            look()
            if not left[0]:
                then()

    return once


def test_no_message_leaves_before_the_disk_has_its_mark(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = slow(stand.store, monkeypatch)
    disk.gate.clear()
    row = stand.queue("hello")
    seen: list[int] = []
    watch = looks(10, lambda: seen.append(len(stand.botapi.control.calls("sendMessage"))), disk.gate.set)

    def sent() -> bool:
        if stand.state(row) == "sending":
            watch()
        return stand.state(row) == "sent"

    stand.run(sent)
    assert seen == [0] * 10


def test_no_update_is_acknowledged_before_the_disk_has_it(
    tmp_path: Path, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "data")
    bot = register(store, botapi)
    disk = slow(store, monkeypatch)
    disk.gate.clear()
    botapi.control.customer("Anna").say("hello")
    seen: list[int] = []
    watch = looks(10, lambda: seen.append(len(botapi.control.pending())), disk.gate.set)

    def acknowledged() -> bool:
        if count_waiting(store):
            watch()
        return not botapi.control.pending()

    poll(store, bot, acknowledged)
    assert seen == [1] * 10


def test_a_power_cut_or_a_kill_at_any_moment_loses_nothing_and_lets_nothing_be_sent_twice(
    tmp_path: Path, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "data")
    publish(store, booking(delay_seconds=1), [register(store, botapi).id])
    store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disk = slow(store, monkeypatch, 0.03)
    people = [botapi.control.customer(f"P{n}") for n in range(12)]
    cuts, kills = iter(range(1000)), iter(range(1000))
    with served(store):
        for words in ("/start", "Mia", "Haircut"):
            for person in people:
                person.say(words)
                if person.id % 2:
                    cut(botapi, disk, tmp_path / f"cut{next(cuts)}")
                    kill(botapi, disk, tmp_path / f"kill{next(kills)}")
        for person in people:
            person.wait_for_text("See you!", 30)
        cut(botapi, disk, tmp_path / "last")
    assert next(cuts) >= 18
    texts = [entry.text for entry in botapi.control.entries() if entry.by == "bot"]
    assert Counter(texts)["See you!"] == len(people)


def cut(botapi: Botapi, disk: Disk, folder: Path) -> None:
    """What Telegram knows is read before what the disk has: what comes between is in the disk's favour."""
    said = sum(entry.by == "customer" for entry in botapi.control.entries())
    told = told_by_chat(botapi)
    acknowledged = said - len(botapi.control.pending())
    found = disk.after_a_power_cut(folder)
    kept = found.conn.execute("SELECT count(*) FROM inbox WHERE update_id IS NOT NULL").fetchone()[0]
    assert kept >= acknowledged, "Telegram was told of an update that is gone"
    judge(found, "the next run of the machine", told)


def kill(botapi: Botapi, disk: Disk, folder: Path) -> None:
    told = told_by_chat(botapi)
    judge(disk.after_a_kill(folder), name_of_this_run(), told)


def told_by_chat(botapi: Botapi) -> Counter[str]:
    return Counter(str(entry.chat_id) for entry in botapi.control.entries() if entry.by == "bot")


def judge(found: SqliteStore, machine: str, told: Counter[str]) -> None:
    """After a start on what was found, nothing that Telegram has shown waits to be sent."""
    settle_interrupted(found, machine)
    over = dict(found.conn.execute("SELECT chat, count(*) FROM outbox WHERE state <> 'queued' GROUP BY chat"))
    found.close()
    assert all(over.get(chat, 0) >= count for chat, count in told.items()), "it would be sent once more"
