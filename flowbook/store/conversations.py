"""Conversations that a person has taken over from the bot: who waits for whom, since when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flowbook.events import HandedOver, Report, SessionEnded, SessionFailed, TakenBack
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
def follow_turns(store: Store, turns: Sequence[Report]) -> None:
    """Open and close conversations as the turns tell; in the caller's transaction."""
    turning = [
        (turn, part.session, event)
        for turn in turns
        if turn.has(TURNING)
        for part in turn.told
        for event in part.events
        if type(event) in TURNING
    ]
    under_way = _under_way(store, {turn.customer for turn, _, _ in turning}) if turning else set()
    for turn, session, event in turning:
        match event:
            case HandedOver(team, reason):
                under_way.add((turn.customer, session))
                conn_of(store).execute(
                    "INSERT INTO conversations(customer, session, team, reason, opened)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (turn.customer, session, team, reason, to_micros(turn.at)),
                )
            case TakenBack(why) | SessionEnded(why) | SessionFailed(why):
                if (turn.customer, session) in under_way:
                    _close(store, turn, session, why)


def _under_way(store: Store, customers: Collection[str]) -> set[tuple[str, str]]:
    """(customer, session) of each that is not closed: most sessions end without one."""
    statement = (
        "SELECT customer, session FROM conversations"
        " WHERE closed IS NULL AND customer IN (SELECT value FROM json_each(?))"
    )
    return set(conn_of(store).execute(statement, (to_text(list(customers)),)))


def _close(store: Store, turn: Report, session: str, why: str) -> None:
    conn_of(store).execute(
        "UPDATE conversations SET closed = ?, why = ? WHERE customer = ? AND session = ? AND closed IS NULL",
        (to_micros(turn.at), why, turn.customer, session),
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
