"""Dead letters: what could not be worked on after three tries, kept for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowbook.errors import StoreError
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, now, to_micros


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
    """Put it back into the inbox, for when its cause is mended. Raises StoreError where it is gone."""
    with store.transaction() as conn:
        row = conn.execute(
            "DELETE FROM dead_letters WHERE id = ? RETURNING bot, customer, kind, body", (letter,)
        ).fetchone()
        if row is None:
            raise StoreError("This letter is not there any more.")
        conn.execute(
            "INSERT INTO inbox(bot, customer, kind, body, received) VALUES (?, ?, ?, ?, ?)",
            (*row, to_micros(now())),
        )
