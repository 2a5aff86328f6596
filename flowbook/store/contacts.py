"""Which customer writes in which chat of which bot."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.rows import insert_rows
from flowbook.store.values import to_micros, to_text

Chat = tuple[str, str]
"""bot, chat"""


@operation
def customer_of(store: Store, bot: str, chat: str) -> str | None:
    row = (
        conn_of(store)
        .execute("SELECT customer FROM contacts WHERE bot = ? AND chat = ?", (bot, chat))
        .fetchone()
    )
    return str(row[0]) if row else None


@operation
def chat_of(store: Store, bot: str, customer: str) -> str | None:
    """Where a bot can write to a customer; the chat added last where there are several."""
    row = (
        conn_of(store)
        .execute(
            "SELECT chat FROM contacts WHERE customer = ? AND bot = ? ORDER BY created DESC LIMIT 1",
            (customer, bot),
        )
        .fetchone()
    )
    return str(row[0]) if row else None


@operation
def owners_of(store: Store, chats: Collection[Chat]) -> dict[Chat, str]:
    """The customer of each; chats of nobody are left out."""
    rows = conn_of(store).execute(
        "SELECT bot, chat, customer FROM contacts"
        " WHERE (bot, chat) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
        (to_text(list(chats)),),
    )
    return {(bot, chat): customer for bot, chat, customer in rows}


@operation
def chats_of(store: Store, customers: Collection[str]) -> dict[str, list[Chat]]:
    """Of each customer, the oldest first; those without a chat have an empty list."""
    found: dict[str, list[Chat]] = {customer: [] for customer in customers}
    rows = conn_of(store).execute(
        "SELECT customer, bot, chat FROM contacts"
        " WHERE customer IN (SELECT value FROM json_each(?)) ORDER BY created, bot",
        (to_text(list(customers)),),
    )
    for customer, bot, chat in rows:
        found[customer].append((bot, chat))
    return found


@operation
def add_contact(store: Store, bot: str, chat: str, customer: str, now: datetime) -> None:
    """A chat that had another customer belongs to this one from now on."""
    with store.joined() as conn:
        conn.execute(
            "UPDATE customers SET revision = revision + 1"
            " WHERE id IN (?, (SELECT customer FROM contacts WHERE bot = ? AND chat = ?))",
            (customer, bot, chat),
        )
        put_contacts(store, [(bot, chat, customer, now)])


@operation
def put_contacts(store: Store, contacts: Iterable[tuple[str, str, str, datetime]]) -> None:
    """(bot, chat, customer, since when); the customers' revisions are to be raised besides."""
    rows = [(bot, chat, customer, to_micros(since)) for bot, chat, customer, since in contacts]
    moved = "ON CONFLICT(bot, chat) DO UPDATE SET customer = excluded.customer"
    insert_rows(conn_of(store), "contacts", rows, moved)


@operation
def customers_of(store: Store, bot: str, after: str = "", limit: int = 100) -> list[str]:
    """A bot's customers in the order of their ids, those behind `after`, to go through them in parts."""
    rows = conn_of(store).execute(
        "SELECT DISTINCT customer FROM contacts WHERE bot = ? AND customer > ? ORDER BY customer LIMIT ?",
        (bot, after, limit),
    )
    return [customer for (customer,) in rows]
