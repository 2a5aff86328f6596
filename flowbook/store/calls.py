"""Requests to other systems that flows have made and that wait to be carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowbook.codec import decode
from flowbook.events import HttpRequested
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_text, to_micros, to_text


@dataclass(frozen=True, slots=True)
class Call:
    id: int
    customer: str
    bot: str
    request: HttpRequested
    state: str


@operation
def put_call(store: Store, customer: str, bot: str, request: HttpRequested, now: datetime) -> None:
    conn_of(store).execute(
        "INSERT INTO calls(request, customer, bot, body, created) VALUES (?, ?, ?, ?, ?)",
        (request.request, customer, bot, to_text(request), to_micros(now)),
    )


@operation
def open_calls(store: Store, limit: int = 100) -> list[Call]:
    """Waiting or cut off midway, the oldest first."""
    rows = conn_of(store).execute(
        "SELECT id, customer, bot, body, state FROM calls WHERE state <> 'done' ORDER BY id LIMIT ?", (limit,)
    )
    return [
        Call(key, customer, bot, decode(HttpRequested, from_text(body)), state)
        for key, customer, bot, body, state in rows
    ]


@operation
def mark_call(store: Store, call: int, state: str) -> None:
    """`state`: waiting, calling, done."""
    conn_of(store).execute("UPDATE calls SET state = ? WHERE id = ?", (state, call))
