"""What an older state of the database must not do again: for all we know, it was done since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, now, to_micros

LATE = "It was due before the backup was restored, and may have been sent then."
ASKED_LATE = (
    "It was due before the backup was restored, and another system may have been asked then. Try again only"
    " where it was not."
)
RESTORED = "restored"
"""The counter that has the instant of the last restore, in microseconds."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many messages and requests are held, and how many arrivals lie with the dead letters."""

    messages: int
    arrivals: int
    calls: int


@operation
def hold_back(store: Store, made: datetime) -> Resumed:
    """After a restore, before anything runs: `made` is when this state was true. Messages and requests to
    other systems that waited are held; what had come is put with the dead letters."""
    when = f"{made:%Y-%m-%d %H:%M} UTC"
    with store.transaction() as conn:
        held = conn.execute(
            "UPDATE outbox SET state = 'held', finished = ?, why = ?"
            " WHERE state IN ('queued', 'sending', 'leaving')",
            (to_micros(now()), f"It waited in the backup of {when}, and may have been sent since."),
        ).rowcount
        conn.execute(
            "INSERT INTO dead_letters(at, bot, customer, kind, body, why)"
            " SELECT ?, bot, customer, kind, body, ? FROM inbox WHERE state = 'new' ORDER BY id",
            (to_micros(now()), f"It waited in the backup of {when}, and may have been answered since."),
        )
        arrived = conn.execute("UPDATE inbox SET state = 'dead', body = '' WHERE state = 'new'").rowcount
        called = conn.execute(
            "UPDATE calls SET state = 'held' WHERE state IN ('waiting', 'calling')"
        ).rowcount
        conn.execute("DELETE FROM counters WHERE name = 'pulse'")
        conn.execute(
            "INSERT INTO counters VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            (RESTORED, to_micros(now())),
        )
        store.bump()
    return Resumed(held, arrived, called)


def restored_at(store: Store) -> datetime:
    """A timer that was due before this may have fired since: in 1970 where nothing was ever restored."""
    return from_micros(store.counter(RESTORED))
