"""Timers as rows: what is due, and the timers of one customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flowbook.session import Timer
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.rows import insert_rows
from flowbook.store.values import from_micros, to_micros

_SET_ANEW = (
    "ON CONFLICT(customer, id) DO UPDATE SET due = excluded.due, session = excluded.session,"
    " revision = excluded.revision, flow = excluded.flow, node = excluded.node, name = excluded.name"
)


@operation
def due_timers(store: Store, now: datetime, limit: int = 100) -> list[tuple[str, str]]:
    """(customer, timer id), the earliest first, also of instants long past."""
    rows = conn_of(store).execute(
        "SELECT customer, id FROM timers WHERE due <= ? ORDER BY due LIMIT ?", (to_micros(now), limit)
    )
    return [(customer, key) for customer, key in rows]


@operation
def next_due(store: Store) -> datetime | None:
    """When the earliest timer of all fires."""
    row = conn_of(store).execute("SELECT min(due) FROM timers").fetchone()
    return None if row[0] is None else from_micros(row[0])


@operation
def count_timers(store: Store) -> int:
    return int(conn_of(store).execute("SELECT count(*) FROM timers").fetchone()[0])


@operation
def keep_timers(store: Store, timers: Iterable[tuple[str, Timer]]) -> None:
    """Each with its customer, whose revision is to be raised besides."""
    rows = [
        (customer, t.id, to_micros(t.due), t.session, t.revision, t.flow, t.node, t.name)
        for customer, t in timers
    ]
    insert_rows(conn_of(store), "timers", rows, _SET_ANEW)


@operation
def drop_timers(store: Store, timers: Iterable[tuple[str, str]]) -> None:
    """(customer, timer id) of each; the customers' revisions are to be raised besides."""
    conn_of(store).executemany("DELETE FROM timers WHERE customer = ? AND id = ?", list(timers))


@operation
def give_up_timer(store: Store, customer: str, timer: str) -> Timer | None:
    """One that cannot be carried out; in the caller's transaction. None where it is gone already."""
    row = (
        conn_of(store)
        .execute(
            "DELETE FROM timers WHERE customer = ? AND id = ?"
            " RETURNING due, session, revision, flow, node, name",
            (customer, timer),
        )
        .fetchone()
    )
    _raise_revision(store, customer)
    return Timer(timer, from_micros(row[0]), *row[1:]) if row else None


@operation
def take_up_timer(store: Store, customer: str, timer: Timer) -> None:
    """One that was given up; in the caller's transaction."""
    keep_timers(store, [(customer, timer)])
    _raise_revision(store, customer)


def _raise_revision(store: Store, customer: str) -> None:
    conn_of(store).execute("UPDATE customers SET revision = revision + 1 WHERE id = ?", (customer,))
