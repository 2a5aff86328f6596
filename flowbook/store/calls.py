"""Requests to other systems that flows have made: waiting, calling, held since a restore, or done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowbook.codec import decode
from flowbook.errors import StoreError
from flowbook.events import HttpRequested
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, from_text, to_micros, to_text

WAITING, CALLING, HELD, DONE = "waiting", "calling", "held", "done"
REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
"""Methods of which a second request does no more than the first."""

_MARK = "UPDATE calls SET state = ?1, body = iif(?1 = 'done', '', body) WHERE state <> 'done'"


@dataclass(frozen=True, slots=True)
class Call:
    id: int
    customer: str
    bot: str
    request: HttpRequested
    state: str
    created: datetime


def is_repeatable(request: HttpRequested) -> bool:
    return request.method.upper() in REPEATABLE


@operation
def put_call(store: Store, customer: str, bot: str, request: HttpRequested, now: datetime) -> None:
    conn_of(store).execute(
        "INSERT INTO calls(request, customer, bot, body, created) VALUES (?, ?, ?, ?, ?)",
        (request.request, customer, bot, to_text(request), to_micros(now)),
    )


@operation
def open_calls(store: Store, *states: str, limit: int = 100) -> list[Call]:
    """In one of these states, the oldest first; without any, those that wait or were cut off midway."""
    wanted = states or (WAITING, CALLING)
    rows = conn_of(store).execute(
        "SELECT id, customer, bot, body, state, created FROM calls"  # noqa: S608
        f" WHERE state <> 'done' AND state IN ({', '.join('?' * len(wanted))}) ORDER BY id LIMIT ?",
        (*wanted, limit),
    )
    return [
        Call(key, customer, bot, decode(HttpRequested, from_text(body)), state, from_micros(created))
        for key, customer, bot, body, state, created in rows
    ]


@operation
def mark_call(store: Store, call: int, state: str) -> bool:
    """False where it is done or gone already. What is done loses its content: keys may stand in it."""
    done = conn_of(store).execute(f"{_MARK} AND id = ?2", (state, call))
    return bool(done.rowcount)


@operation
def decide_calls(store: Store, *calls: int, ask: bool) -> int:
    """Those that are held are carried out after all, in their order, or never; returns how many. Raises
    StoreError where none of them is held any more."""
    done = conn_of(store).execute(
        f"{_MARK} AND state = 'held' AND id IN (SELECT value FROM json_each(?2))",  # noqa: S608
        (WAITING if ask else DONE, to_text(calls)),
    )
    if not done.rowcount:
        raise StoreError("This is not on the list any more.")
    return int(done.rowcount)
