"""Conversations that a person has taken over from the bot: who waits for whom, since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from flowbook.events import HandedOver, Record, SessionEnded, SessionFailed, TakenBack
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, to_micros, to_text

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
    turning = [record for record in records if type(record.event) in TURNING]
    under_way = _under_way(store, {record.customer for record in turning}) if turning else set()
    for record in turning:
        match record.event:
            case HandedOver(team, reason):
                under_way.add((record.customer, record.session))
                conn_of(store).execute(
                    "INSERT INTO conversations(customer, session, team, reason, opened)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (record.customer, record.session, team, reason, to_micros(record.at)),
                )
            case TakenBack(why) | SessionEnded(why) | SessionFailed(why):
                if (record.customer, record.session) in under_way:
                    _close(store, record, why)


def _under_way(store: Store, customers: Collection[str]) -> set[tuple[str, str]]:
    """(customer, session) of each that is not closed: most sessions end without one."""
    statement = (
        "SELECT customer, session FROM conversations"
        " WHERE closed IS NULL AND customer IN (SELECT value FROM json_each(?))"
    )
    return set(conn_of(store).execute(statement, (to_text(list(customers)),)))


def _close(store: Store, record: Record, why: str) -> None:
    conn_of(store).execute(
        "UPDATE conversations SET closed = ?, why = ? WHERE customer = ? AND session = ? AND closed IS NULL",
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
