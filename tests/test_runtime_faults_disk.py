"""Faults of disk and database: whatever happens there, nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import re
import sqlite3 as plain
from contextlib import closing
from pathlib import Path

import pytest

from flowbook.store import Store, connection, open_store
from flowbook.store.bots import Bot, add_bot
from flowbook.store.connection import damage_of
from flowbook.store.inbox import count_waiting, put_updates
from flowbook.store.letters import list_dead
from flowbook.store.outbox import list_outgoing, queued
from flowbook.store.publishing import publish
from flowbook.store.sqlite import sqlite3
from runtime import service
from runtime.__main__ import DAMAGED
from tests.botapi import Botapi, Customer
from tests.runtime_process import RuntimeProcess, booking, register
from tests.runtime_thread import served
from tests.test_runtime_end_to_end import wait_until
from tests.test_runtime_worker import NOW, Desk

OTHER = Bot("4343", "Shop", "shop_bot", "4343:" + "b" * 35)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


def crowd(botapi: Botapi, people: int) -> list[Customer]:
    """Each follows a link that is far longer than a page of the database."""
    found = [botapi.control.customer(f"P{n}") for n in range(people)]
    for person in found:
        person.say("/start " + "x" * 4000)
    return found


def each_was_answered_once(store: Store, people: list[Customer]) -> None:
    for person in people:
        person.wait_for_text("Your name?", 60)
    rows = store.conn.execute("SELECT chat, count(*) FROM outbox GROUP BY chat").fetchall()
    assert dict(rows) == {str(person.chat_id): 1 for person in people}
    assert [len(person.received()) for person in people] == [1] * len(people)


def test_disk_full(store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(store, booking(), [register(store, botapi).id])
    pages = store.conn.execute("PRAGMA page_count").fetchone()[0]
    limited = (*connection.PRAGMAS, f"max_page_count = {pages + 6}")
    monkeypatch.setattr(connection, "PRAGMAS", limited)
    people = crowd(botapi, 20)
    with served(store) as runtime:
        botapi.control.wait_until(lambda: len(botapi.control.calls("getUpdates")) > 1)
        assert botapi.control.pending(), "what could not be stored was acknowledged"
        assert runtime.is_alive()
        runtime.inside(lambda: store.conn.execute("PRAGMA max_page_count = 1000000").fetchone())
        each_was_answered_once(store, people)
    assert runtime.fault is None
    assert (list_dead(store), list_outgoing(store, "failed")) == ([], [])


def test_database_locked_by_another_program(
    store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, booking(), [register(store, botapi).id])
    monkeypatch.setattr(service, "PATIENCE", 0.05)
    with served(store) as runtime:
        botapi.control.wait_for_calls("getUpdates")
        with closing(sqlite3.connect(str(store.path), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            people = crowd(botapi, 5)
            asked = len(botapi.control.calls("getUpdates"))
            botapi.control.wait_until(lambda: len(botapi.control.calls("getUpdates")) > asked + 1)
            assert len(botapi.control.pending()) == 5
            other.execute("ROLLBACK")
        each_was_answered_once(store, people)
    assert runtime.fault is None
    assert list_dead(store) == []


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_corrupt_page_stops_the_program_with_a_sentence(store: Store, botapi: Botapi) -> None:
    publish(store, booking(), [register(store, botapi).id])
    put_updates(store, "practice", [{"update_id": n, "message": "x" * 900} for n in range(50)], NOW)
    root, size = store.conn.execute(
        "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'inbox'"
    ).fetchone()
    store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    with store.path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)
    botapi.control.customer("Anna").start()
    runtime = RuntimeProcess(store.data)
    runtime.start()
    assert runtime.process is not None
    assert runtime.process.wait(20) == DAMAGED
    assert "The database file is damaged. Restore the last backup." in runtime.said()
    assert len(botapi.control.pending()) == 1


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_flipped_byte_in_a_release_lets_its_bot_wait_and_no_other(store: Store, botapi: Botapi) -> None:
    """A byte of the file, under a program that was started after it; SQLite itself sees nothing wrong."""
    sick, well = register(store, botapi, "sick_bot"), register(store, botapi, "well_bot")
    publish(store, booking(delay_seconds=77), [sick.id])
    publish(store, booking(), [well.id])
    anna, ben = botapi.control.customer("Anna", "sick_bot"), botapi.control.customer("Ben", "well_bot")
    flip(store)
    runtime = RuntimeProcess(store.data)
    runtime.start()
    try:
        anna.start()
        ben.start()
        ben.wait_for_text("Your name?", 9)
        wait_until(lambda: count_waiting(store) == 1, 9)
        assert (damage_of(store), anna.received(), list_dead(store)) == ("", [], [])
        assert runtime.stop() == 0
        assert '"bot": "' + sick.id + '"' in next(
            line for line in runtime.said().splitlines() if "flows cannot be read" in line
        )
        flip(store)
        runtime.start()
        anna.wait_for_text("Your name?", 9)
        assert runtime.stop() == 0
    finally:
        runtime.end()


def flip(store: Store) -> None:
    """One bit of one byte: a 7 of the wait in the first release, which is read as a number still. Twice is as
    before."""
    store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    content = store.path.read_bytes()
    (digit,) = [found.end() - 2 for found in re.finditer(rb'"amount": [67]7', content)]
    with store.path.open("r+b") as file:
        file.seek(digit)
        file.write(bytes([content[digit] ^ 1]))


def test_a_release_that_cannot_be_read_holds_up_no_other_bot(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data")
    add_bot(desk.store, OTHER)
    publish(desk.store, booking(delay_seconds=60), [desk.bot, OTHER.id])
    for text in ("/start", "Ann", "Haircut"):
        desk.say(text)
    desk.work()
    body = desk.store.conn.execute("SELECT body FROM releases").fetchone()[0]
    publish(desk.store, booking(delay_seconds=30), [OTHER.id])
    desk.store.conn.execute("UPDATE releases SET body = replace(body, 'Your', 'Xour') WHERE number = 1")
    desk.store.cache.clear()
    desk.worker.settings.clear()
    for chat in range(150):
        desk.say("/start", 1000 + chat)
    start = {"id": 5, "is_bot": False, "first_name": "Ben"}
    message = {"message_id": 1, "date": 0, "chat": {**start, "type": "private"}, "from": start}
    put_updates(desk.store, OTHER.id, [{"update_id": 1, "message": {**message, "text": "/start"}}], desk.at)
    desk.work()
    assert len(queued(desk.store, OTHER.id, urgent=True)) == 1
    assert count_waiting(desk.store) == 150
    desk.work(60)
    assert (list_dead(desk.store), count_waiting(desk.store)) == ([], 150)
    desk.store.conn.execute("UPDATE releases SET body = ? WHERE number = 1", (body,))
    desk.work()
    assert count_waiting(desk.store) == 0
    assert desk.outgoing().count("Your name?") == 151
    assert desk.outgoing().count("See you!") == 1


def test_a_damaged_file_is_told_from_a_refused_step() -> None:
    with pytest.raises(plain.DatabaseError) as found:
        plain.connect(":memory:").execute("SELECT 1/0 FROM nowhere")
    assert not connection.is_damaged(found.value)
    assert connection.is_damaged(sqlite3.DatabaseError("database disk image is malformed"))
