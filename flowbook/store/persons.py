"""Everything that is kept of one person, for when they ask for it."""

from __future__ import annotations

from typing import Any

from flowbook.codec import encode
from flowbook.session import state_to_json
from flowbook.store.calls import CALLING, HELD, WAITING, open_calls
from flowbook.store.connection import conn_of
from flowbook.store.contacts import chats_of
from flowbook.store.customers import need_state
from flowbook.store.history import journey, without_keys
from flowbook.store.inbox import OF_A_CHAT
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, from_text

ALL = 1_000_000
_CHATS = (
    "EXISTS (SELECT 1 FROM contacts WHERE contacts.customer = :customer AND contacts.bot = {table}.bot"  # noqa: S608
    f" AND {OF_A_CHAT.format(chat='contacts.chat')})"
)
QUERIES = {
    "sent": (
        "SELECT created AS at, bot, kind, state, why, body AS content FROM outbox"
        " WHERE customer = :customer ORDER BY id"
    ),
    "waiting": (
        "SELECT received AS at, bot, kind, body AS content FROM inbox WHERE state = 'new'"  # noqa: S608
        f" AND (customer = :customer OR {_CHATS.format(table='inbox')}) ORDER BY id"
    ),
    "put_aside": (
        "SELECT at, bot, kind, why, body AS content FROM dead_letters"  # noqa: S608
        f" WHERE customer = :customer OR {_CHATS.format(table='dead_letters')} ORDER BY id"
    ),
    "taken_over": (
        "SELECT opened AS at, closed, team, reason, why FROM conversations"
        " WHERE customer = :customer ORDER BY id"
    ),
}
"""Columns named `at`, `closed` and `content` are instants and JSON."""


@operation
def export_person(store: Store, customer: str) -> dict[str, Any]:
    """Plain JSON: `state` (profile, conversations under way, timers), `chats`, `history`, `sent` with what
    became of each message, `calls` that other systems have still to answer, without the keys they are asked
    with, `waiting` for what has come and is not worked on yet, `put_aside` for what could not be, and
    `taken_over` by people. Raises StoreError where there is nobody of that id."""
    state = need_state(store, customer)
    told = {
        "state": state_to_json(state),
        "chats": [{"bot": bot, "chat": chat} for bot, chat in chats_of(store, [customer])[customer]],
        "history": [
            {"at": record.at.isoformat(), "flow": record.flow, "bot": record.channel, **encode(record.event)}
            for _, record in journey(store, customer, limit=ALL)
        ],
        "calls": [
            {"at": call.created.isoformat(), "bot": call.bot, "state": call.state}
            | encode(without_keys(call.request))
            for call in open_calls(store, WAITING, CALLING, HELD, limit=ALL)
            if call.customer == customer
        ],
    }
    return told | {name: _rows(store, query, customer) for name, query in QUERIES.items()}


def _rows(store: Store, query: str, customer: str) -> list[dict[str, Any]]:
    found = conn_of(store).execute(query, {"customer": customer})
    names = [name for name, *_ in found.description]
    return [{name: _plain(name, value) for name, value in zip(names, row, strict=True)} for row in found]


def _plain(name: str, value: Any) -> Any:
    if name in ("at", "closed"):
        return None if value is None else from_micros(value).isoformat()
    if name != "content":
        return value
    try:
        return from_text(value)
    except ValueError:
        return value
