"""States of customers out of their tables: many at once, each with its revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from flowbook.customer import Customer, Occurrence, Order, instant
from flowbook.session import CustomerState, Session, Timer, session_from_json
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, from_text, to_text

OWN = (
    "id, revision, created, fields, stage, subscribed, last_seen, invented,"
    " count, channel, parked, memory, held, segments"
)
PARTS = {
    "tags": "SELECT customer, tag FROM customer_tags",
    "orders": "SELECT customer, id, placed, total, status, items FROM orders",
    "happened": "SELECT customer, name, at, data FROM happened",
    "sessions": "SELECT customer, body FROM sessions",
    "timers": "SELECT customer, id, due, session, revision, flow, node, name FROM timers",
}
ORDERED = frozenset(PARTS) - {"tags"}
"""The order of a customer's rows is the order in which they came."""
Rows = list[tuple[Any, ...]]


@operation
def load_states(store: Store, customers: Collection[str]) -> dict[str, tuple[int, CustomerState]]:
    """Revision and state by id; those there are not are left out."""
    if not customers:
        return {}
    wanted = to_text(list(customers))
    found = _rows(store, f"SELECT {OWN} FROM customers WHERE id", wanted)  # noqa: S608
    parts = {
        name: _by_customer(_rows(store, f"{query} WHERE customer", wanted, name in ORDERED))
        for name, query in PARTS.items()
    }
    return {
        row[0]: (row[1], _state(row, {name: part[row[0]] for name, part in parts.items()})) for row in found
    }


@operation
def revisions_of(store: Store, customers: Collection[str]) -> dict[str, int]:
    """A customer's revision rises whenever anything changes that `load_states` reads."""
    rows = _rows(store, "SELECT id, revision FROM customers WHERE id", to_text(list(customers)))
    return dict(rows)


def _rows(store: Store, query: str, wanted: str, is_ordered: bool = False) -> Rows:
    order = " ORDER BY rowid" if is_ordered else ""
    statement = f"{query} IN (SELECT value FROM json_each(?)){order}"  # noqa: S608
    return conn_of(store).execute(statement, (wanted,)).fetchall()


def _by_customer(rows: Rows) -> defaultdict[str, Rows]:
    found: defaultdict[str, Rows] = defaultdict(list)
    for customer, *rest in rows:
        found[customer].append(tuple(rest))
    return found


def _state(row: tuple[Any, ...], parts: dict[str, Rows]) -> CustomerState:
    sessions = _sessions(parts["sessions"])
    return CustomerState(
        customer=_customer(row, parts),
        sessions={session.id: session for session in sessions},
        timers={key: Timer(key, from_micros(due), *rest) for key, due, *rest in parts["timers"]},
        count=row[8],
        channel=row[9],
        parked=tuple(from_text(row[10])),
        memory=from_text(row[11]),
        held=from_text(row[12]),
    )


def _sessions(rows: Rows) -> Iterable[Session]:
    return [session_from_json(from_text(body)) for (body,) in rows]


def _customer(row: tuple[Any, ...], parts: dict[str, Rows]) -> Customer:
    return Customer(
        id=row[0],
        created=instant(row[2]),
        fields=from_text(row[3]),
        tags=frozenset(tag for (tag,) in parts["tags"]),
        stage=row[4],
        orders=tuple(_order(*one) for one in parts["orders"]),
        happened=tuple(_occurrence(*one) for one in parts["happened"]),
        subscribed=bool(row[5]),
        last_seen=instant(row[6]) if row[6] else None,
        segments=frozenset(from_text(row[13])),
        invented=bool(row[7]),
    )


def _order(key: str, placed: str, total: float, status: str, items: str) -> Order:
    return Order(key, instant(placed), total, status, tuple(from_text(items)))


def _occurrence(name: str, at: str, data: str) -> Occurrence:
    return Occurrence(name, instant(at), from_text(data))
