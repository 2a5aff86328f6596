"""Everything that is kept of one person, for when they ask for it."""

from __future__ import annotations

from typing import Any

from flowbook.codec import encode
from flowbook.session import state_to_json
from flowbook.store.connection import conn_of
from flowbook.store.contacts import chats_of
from flowbook.store.customers import need_state
from flowbook.store.history import journey
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros

ALL = 1_000_000


@operation
def export_person(store: Store, customer: str) -> dict[str, Any]:
    """Plain JSON: `state` (profile, conversations under way, timers), `chats`, `history`, and `sent` with
    what became of each message. Raises StoreError where there is nobody of that id."""
    state = need_state(store, customer)
    return {
        "state": state_to_json(state),
        "chats": [{"bot": bot, "chat": chat} for bot, chat in chats_of(store, customer)],
        "history": [
            {"at": record.at.isoformat(), "flow": record.flow, "bot": record.channel, **encode(record.event)}
            for _, record in journey(store, customer, limit=ALL)
        ],
        "sent": [
            {"at": from_micros(created).isoformat(), "bot": bot, "kind": kind, "state": became}
            for created, bot, kind, became in conn_of(store).execute(
                "SELECT created, bot, kind, state FROM outbox WHERE customer = ? ORDER BY id", (customer,)
            )
        ],
    }
