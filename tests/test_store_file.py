"""The database file and the data folder: opened safely, kept private, read by the right SQLite."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlite_utils.utils
from sqlite_utils import Database

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.errors import OldSQLite, StoreError
from flowbook.events import MessageReceived, MessageSent, Record
from flowbook.messages import Message
from flowbook.store import FILE, Store, connection, open_store
from flowbook.store.customers import add_customer, find_customer
from flowbook.store.history import keep_turns, transcript
from flowbook.store.migrations import SET, STEPS, TABLE
from tests.reports import report_of

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


def test_sqlite_utils_uses_the_sqlite_that_is_checked(store: Store) -> None:
    used = store.db.execute("SELECT sqlite_version()").fetchone()[0]
    assert sqlite_utils.utils.sqlite3 is connection.sqlite3
    assert isinstance(store.conn, sqlite_utils.utils.sqlite3.Connection)
    assert tuple(map(int, used.split("."))) >= connection.OLDEST


@pytest.mark.parametrize("version", ["3.39.4", "3.9.99"])
def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(connection.sqlite3, "sqlite_version", version)
    with pytest.raises(OldSQLite, match=version):
        open_store(tmp_path / "data")
    assert not (tmp_path / "data" / FILE).exists()


def test_a_library_with_the_log_fault_keeps_a_rollback_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "data")
    assert store.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    add_customer(store, Customer("c1", datetime(2026, 1, 1, tzinfo=UTC)))
    store.close()
    monkeypatch.setattr(connection.sqlite3, "sqlite_version", "3.51.2")
    older = open_store(tmp_path / "data")
    assert older.conn.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert find_customer(older, "c1") is not None
    older.close()


@posix
def test_only_the_owner_can_read(store: Store) -> None:
    assert store.data.stat().st_mode & 0o777 == 0o700
    assert store.path.stat().st_mode & 0o777 == 0o600
    add_customer(store, Customer("c1", datetime(2026, 1, 1, tzinfo=UTC)))
    aside = [path for path in store.data.iterdir() if path.name.startswith(FILE)]
    assert len(aside) > 1
    assert all(path.stat().st_mode & 0o077 == 0 for path in aside)


def test_the_promised_settings_are_on(store: Store) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    found = {name: store.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert found == {**expected, "busy_timeout": 10_000}


def test_opening_again_keeps_what_is_there(store: Store) -> None:
    add_customer(store, Customer("c1", datetime(2026, 1, 1, tzinfo=UTC)))
    again = open_store(store.data)
    assert find_customer(again, "c1") is not None


def test_a_migration_cut_off_leaves_nothing_and_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(db: Database) -> None:
        db.conn.execute("CREATE TABLE halfway(id)")
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setitem(STEPS, "first_tables", cut_off)
        with pytest.raises(RuntimeError):
            open_store(tmp_path / "data")
    tables = open_store(tmp_path / "data").db.table_names()
    assert "customers" in tables
    assert "halfway" not in tables


def test_an_older_file_gets_the_steps_it_lacks(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_colour(db: Database) -> None:
        db["customers"].add_column("colour", str)

    add_customer(store, Customer("c1", datetime(2026, 1, 1, tzinfo=UTC)))
    known = list(STEPS)
    monkeypatch.setitem(STEPS, "add_colour", add_colour)
    newer = open_store(store.data)
    assert newer.conn.execute("SELECT id, colour FROM customers").fetchall() == [("c1", None)]
    assert [row["name"] for row in newer.db[TABLE].rows] == [*known, "add_colour"]
    open_store(store.data)


def forget_steps(patch: pytest.MonkeyPatch, first: str) -> None:
    """That one and all later ones, in such an order that they come back in theirs."""
    for name in reversed(list(STEPS)[list(STEPS).index(first) :]):
        patch.delitem(STEPS, name)


def test_a_history_of_single_records_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        forget_steps(patch, "one_row_for_each_turn")
        old = open_store(tmp_path / "data")
        old.conn.execute(
            "INSERT INTO customers(id, created, fields, subscribed, language, timezone,"
            " invented, search, count, channel, parked, memory, held, segments)"
            " VALUES ('c1', '2026-01-01', '{}', 1, '', '', 0, '', 0, '', '[]', '{}', '{}', '[]')"
        )
        said = '{"key":"2","message":{"text":"Hi","html":"Hi"}}'
        for kind, body in (("message_received", '{"text":"Hello"}'), ("message_sent", said)):
            old.conn.execute(
                "INSERT INTO records(at, customer, session, flow, channel, kind, body)"
                " VALUES (0, 'c1', 'c1.1', 'welcome', '42', ?, ?)",
                (kind, body),
            )
        old.close()
    store = open_store(tmp_path / "data")
    place = (datetime(1970, 1, 1, tzinfo=UTC), "c1")
    events = (MessageReceived("Hello"), MessageSent("2", Message("Hi", "Hi")))
    told = [record for _, record in transcript(store, "c1")]
    assert told == [Record(*place, event, "c1.1", "welcome", "42") for event in events]
    (latest,) = transcript(store, "c1", limit=1)
    assert [record for _, record in transcript(store, "c1", before=latest[0])] == told[:1]
    keep_turns(store, [report_of(*told, altered(told[0], session="c1.2"))])
    shown = store.conn.execute(
        "SELECT place, session, kind, body ->> '$.text' FROM records WHERE turn = 3"
    ).fetchall()
    assert shown == [
        (0, "c1.1", "message_received", "Hello"),
        (1, "c1.1", "message_sent", None),
        (2, "c1.2", "message_received", "Hello"),
    ]
    assert store.conn.execute("SELECT turn, place, kind FROM records WHERE turn < 3").fetchall() == [
        (1, 0, "message_received"),
        (2, 0, "message_sent"),
    ]
    assert [record for _, record in transcript(store, "c1", limit=3)] == [
        *told,
        altered(told[0], session="c1.2"),
    ]


def test_a_file_of_a_newer_flowbook_is_left_alone(store: Store) -> None:
    store.db[TABLE].insert({"migration_set": SET, "name": "things_to_come", "applied_at": ""})
    with pytest.raises(StoreError, match=r"newer Flowbook.*things_to_come"):
        open_store(store.data)


def test_what_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"Dear diary, " * 999)
    with pytest.raises(StoreError, match=r"not a database\. Restore"):
        open_store(tmp_path)


def test_threads_may_share_a_store(store: Store) -> None:
    """Each has its own connection: one thread's open transaction is not seen by another one."""
    seen: list[object] = []
    with store.transaction():
        add_customer(store, Customer("c1", datetime(2026, 1, 1, tzinfo=UTC)))
        reader = threading.Thread(target=lambda: seen.append(find_customer(store, "c1")))
        reader.start()
        reader.join()
    assert seen == [None]
    assert find_customer(store, "c1") is not None


def test_many_first_starts_at_once_agree(tmp_path: Path) -> None:
    problems: list[StoreError] = []

    def start() -> None:
        try:
            open_store(tmp_path / "data").close()
        except StoreError as problem:
            problems.append(problem)

    starts = [threading.Thread(target=start) for _ in range(8)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert problems == []
    assert open_store(tmp_path / "data").counter() == 1


def test_a_full_disk_is_said_in_a_sentence_and_undoes_the_step(store: Store) -> None:
    def add_two() -> None:
        with store.transaction():
            add_customer(store, Customer("small", datetime(2026, 1, 1, tzinfo=UTC)))
            add_customer(store, Customer("big", datetime(2026, 1, 1, tzinfo=UTC), {"note": "x" * 100_000}))

    pages = store.conn.execute("PRAGMA page_count").fetchone()[0]
    store.conn.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="The disk is full"):
        add_two()
    assert find_customer(store, "small") is None
