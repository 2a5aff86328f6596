"""What has happened, as the turns reported it: for transcripts and for a customer's way through flows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flowbook.codec import encode, kind_of, untagged
from flowbook.events import FAMILY, MessageReceived, MessageSent, Record
from flowbook.store.connection import Store
from flowbook.store.values import from_micros, to_micros, to_text

SPOKEN = tuple(kind_of(cls) for cls in (MessageSent, MessageReceived))


def keep_records(store: Store, records: Iterable[Record]) -> None:
    """In the caller's transaction."""
    store.conn.executemany(
        "INSERT INTO records(at, customer, session, flow, channel, kind, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [_row(record) for record in records],
    )


def journey(store: Store, customer: str, *, before: int = 0, limit: int = 500) -> list[tuple[int, Record]]:
    """(row, record) of a customer, the latest `limit` before that row, in the order they happened."""
    return _read(store, customer, "", (before, limit))


def transcript(store: Store, customer: str, *, before: int = 0, limit: int = 500) -> list[tuple[int, Record]]:
    """Like journey, only what was said."""
    return _read(store, customer, f"AND kind IN {SPOKEN}", (before, limit))


def forget_records(store: Store, older_than: datetime) -> int:
    """Returns how many went."""
    return store.conn.execute("DELETE FROM records WHERE at < ?", (to_micros(older_than),)).rowcount


def _row(record: Record) -> tuple[Any, ...]:
    cls: type = type(record.event)
    place = (record.customer, record.session, record.flow, record.channel)
    return (to_micros(record.at), *place, kind_of(cls), to_text(encode(record.event)))


def _read(store: Store, customer: str, also: str, span: tuple[int, int]) -> list[tuple[int, Record]]:
    before, limit = span
    rows = store.conn.execute(
        "SELECT id, at, session, flow, channel, kind, body FROM records"  # noqa: S608
        f" WHERE customer = ? AND (? = 0 OR id < ?) {also} ORDER BY id DESC LIMIT ?",
        (customer, before, before, limit),
    ).fetchall()
    found = []
    for key, at, session, flow, channel, kind, body in reversed(rows):
        event = untagged(FAMILY, {"kind": kind, **json.loads(body)})
        found.append((int(key), Record(from_micros(at), customer, event, session, flow, channel)))
    return found
