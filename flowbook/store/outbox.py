"""What is to be sent, and what became of it: queued, sending, leaving, sent, doubt, failed, held; repeated or
left once its owner has decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from msgspec import Struct

from flowbook.codec import untagged
from flowbook.errors import StoreError
from flowbook.events import FAMILY, Event
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.rows import insert_rows
from flowbook.store.values import from_micros, from_text, now, to_micros, to_text

MESSAGE, EDIT, TAP, STAFF = "message", "edit", "tap", "staff"
QUEUED = "queued"
_COLUMNS = "id, bot, chat, customer, key, kind, body, urgent, state, message_id, created, tries, why"
_WAITING = "outbox(bot, chat, customer, key, kind, body, urgent, created)"
_SETTLED = "outbox(bot, chat, customer, key, kind, body, urgent, created, state, why, finished)"
_UNSETTLED = "('doubt', 'held', 'failed')"
_LISTED = f"state IN {_UNSETTLED} AND id IN (SELECT value FROM json_each(?))"  # noqa: S608


class Draft(Struct, frozen=True):
    """Something to be sent. `chat` is the channel's; `key` the customer's running number of a message, else
    empty; `urgent` for an answer to what a person did, which goes before the rest."""

    bot: str
    chat: str
    customer: str | None
    kind: str
    event: Event
    key: str = ""
    urgent: bool = False


class Entry(Struct, frozen=True):
    """A draft as it is entered: queued, or settled from the beginning, with the reason."""

    draft: Draft
    at: datetime
    state: str = QUEUED
    why: str = ""


class Outgoing(Struct, frozen=True):
    """One row. `body` is the event; `why` says what is wrong where something is."""

    id: int
    bot: str
    chat: str
    customer: str | None
    key: str
    kind: str
    body: str
    urgent: int
    state: str
    message_id: int | None
    created: datetime
    tries: int
    why: str

    def event(self) -> Event:
        event: Event = untagged(FAMILY, from_text(self.body))
        return event


@operation
def put_outgoing(store: Store, draft: Draft, at: datetime, *, state: str = QUEUED, why: str = "") -> int:
    """In the caller's transaction; returns the row's id."""
    put_entries(store, [(Entry(draft, at, state, why), to_text(draft.event))])
    return int(conn_of(store).execute("SELECT last_insert_rowid()").fetchone()[0])


@operation
def put_entries(store: Store, entries: Iterable[tuple[Entry, str]]) -> None:
    """Each with the text of its event; in the caller's transaction and in this order."""
    for waits, those in groupby(entries, lambda one: one[0].state == QUEUED):
        row = _waiting_row if waits else _settled_row
        insert_rows(conn_of(store), _WAITING if waits else _SETTLED, [row(*one) for one in those])


@operation
def queued(store: Store, bot: str, urgent: bool, after: int = 0, limit: int = 500) -> list[Outgoing]:
    """One of a bot's two queues, in the order in which it was written."""
    where = "state = 'queued' AND bot = ? AND urgent = ? AND id > ?"
    return _read(store, where, (bot, int(urgent), after, limit))


@operation
def queued_before(store: Store, row: Outgoing) -> list[Outgoing]:
    """What the same chat is to be sent first."""
    where = "state = 'queued' AND bot = ? AND chat = ? AND id < ?"
    return _read(store, where, (row.bot, row.chat, row.id, -1))


@operation
def list_outgoing(store: Store, state: str, limit: int = 100, skip: int = 0) -> list[Outgoing]:
    """Those in doubt, held or failed, for their owner to look at; the latest first."""
    where = f"state IN {_UNSETTLED} AND state = ? ORDER BY id DESC LIMIT ? OFFSET ?"
    return _select(store, where, (state, limit, skip))


@operation
def find_outgoing(store: Store, outgoing: int) -> Outgoing | None:
    return next(iter(_read(store, "id = ?", (outgoing, 1))), None)


@operation
def mark_sending(store: Store, outgoing: int) -> None:
    """Committed, and on the disk, before the first byte of the request leaves: only what does no harm when it
    goes twice goes without."""
    conn_of(store).execute("UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE id = ?", (outgoing,))


@operation
def mark_leaving(store: Store, outgoing: int) -> None:
    """Committed right before the first byte leaves: what happens after that is in doubt. The disk need not
    have it."""
    conn_of(store).execute("UPDATE outbox SET state = 'leaving' WHERE id = ?", (outgoing,))


@operation
def mark_queued(store: Store, outgoing: int) -> None:
    """It was surely not carried out, so it goes again."""
    conn_of(store).execute("UPDATE outbox SET state = 'queued' WHERE id = ?", (outgoing,))


@operation
def mark_settled(store: Store, outgoing: int, state: str, why: str = "", number: int | None = None) -> None:
    """`state`: sent, doubt, failed or held; `number` is the channel's id of the message."""
    conn_of(store).execute(
        "UPDATE outbox SET state = ?, why = ?, message_id = coalesce(?, message_id), finished = ?"
        " WHERE id = ?",
        (state, why, number, to_micros(now()), outgoing),
    )


@operation
def send_again(store: Store, *outgoing: int) -> list[int]:
    """Queue copies of those that are in doubt, held or failed, in their order; returns the copies' ids. One
    alone goes before the rest; where there are more, what people wait for now goes before them. Raises
    StoreError where none of them is on the list any more."""
    listed, urgent = to_text(outgoing), int(len(outgoing) == 1)
    with store.transaction() as conn:
        copied = conn.execute(
            "INSERT INTO outbox(bot, chat, customer, key, kind, body, urgent, created)"  # noqa: S608
            f" SELECT bot, chat, customer, key, kind, body, ?, ? FROM outbox WHERE {_LISTED} ORDER BY id"
            " RETURNING id",
            (urgent, to_micros(now()), listed),
        ).fetchall()
        _decide(store, "repeated", listed)
        return [int(row) for (row,) in copied]


@operation
def set_aside(store: Store, *outgoing: int) -> int:
    """Those that are in doubt, held or failed stay as they are, and are off the list; returns how many.
    Raises StoreError where none of them is on it any more."""
    return _decide(store, "left", to_text(outgoing))


@operation
def drop_queued(store: Store, bot: str, chat: str, why: str) -> None:
    """What waits for a chat that cannot be written to any more."""
    conn_of(store).execute(
        "UPDATE outbox SET state = 'failed', why = ?, finished = ?"
        " WHERE bot = ? AND chat = ? AND state = 'queued'",
        (why, to_micros(now()), bot, chat),
    )


@operation
def message_id_of(store: Store, customer: str, bot: str, key: str) -> int | None:
    """The channel's id of a message that was sent, by its key; to edit it in place."""
    statement = (
        "SELECT message_id FROM outbox WHERE customer = ? AND key = ? AND bot = ?"
        " AND message_id IS NOT NULL ORDER BY id DESC LIMIT 1"
    )
    row = conn_of(store).execute(statement, (customer, key, bot)).fetchone()
    return None if row is None else int(row[0])


@operation
def settled_since(store: Store, bot: str, since: datetime) -> list[tuple[datetime, Outgoing]]:
    """What may have reached Telegram after that instant, each with when it was settled, in that order."""
    rows = conn_of(store).execute(
        f"SELECT finished, {_COLUMNS} FROM outbox WHERE bot = ? AND finished > ?"  # noqa: S608
        " AND kind <> 'tap' AND state IN ('sent', 'doubt', 'repeated', 'left') ORDER BY finished",
        (bot, to_micros(since)),
    )
    return [(from_micros(finished), _outgoing(tuple(row))) for finished, *row in rows]


def _decide(store: Store, state: str, listed: str) -> int:
    done = conn_of(store).execute(f"UPDATE outbox SET state = ? WHERE {_LISTED}", (state, listed))  # noqa: S608
    if not done.rowcount:
        raise StoreError("This is not on the list any more.")
    return int(done.rowcount)


def _waiting_row(entry: Entry, told: str) -> tuple[Any, ...]:
    draft, at = entry.draft, to_micros(entry.at)
    return draft.bot, draft.chat, draft.customer, draft.key, draft.kind, told, int(draft.urgent), at


def _settled_row(entry: Entry, told: str) -> tuple[Any, ...]:
    return *_waiting_row(entry, told), entry.state, entry.why, to_micros(entry.at)


def _read(store: Store, where: str, values: tuple[Any, ...]) -> list[Outgoing]:
    """In the order in which they were written; the last of the values is how many at most."""
    return _select(store, f"{where} ORDER BY id LIMIT ?", values)


def _select(store: Store, where: str, values: tuple[Any, ...]) -> list[Outgoing]:
    rows = conn_of(store).execute(f"SELECT {_COLUMNS} FROM outbox WHERE {where}", values)  # noqa: S608
    return [_outgoing(row) for row in rows]


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Outgoing(**{**values, "created": from_micros(values["created"])})
