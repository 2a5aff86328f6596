"""What has come and waits to be worked on: updates as a channel gave them, and stimuli from inside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from flowbook.codec import untagged
from flowbook.stimuli import FAMILY, Stimulus
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.rows import insert_rows
from flowbook.store.values import from_micros, from_text, to_micros, to_text

UPDATE, STIMULUS, TIMER = "update", "stimulus", "timer"
KEPT = timedelta(hours=48)
"""Longer than a channel repeats an update it has given before."""
TRIES = 3
PART = 1000
_PLACES = ("message.chat", "callback_query.from", "my_chat_member.chat")
_CHATS = ", ".join(f"json_extract(body, '$.{place}.id') || ''" for place in _PLACES)
OF_A_CHAT = f"kind = 'update' AND CASE WHEN json_valid(body) THEN {{chat}} IN ({_CHATS}) ELSE 0 END"
"""Of an update as it came, in SQL."""


class Arrival(Struct, frozen=True):
    """`kind` update: `body` is what the channel sent; stimulus: `body` is a stimulus for `customer`."""

    id: int
    bot: str
    kind: str
    body: str
    customer: str | None = None
    tries: int = 0

    def stimulus(self) -> Stimulus:
        stimulus: Stimulus = untagged(FAMILY, from_text(self.body))
        return stimulus


@operation
def put_updates(store: Store, bot: str, updates: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Keep what a channel gave, before it is told so; an update that is there already is left out."""
    rows = [(bot, update["update_id"], UPDATE, to_text(update), to_micros(now)) for update in updates]
    with store.transaction() as conn:
        known = "ON CONFLICT(bot, update_id) WHERE update_id IS NOT NULL DO NOTHING"
        return insert_rows(conn, "inbox(bot, update_id, kind, body, received)", rows, known)


@operation
def put_stimulus(store: Store, customer: str, stimulus: Stimulus, now: datetime, bot: str = "") -> None:
    """Something for a customer from inside: an event reported, a person's words, an answer of another system.
    An empty `bot` is the one the customer used last."""
    conn_of(store).execute(
        "INSERT INTO inbox(bot, customer, kind, body, received) VALUES (?, ?, 'stimulus', ?, ?)",
        (bot, customer, to_text(stimulus), to_micros(now)),
    )


@operation
def new_arrivals(store: Store, limit: int = 100, without: Collection[str] = ()) -> list[Arrival]:
    """In the order in which they came; those of the bots `without` left where they are."""
    marks = ", ".join("?" * len(without))
    rows = conn_of(store).execute(
        "SELECT id, bot, kind, body, customer, tries FROM inbox"  # noqa: S608
        f" WHERE state = 'new' AND bot NOT IN ({marks}) ORDER BY id LIMIT ?",
        (*without, limit),
    )
    return [Arrival(*row) for row in rows]


@operation
def waiting_of(store: Store, customer: str, bot: str) -> list[tuple[datetime, Arrival]]:
    """What a customer has not been answered yet of what came from inside, each with when it came."""
    rows = conn_of(store).execute(
        "SELECT received, id, bot, kind, body, customer, tries FROM inbox"
        " WHERE customer = ? AND bot = ? AND state = 'new' ORDER BY id",
        (customer, bot),
    )
    return [(from_micros(received), Arrival(*row)) for received, *row in rows]


@operation
def mark_done(store: Store, arrivals: Iterable[int]) -> None:
    """Their words go at once; the numbers stay, so that they are known when they come again."""
    statement = "UPDATE inbox SET state = 'done', body = '' WHERE id = ?"
    conn_of(store).executemany(statement, [(arrival,) for arrival in arrivals])


@operation
def mark_failed(store: Store, arrival: Arrival, why: str, now: datetime) -> bool:
    """Count a try that failed; after the third it is put with the dead letters, and that is True."""
    if arrival.tries + 1 < TRIES:
        conn_of(store).execute("UPDATE inbox SET tries = tries + 1 WHERE id = ?", (arrival.id,))
        return False
    conn_of(store).execute(
        "UPDATE inbox SET state = 'dead', body = '', tries = tries + 1 WHERE id = ?", (arrival.id,)
    )
    bury(store, arrival, why, now)
    return True


@operation
def bury(store: Store, arrival: Arrival, why: str, now: datetime) -> None:
    conn_of(store).execute(
        "INSERT INTO dead_letters(at, bot, customer, kind, body, why) VALUES (?, ?, ?, ?, ?, ?)",
        (to_micros(now), arrival.bot, arrival.customer, arrival.kind, arrival.body, why),
    )


@operation
def has_waiting(store: Store, bot: str, most: int) -> bool:
    """Whether more than so many of a bot's arrivals wait."""
    statement = "SELECT 1 FROM inbox WHERE state = 'new' AND bot = ? ORDER BY id LIMIT 1 OFFSET ?"
    return conn_of(store).execute(statement, (bot, most)).fetchone() is not None


@operation
def count_waiting(store: Store) -> int:
    return int(conn_of(store).execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()[0])


@operation
def forget_chat(store: Store, bot: str, chat: str) -> None:
    """Updates that wait or lie with the dead letters; as they came they name a chat and no customer."""
    for table in ("inbox", "dead_letters"):
        statement = f"DELETE FROM {table} WHERE bot = ? AND {OF_A_CHAT.format(chat='?')}"  # noqa: S608
        conn_of(store).execute(statement, (bot, chat))


@operation
def forget_old(store: Store, now: datetime) -> None:
    """In parts, from the oldest on, until one part has nothing old in it."""
    oldest = "SELECT id, received FROM inbox WHERE state <> 'new' ORDER BY id LIMIT ?"
    statement = f"DELETE FROM inbox WHERE id IN (SELECT id FROM ({oldest}) WHERE received < ?)"  # noqa: S608
    while conn_of(store).execute(statement, (PART, to_micros(now - KEPT))).rowcount:
        pass
