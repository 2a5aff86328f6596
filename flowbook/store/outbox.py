"""What is to be sent, and what became of it: queued, sending, sent, doubt, failed or held."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flowbook.codec import untagged
from flowbook.errors import StoreError
from flowbook.events import FAMILY, Event
from flowbook.store.connection import Store
from flowbook.store.values import from_micros, now, to_micros

_COLUMNS = "id, bot, chat, customer, key, kind, body, state, message_id, created, tries, why"
REPEATABLE = ("tap_answered", "commands")
"""Kinds that do no harm when they are sent twice; a message that replaces another one is repeatable, too."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`kind` and `body` are the event's; `key` the customer's running number of a message, else empty."""

    id: int
    bot: str
    chat: str
    customer: str | None
    key: str
    kind: str
    body: str
    state: str
    message_id: int | None
    created: datetime
    tries: int
    why: str

    def event(self) -> Event:
        event: Event = untagged(FAMILY, json.loads(self.body))
        return event


def put_outgoing(store: Store, row: tuple[str, str, str | None, str, str, str], now: datetime) -> int:
    """`row`: bot, chat, customer, key, kind, body. In the caller's transaction; returns the id."""
    done = store.conn.execute(
        "INSERT INTO outbox(bot, chat, customer, key, kind, body, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*row, to_micros(now)),
    )
    return int(done.lastrowid or 0)


def open_outgoing(store: Store, after: int = 0, limit: int = 1000) -> list[Outgoing]:
    """Queued and half-sent rows in the order in which they were written."""
    return _read(store, "state IN ('queued', 'sending') AND id > ?", (after, limit))


def list_outgoing(store: Store, state: str, limit: int = 100) -> list[Outgoing]:
    """Those in doubt, held or failed, for their owner to look at."""
    return _read(store, "state IN ('doubt', 'held', 'failed') AND state = ?", (state, limit))


def find_outgoing(store: Store, outgoing: int) -> Outgoing | None:
    return next(iter(_read(store, "id = ?", (outgoing, 1))), None)


def mark_outgoing(store: Store, outgoing: int, state: str, why: str = "") -> None:
    finished = None if state in ("queued", "sending") else to_micros(now())
    store.conn.execute(
        "UPDATE outbox SET state = ?, why = ?, finished = ? WHERE id = ?", (state, why, finished, outgoing)
    )


def mark_sending(store: Store, outgoing: int) -> None:
    """Committed before the first byte of the request leaves: what happens after that is in doubt."""
    store.conn.execute("UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE id = ?", (outgoing,))


def mark_sent(store: Store, outgoing: int, message_id: int | None = None) -> None:
    store.conn.execute(
        "UPDATE outbox SET state = 'sent', why = '', message_id = ?, finished = ? WHERE id = ?",
        (message_id, to_micros(now()), outgoing),
    )


def settle_interrupted(store: Store) -> int:
    """After a start: what was being sent when the program ended is in doubt. Returns how many."""
    return store.conn.execute(
        "UPDATE outbox SET state = 'doubt', finished = ?,"
        " why = 'The program ended while this was on its way; it may have arrived.' WHERE state = 'sending'",
        (to_micros(now()),),
    ).rowcount


def send_again(store: Store, outgoing: int) -> None:
    """Raises StoreError unless the row is in doubt, held or failed."""
    done = store.conn.execute(
        "UPDATE outbox SET state = 'queued', why = '', finished = NULL, tries = 0"
        " WHERE id = ? AND state IN ('doubt', 'held', 'failed')",
        (outgoing,),
    )
    if not done.rowcount:
        raise StoreError("This message needs no second sending.")


def drop_open(store: Store, bot: str, chat: str, why: str) -> None:
    """What waits for a chat that cannot be written to any more."""
    store.conn.execute(
        "UPDATE outbox SET state = 'failed', why = ?, finished = ?"
        " WHERE bot = ? AND chat = ? AND state = 'queued'",
        (why, to_micros(now()), bot, chat),
    )


def message_id_of(store: Store, customer: str, bot: str, key: str) -> int | None:
    """The channel's id of a message that was sent, by its key; to edit it in place."""
    row = store.conn.execute(
        "SELECT message_id FROM outbox WHERE customer = ? AND key = ? AND bot = ? AND message_id IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (customer, key, bot),
    ).fetchone()
    return None if row is None else int(row[0])


def _read(store: Store, where: str, values: tuple[Any, ...]) -> list[Outgoing]:
    rows = store.conn.execute(f"SELECT {_COLUMNS} FROM outbox WHERE {where} ORDER BY id LIMIT ?", values)  # noqa: S608
    return [_outgoing(row) for row in rows]


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Outgoing(**{**values, "created": from_micros(values["created"])})
