"""Whether the bots' program runs: it leaves a sign of life every few seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, now, to_micros

BEAT = timedelta(seconds=10)


@operation
def beat(store: Store) -> None:
    conn_of(store).execute(
        "INSERT INTO counters VALUES ('pulse', ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        (to_micros(now()),),
    )


@operation
def end_pulse(store: Store) -> None:
    """At the end of an orderly stop."""
    conn_of(store).execute("DELETE FROM counters WHERE name = 'pulse'")


def last_beat(store: Store) -> datetime | None:
    micros = store.counter("pulse")
    return from_micros(micros) if micros else None


def is_running(store: Store) -> bool:
    last = last_beat(store)
    return last is not None and now() - last < 3 * BEAT
