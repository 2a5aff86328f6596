"""Timers as rows: what is due, and the timers of one customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flowbook.session import Timer
from flowbook.store.connection import Store
from flowbook.store.values import from_micros, to_micros


def due_timers(store: Store, now: datetime, limit: int = 100) -> list[tuple[str, str]]:
    """(customer, timer id), the earliest first, also of instants long past."""
    rows = store.conn.execute(
        "SELECT customer, id FROM timers WHERE due <= ? ORDER BY due LIMIT ?", (to_micros(now), limit)
    )
    return [(customer, key) for customer, key in rows]


def next_due(store: Store) -> datetime | None:
    """When the earliest timer of all fires."""
    row = store.conn.execute("SELECT min(due) FROM timers").fetchone()
    return None if row[0] is None else from_micros(row[0])


def count_timers(store: Store) -> int:
    return int(store.conn.execute("SELECT count(*) FROM timers").fetchone()[0])


def load_timers(store: Store, customer: str) -> dict[str, Timer]:
    rows = store.conn.execute(
        "SELECT id, due, session, revision, flow, node, name FROM timers WHERE customer = ? ORDER BY rowid",
        (customer,),
    )
    return {key: Timer(key, from_micros(due), *rest) for key, due, *rest in rows}


def keep_timers(store: Store, customer: str, timers: Iterable[Timer]) -> None:
    store.conn.executemany(
        "INSERT INTO timers VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(customer, id) DO UPDATE SET"
        " due = excluded.due, session = excluded.session, revision = excluded.revision,"
        " flow = excluded.flow, node = excluded.node, name = excluded.name",
        [(customer, t.id, to_micros(t.due), t.session, t.revision, t.flow, t.node, t.name) for t in timers],
    )


def drop_timers(store: Store, customer: str, keys: Iterable[str]) -> None:
    store.conn.executemany(
        "DELETE FROM timers WHERE customer = ? AND id = ?", [(customer, key) for key in keys]
    )
