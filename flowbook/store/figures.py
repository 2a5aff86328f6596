"""How much of everything there is at this moment: queues, timers, failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, to_micros

OUTBOX = ("queued", "sending", "leaving", "doubt", "held", "failed")


@dataclass(frozen=True, slots=True)
class Figures:
    """`waiting` arrivals, of which the oldest came at `since`; `outbox` rows by state; `overdue` of the
    `timers`; the `dead` letters; open `calls` to other systems, and `held_calls`; `customers`, and the
    invented `samples`."""

    waiting: int
    since: datetime | None
    outbox: dict[str, int]
    timers: int
    overdue: int
    next_due: datetime | None
    dead: int
    calls: int
    held_calls: int
    customers: int
    samples: int


@operation
def count_all(store: Store, now: datetime) -> Figures:
    conn = conn_of(store)

    def one(text: str, *values: object) -> int:
        return int(conn.execute(text, values).fetchone()[0] or 0)

    waiting, since = conn.execute("SELECT count(*), min(received) FROM inbox WHERE state = 'new'").fetchone()
    due = conn.execute("SELECT min(due) FROM timers").fetchone()[0]
    return Figures(
        waiting=waiting,
        since=from_micros(since) if since else None,
        outbox={state: one(f"SELECT count(*) FROM outbox WHERE {_where(state)}") for state in OUTBOX},  # noqa: S608
        timers=one("SELECT count(*) FROM timers"),
        overdue=one("SELECT count(*) FROM timers WHERE due <= ?", to_micros(now)),
        next_due=from_micros(due) if due is not None else None,
        dead=count_dead(store),
        calls=one("SELECT count(*) FROM calls WHERE state <> 'done' AND state <> 'held'"),
        held_calls=one("SELECT count(*) FROM calls WHERE state <> 'done' AND state = 'held'"),
        customers=one("SELECT count(*) FROM customers WHERE invented = 0"),
        samples=one("SELECT count(*) FROM customers WHERE invented <> 0"),
    )


@operation
def count_dead(store: Store) -> int:
    return int(conn_of(store).execute("SELECT count(*) FROM dead_letters").fetchone()[0])


def _where(state: str) -> str:
    """Worded so that the partial indexes serve it."""
    if state == "queued":
        return "state = 'queued'"
    group = "('sending', 'leaving')" if state in OUTBOX[1:3] else "('doubt', 'held', 'failed')"
    return f"state = '{state}' AND state IN {group}"
