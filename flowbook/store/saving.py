"""States of customers into their tables: only what differs, many customers in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from secrets import randbits
from typing import Any

from flowbook.customer import Customer, Occurrence, Order
from flowbook.errors import StoreError
from flowbook.rules.readings import instant_text
from flowbook.session import CustomerState, Session, Timer
from flowbook.store.columns import Changes, changes, columns_of, rows_of
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.rows import insert_rows
from flowbook.store.timers import drop_timers, keep_timers
from flowbook.store.values import to_text

Pair = tuple[CustomerState, CustomerState]
"""A customer's state as it was loaded in the same transaction, and as it is to be."""
FIRST_BITS = 40
NOBODY = "There is no customer “{id}” any more."
TWICE = "There is a customer “{id}” already."

_ADDED = f"customers({', '.join(columns_of())}, id, revision)"
_GONE_ON = (
    "ON CONFLICT(id) DO UPDATE SET flow = excluded.flow, release = excluded.release, node = excluded.node,"
    " revision = excluded.revision, wait = excluded.wait, body = excluded.body"
)


@operation
def add_states(store: Store, states: Sequence[CustomerState]) -> dict[str, int]:
    """New customers; returns their first revisions, which no earlier customer of the same id has had. Raises
    StoreError where one has been there already."""
    revisions = {state.customer.id: 1 + randbits(FIRST_BITS) for state in states}
    with store.joined() as conn:
        rows = [(*row, revisions[row[-1]]) for row in rows_of(states)]
        if insert_rows(conn, _ADDED, rows, "ON CONFLICT(id) DO NOTHING") != len(rows):
            raise StoreError(TWICE.format(id=_known_before(store, revisions)))
        _save_parts(store, [(_blank(state), state) for state in states])
    return revisions


@operation
def save_states(store: Store, pairs: Sequence[Pair]) -> None:
    """Write what differs; every customer's revision rises. Raises StoreError where one is gone."""
    with store.joined():
        _save_columns(store, pairs)
        _save_parts(store, pairs)


def _known_before(store: Store, revisions: dict[str, int]) -> str:
    """Whose revision is not the one just drawn for them."""
    query = "SELECT 1 FROM customers WHERE id = ? AND revision = ?"
    drawn = (
        key for key, own in revisions.items() if not conn_of(store).execute(query, (key, own)).fetchone()
    )
    return next(drawn, next(iter(revisions.items())))[0]


def _blank(state: CustomerState) -> CustomerState:
    return CustomerState(Customer(state.customer.id, state.customer.created))


def _save_parts(store: Store, pairs: Sequence[Pair]) -> None:
    for before, after in pairs:
        old, new = before.customer, after.customer
        if old is not new:
            _save_tags(store, old, new)
            _save_orders(store, new.id, old.orders, new.orders)
            _save_happened(store, new.id, old.happened, new.happened)
    _save_sessions(store, pairs)
    _save_timers(store, pairs)


def _save_columns(store: Store, pairs: Iterable[Pair]) -> None:
    """One statement for all customers of whom the same columns have changed."""
    groups: defaultdict[Changes, list[CustomerState]] = defaultdict(list)
    for before, after in pairs:
        groups[changes(before, after)].append(after)
    for changed, states in groups.items():
        settings = "".join(f"{name} = ?, " for name in columns_of(changed))
        statement = f"UPDATE customers SET {settings}revision = revision + 1 WHERE id = ?"  # noqa: S608
        rows = rows_of(states, changed)
        if conn_of(store).executemany(statement, rows).rowcount != len(rows):
            raise StoreError(NOBODY.format(id=_missing(store, [row[-1] for row in rows])))


def _missing(store: Store, ids: Sequence[str]) -> str:
    query = "SELECT 1 FROM customers WHERE id = ?"
    return next((one for one in ids if not conn_of(store).execute(query, (one,)).fetchone()), ids[0])


def _save_tags(store: Store, before: Customer, after: Customer) -> None:
    if before.tags == after.tags:
        return
    gone, new = sorted(before.tags - after.tags), sorted(after.tags - before.tags)
    statement = "DELETE FROM customer_tags WHERE customer = ? AND tag = ?"
    conn_of(store).executemany(statement, [(after.id, tag) for tag in gone])
    insert_rows(conn_of(store), "customer_tags", [(after.id, tag) for tag in new])


def _save_orders(store: Store, customer: str, before: tuple[Order, ...], after: tuple[Order, ...]) -> None:
    if before == after:
        return
    if after[: len(before)] == before:
        rows = after[len(before) :]
    else:
        conn_of(store).execute("DELETE FROM orders WHERE customer = ?", (customer,))
        rows = after
    told = [(customer, o.id, instant_text(o.placed), o.total, o.status, to_text(o.items)) for o in rows]
    insert_rows(conn_of(store), "orders", told)


def _save_happened(
    store: Store, customer: str, before: tuple[Occurrence, ...], after: tuple[Occurrence, ...]
) -> None:
    """The oldest go and new ones come at the end; anything else is written anew."""
    if before == after:
        return
    gone = next((n for n in range(len(before) + 1) if after[: len(before) - n] == before[n:]), len(before))
    conn_of(store).execute(
        "DELETE FROM happened WHERE rowid IN"
        " (SELECT rowid FROM happened WHERE customer = ? ORDER BY rowid LIMIT ?)",
        (customer, gone),
    )
    new = after[len(before) - gone :]
    rows = [(customer, one.name, instant_text(one.at), to_text(dict(one.data))) for one in new]
    insert_rows(conn_of(store), "happened", rows)


def _save_sessions(store: Store, pairs: Iterable[Pair]) -> None:
    gone: list[tuple[str]] = []
    fresh = []
    for before, after in pairs:
        old, new = before.sessions, after.sessions
        if old is not new:
            gone += [(key,) for key in old if key not in new]
            changed = [one for key, one in new.items() if old.get(key) is not one]
            fresh += [_session_row(after.customer.id, one) for one in changed]
    conn_of(store).executemany("DELETE FROM sessions WHERE id = ?", gone)
    insert_rows(conn_of(store), "sessions", fresh, _GONE_ON)


def _session_row(customer: str, session: Session) -> tuple[Any, ...]:
    place = (session.id, customer, session.flow, session.release, session.node, session.revision)
    return (*place, session.wait.kind if session.wait else "", to_text(session))


def _save_timers(store: Store, pairs: Iterable[Pair]) -> None:
    gone: list[tuple[str, str]] = []
    fresh: list[tuple[str, Timer]] = []
    for before, after in pairs:
        old, new, customer = before.timers, after.timers, after.customer.id
        if old is not new:
            gone += [(customer, key) for key in old if key not in new]
            fresh += [(customer, timer) for key, timer in new.items() if old.get(key) is not timer]
    drop_timers(store, gone)
    keep_timers(store, fresh)
