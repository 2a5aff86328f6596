"""Dead letters: what could not be worked on after three tries, kept until a person has decided about it."""

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
from flowbook.store.values import from_micros, from_text, now, to_micros, to_text

_THESE = "id IN (SELECT value FROM json_each(?))"


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
def revive(store: Store, *letters: int) -> int:
    """Put them back into the inbox in the order in which they came, or set their timers again, for when the
    cause is mended; returns how many. A timer of which too little was kept stays. Raises StoreError where
    nothing can be put back."""
    with store.transaction() as conn:
        rows = conn.execute(
            f"SELECT id, bot, customer, kind, body FROM dead_letters WHERE {_THESE} ORDER BY id",  # noqa: S608
            (to_text(letters),),
        ).fetchall()
        whole = [row for row in rows if row[3] != TIMER or _timer(row[4])]
        if rows and not whole:
            raise StoreError("Too little was kept of this timer to set it again.")
        done = discard(store, *(row[0] for row in whole))
        for _id, *letter in whole:
            _put_back(store, letter)
        return done


@operation
def discard(store: Store, *letters: int) -> int:
    """Forget them, words and all; returns how many. Raises StoreError where none of them is there any
    more."""
    done = conn_of(store).execute(f"DELETE FROM dead_letters WHERE {_THESE}", (to_text(letters),))  # noqa: S608
    if not done.rowcount:
        raise StoreError("This is not on the list any more.")
    return int(done.rowcount)


def _put_back(store: Store, letter: list[str]) -> None:
    _bot, customer, kind, body = letter
    if kind == TIMER and (timer := _timer(body)):
        # Its owner has decided: what was due before a restore is late no more.
        take_up_timer(store, customer, altered(timer, due=max(timer.due, restored_at(store))))
    else:
        conn_of(store).execute(
            "INSERT INTO inbox(bot, customer, kind, body, received) VALUES (?, ?, ?, ?, ?)",
            (*letter, to_micros(now())),
        )


def _timer(body: str) -> Timer | None:
    """None where too little was kept: Flowbook once kept no more of a timer than its name."""
    try:
        timer: Timer = decode(Timer, from_text(body))
    except (ValueError, TypeError, AttributeError):
        return None
    return timer
