"""Customers and all that is kept of them between two turns: read whole, written by what has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from secrets import token_hex
from typing import Any

from flowbook.customer import Customer, Occurrence, Order, instant
from flowbook.errors import StoreError
from flowbook.rules.readings import fold, instant_text
from flowbook.session import CustomerState, Session, session_from_json, session_to_json
from flowbook.store.connection import Store
from flowbook.store.contacts import chats_of
from flowbook.store.inbox import forget_chat
from flowbook.store.timers import drop_timers, keep_timers, load_timers
from flowbook.store.values import to_text

STATE_COLUMNS = (
    "id, created, fields, stage, subscribed, last_seen, invented,"
    " count, channel, parked, memory, held, segments"
)
SEARCHED = ("first_name", "last_name", "username", "phone", "email", "city")


def new_id() -> str:
    return f"c{token_hex(6)}"


def load_state(store: Store, customer: str) -> CustomerState | None:
    """Everything of a customer; None where there is none of that id."""
    conn = store.conn
    row = conn.execute(f"SELECT {STATE_COLUMNS} FROM customers WHERE id = ?", (customer,)).fetchone()  # noqa: S608
    if row is None:
        return None
    sessions = conn.execute("SELECT body FROM sessions WHERE customer = ? ORDER BY rowid", (customer,))
    loaded = [session_from_json(json.loads(body)) for (body,) in sessions]
    return CustomerState(
        customer=_customer(store, row),
        sessions={session.id: session for session in loaded},
        timers=load_timers(store, customer),
        count=row[7],
        channel=row[8],
        parked=tuple(json.loads(row[9])),
        memory=json.loads(row[10]),
        held=json.loads(row[11]),
    )


def need_state(store: Store, customer: str) -> CustomerState:
    """Like load_state; raises StoreError where there is none."""
    state = load_state(store, customer)
    if state is None:
        raise StoreError(f"There is no customer “{customer}” any more.")
    return state


def save_state(store: Store, before: CustomerState | None, after: CustomerState) -> None:
    """Write what differs; `before` is what was loaded in the same transaction, None for somebody new.
    Raises StoreError where the customer has been there already, or is gone."""
    with store.joined():
        _save_customer(store, before, after)
        old = before or CustomerState(Customer("", after.customer.created))
        _save_tags(store, old.customer, after.customer)
        _save_orders(store, after.customer.id, old.customer.orders, after.customer.orders)
        _save_happened(store, after.customer.id, old.customer.happened, after.customer.happened)
        _save_sessions(store, after.customer.id, old.sessions, after.sessions)
        if old.timers != after.timers:
            drop_timers(store, after.customer.id, [key for key in old.timers if key not in after.timers])
            fresh = [timer for key, timer in after.timers.items() if old.timers.get(key) != timer]
            keep_timers(store, after.customer.id, fresh)


def change_state(
    store: Store, customer: str, change: Callable[[CustomerState], CustomerState]
) -> CustomerState:
    """Load, change and save in one transaction, so that nobody's change is lost. Raises StoreError."""
    with store.transaction():
        before = need_state(store, customer)
        after = change(before)
        if after is not before:
            save_state(store, before, after)
    return after


def add_customer(store: Store, customer: Customer) -> None:
    save_state(store, None, CustomerState(customer))


def find_customer(store: Store, customer: str) -> Customer | None:
    state = load_state(store, customer)
    return state.customer if state else None


def erase_customer(store: Store, customer: str) -> bool:
    """Everything of a person, from the write-ahead log too. False where there was nobody."""
    with store.transaction() as conn:
        for bot, chat in chats_of(store, customer):
            forget_chat(store, bot, chat)
        gone = conn.execute("DELETE FROM customers WHERE id = ?", (customer,)).rowcount
    store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return bool(gone)


def load_customers(store: Store, ids: Iterable[str]) -> list[Customer]:
    """In the order asked for; those that are gone are left out."""
    return [found for one in ids if (found := find_customer(store, one))]


def _customer(store: Store, row: tuple[Any, ...]) -> Customer:
    key = row[0]
    conn = store.conn
    tags = conn.execute("SELECT tag FROM customer_tags WHERE customer = ?", (key,))
    orders = conn.execute(
        "SELECT id, placed, total, status, items FROM orders WHERE customer = ? ORDER BY rowid", (key,)
    )
    happened = conn.execute("SELECT name, at, data FROM happened WHERE customer = ? ORDER BY rowid", (key,))
    return Customer(
        id=key,
        created=instant(row[1]),
        fields=json.loads(row[2]),
        tags=frozenset(tag for (tag,) in tags),
        stage=row[3],
        orders=tuple(Order(i, instant(p), t, s, tuple(json.loads(items))) for i, p, t, s, items in orders),
        happened=tuple(Occurrence(name, instant(at), json.loads(data)) for name, at, data in happened),
        subscribed=bool(row[4]),
        last_seen=instant(row[5]) if row[5] else None,
        segments=frozenset(json.loads(row[12])),
        invented=bool(row[6]),
    )


def _save_customer(store: Store, before: CustomerState | None, after: CustomerState) -> None:
    bare = [replace(state, sessions={}, timers={}) for state in (before, after) if state]
    if len(bare) == 2 and bare[0] == bare[1]:
        return
    columns = _columns(after)
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    if before is None:
        statement = f"INSERT INTO customers({names}) VALUES ({marks}) ON CONFLICT(id) DO NOTHING"  # noqa: S608
        done = store.conn.execute(statement, tuple(columns.values()))
        sentence = f"There is a customer “{after.customer.id}” already."
    else:
        pairs = ", ".join(f"{name} = ?" for name in columns)
        statement = f"UPDATE customers SET {pairs}, revision = revision + 1 WHERE id = ?"  # noqa: S608
        done = store.conn.execute(statement, (*columns.values(), after.customer.id))
        sentence = f"There is no customer “{after.customer.id}” any more."
    if not done.rowcount:
        raise StoreError(sentence)


def _columns(state: CustomerState) -> dict[str, Any]:
    customer = state.customer
    return {
        "id": customer.id,
        "created": instant_text(customer.created),
        "fields": to_text(dict(customer.fields)),
        "stage": customer.stage,
        "subscribed": int(customer.subscribed),
        "last_seen": instant_text(customer.last_seen) if customer.last_seen else None,
        "language": customer.language,
        "timezone": customer.timezone,
        "invented": int(customer.invented),
        "search": fold(" ".join(str(customer.fields.get(name) or "") for name in SEARCHED)),
        "count": state.count,
        "channel": state.channel,
        "parked": to_text(state.parked),
        "memory": to_text(dict(state.memory)),
        "held": to_text({key: dict(values) for key, values in state.held.items()}),
        "segments": to_text(sorted(customer.segments)),
    }


def _save_tags(store: Store, before: Customer, after: Customer) -> None:
    for tag in before.tags - after.tags:
        store.conn.execute("DELETE FROM customer_tags WHERE customer = ? AND tag = ?", (after.id, tag))
    for tag in sorted(after.tags - before.tags):
        store.conn.execute("INSERT INTO customer_tags VALUES (?, ?)", (after.id, tag))


def _save_orders(store: Store, customer: str, before: tuple[Order, ...], after: tuple[Order, ...]) -> None:
    if before == after:
        return
    if after[: len(before)] == before:
        rows = after[len(before) :]
    else:
        store.conn.execute("DELETE FROM orders WHERE customer = ?", (customer,))
        rows = after
    store.conn.executemany(
        "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)",
        [(customer, o.id, instant_text(o.placed), o.total, o.status, to_text(o.items)) for o in rows],
    )


def _save_happened(
    store: Store, customer: str, before: tuple[Occurrence, ...], after: tuple[Occurrence, ...]
) -> None:
    """The oldest go and new ones come at the end; anything else is written anew."""
    if before == after:
        return
    gone = next((n for n in range(len(before) + 1) if after[: len(before) - n] == before[n:]), len(before))
    store.conn.execute(
        "DELETE FROM happened WHERE rowid IN"
        " (SELECT rowid FROM happened WHERE customer = ? ORDER BY rowid LIMIT ?)",
        (customer, gone),
    )
    rows = after[len(before) - gone :]
    store.conn.executemany(
        "INSERT INTO happened VALUES (?, ?, ?, ?)",
        [(customer, one.name, instant_text(one.at), to_text(dict(one.data))) for one in rows],
    )


def _save_sessions(store: Store, customer: str, before: Any, after: Any) -> None:
    for key in before:
        if key not in after:
            store.conn.execute("DELETE FROM sessions WHERE id = ?", (key,))
    for key, session in after.items():
        if before.get(key) != session:
            _save_session(store, customer, session)


def _save_session(store: Store, customer: str, session: Session) -> None:
    store.conn.execute(
        "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id)"
        " DO UPDATE SET flow = excluded.flow, release = excluded.release, node = excluded.node,"
        " revision = excluded.revision, wait = excluded.wait, body = excluded.body",
        (
            session.id,
            customer,
            session.flow,
            session.release,
            session.node,
            session.revision,
            session.wait.kind if session.wait else "",
            to_text(session_to_json(session)),
        ),
    )
