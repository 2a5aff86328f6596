"""Conversations that a person has taken over from the bot: who waits for whom, since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flowbook.events import HandedOver, Record, SessionEnded, SessionFailed, TakenBack
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, to_micros

TURNING = frozenset({HandedOver, TakenBack, SessionEnded, SessionFailed})
"""Events by which conversations begin and end."""


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    customer: str
    session: str
    team: str
    reason: str
    opened: datetime
    closed: datetime | None
    why: str


@operation
def follow_records(store: Store, records: Iterable[Record]) -> None:
    """Open and close conversations as the records say; in the caller's transaction."""
    for record in records:
        if type(record.event) not in TURNING:
            continue
        match record.event:
            case HandedOver(team, reason):
                conn_of(store).execute(
                    "INSERT INTO conversations(customer, session, team, reason, opened)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (record.customer, record.session, team, reason, to_micros(record.at)),
                )
            case TakenBack(why) | SessionEnded(why) | SessionFailed(why):
                conn_of(store).execute(
                    "UPDATE conversations SET closed = ?, why = ?"
                    " WHERE customer = ? AND session = ? AND closed IS NULL",
                    (to_micros(record.at), why, record.customer, record.session),
                )


@operation
def open_conversations(store: Store) -> list[Conversation]:
    """Those that wait longest first."""
    rows = conn_of(store).execute(
        "SELECT id, customer, session, team, reason, opened, why FROM conversations"
        " WHERE closed IS NULL ORDER BY opened, id"
    )
    return [
        Conversation(key, customer, session, team, reason, from_micros(opened), None, why)
        for key, customer, session, team, reason, opened, why in rows
    ]
