"""Dead letters: what could not be worked on after three tries, kept for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowbook.codec import decode
from flowbook.copies import altered
from flowbook.errors import StoreError
from flowbook.session import Timer
from flowbook.store.connection import conn_of
from flowbook.store.inbox import TIMER
from flowbook.store.port import Store, operation
from flowbook.store.resuming import restored_at
from flowbook.store.timers import take_up_timer
from flowbook.store.values import from_micros, from_text, now, to_micros


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: int
    at: datetime
    bot: str
    customer: str | None
    kind: str
    body: str
    why: str


@operation
def list_dead(store: Store, limit: int = 100) -> list[DeadLetter]:
    """The latest first."""
    rows = conn_of(store).execute(
        "SELECT id, at, bot, customer, kind, body, why FROM dead_letters ORDER BY id DESC LIMIT ?", (limit,)
    )
    return [DeadLetter(key, from_micros(at), *rest) for key, at, *rest in rows]


@operation
def revive(store: Store, letter: int) -> None:
    """Put it back into the inbox, or set its timer again, for when its cause is mended. Raises StoreError
    where it is gone."""
    with store.transaction() as conn:
        row = conn.execute(
            "DELETE FROM dead_letters WHERE id = ? RETURNING bot, customer, kind, body", (letter,)
        ).fetchone()
        if row is None:
            raise StoreError("This letter is not there any more.")
        _bot, customer, kind, body = row
        if kind == TIMER:
            timer = _timer(body)
            # Its owner has decided: what was due before a restore is late no more.
            take_up_timer(store, customer, altered(timer, due=max(timer.due, restored_at(store))))
        else:
            conn.execute(
                "INSERT INTO inbox(bot, customer, kind, body, received) VALUES (?, ?, ?, ?, ?)",
                (*row, to_micros(now())),
            )


def _timer(body: str) -> Timer:
    """Flowbook once kept no more of a timer than its name."""
    try:
        timer: Timer = decode(Timer, from_text(body))
    except (ValueError, TypeError, AttributeError):
        raise StoreError("Too little was kept of this timer to set it again.") from None
    return timer
