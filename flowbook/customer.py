"""A customer: profile fields, tags, stage, orders, events, and what the bot remembers of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from math import fsum
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from flowbook.copies import altered

NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Order(Struct, frozen=True, omit_defaults=True):
    """`total` in the workspace's currency; `placed` an aware UTC datetime; `items` are product ids."""

    id: str
    placed: datetime
    total: float
    status: str = "new"
    items: tuple[str, ...] = ()


class Occurrence(Struct, frozen=True):
    """Something that happened to a customer, as reported from outside: `cart_abandoned` at an instant."""

    name: str
    at: datetime
    data: Mapping[str, Any] = NOTHING


class Customer(Struct, frozen=True):
    """`fields` holds everything a flow can read by name, the profile included: `first_name`, `language`
    (BCP 47), `timezone` (IANA), `birthday` (ISO date) and whatever the workspace declares.
    `segments` are the memberships last seen, which is how entering and leaving is noticed.
    `created` and `last_seen` are aware UTC datetimes; `last_seen` is the last time they wrote or tapped."""

    id: str
    created: datetime
    fields: Mapping[str, Any] = NOTHING
    tags: frozenset[str] = frozenset()
    stage: str | None = None
    orders: tuple[Order, ...] = ()
    happened: tuple[Occurrence, ...] = ()
    subscribed: bool = True
    last_seen: datetime | None = None
    segments: frozenset[str] = frozenset()
    invented: bool = False

    @property
    def name(self) -> str:
        """The full name, else the id."""
        return full_name(*map(self.fields.get, NAMES)) or self.id

    @property
    def language(self) -> str:
        return str(self.fields.get("language") or "")

    @property
    def timezone(self) -> str:
        return str(self.fields.get("timezone") or "")


NAMES = ("full_name", "first_name", "last_name")
"""The fields that a full name is put together from."""


def full_name(own: Any, first: Any, last: Any) -> str | None:
    """First and last name as far as known, a space between; a field `full_name` that somebody has filled goes
    before. None where no name is known."""
    named = [part.strip() if isinstance(part, str) else "" for part in (own, first, last)]
    return named[0] or " ".join(filter(None, named[1:])) or None


def set_field(customer: Customer, name: str, value: Any) -> Customer:
    """None removes the field."""
    fields = dict(customer.fields)
    if value is None:
        fields.pop(name, None)
    else:
        fields[name] = value
    return altered(customer, fields=fields)


MEASURES: Mapping[str, Callable[[Sequence[Order], datetime], Any]] = MappingProxyType(
    {
        "orders.count": lambda orders, now: len(orders),
        "orders.sum": lambda orders, now: round(sum(order.total for order in orders), 2),
        "orders.average": lambda orders, now: round(fsum(order.total for order in orders) / len(orders), 2),
        "orders.last_date": lambda orders, now: (
            _last(orders).placed.astimezone(now.tzinfo).date().isoformat()
        ),
        "orders.days_since_last": lambda orders, now: (now - _last(orders).placed).days,
        "orders.last_id": lambda orders, now: _last(orders).id,
        "orders.last_status": lambda orders, now: _last(orders).status,
    }
)
"""Computed from at least one order. Dates are told in the zone of `now`."""
WITHOUT_ORDERS: Mapping[str, Any] = MappingProxyType({"orders.count": 0, "orders.sum": 0})


def figures(customer: Customer, now: datetime) -> dict[str, Any]:
    """The computed fields that texts and rules may read, by the names in MEASURES."""
    if not customer.orders:
        return dict(WITHOUT_ORDERS)
    return {name: measure(customer.orders, now) for name, measure in MEASURES.items()}


def _last(orders: Sequence[Order]) -> Order:
    return max(orders, key=lambda order: order.placed)


def customer_to_json(customer: Customer) -> dict[str, Any]:
    """Sorted and sparse, so that two equal customers give equal text."""
    data: dict[str, Any] = {"id": customer.id, "created": customer.created.isoformat()}
    data["fields"] = dict(sorted(customer.fields.items()))
    if customer.tags:
        data["tags"] = sorted(customer.tags)
    if customer.stage:
        data["stage"] = customer.stage
    if customer.orders:
        data["orders"] = [_order_to_json(order) for order in customer.orders]
    if customer.happened:
        data["happened"] = [
            {"name": o.name, "at": o.at.isoformat(), "data": dict(o.data)} for o in customer.happened
        ]
    if not customer.subscribed:
        data["subscribed"] = False
    if customer.last_seen:
        data["last_seen"] = customer.last_seen.isoformat()
    if customer.segments:
        data["segments"] = sorted(customer.segments)
    if customer.invented:
        data["invented"] = True
    return data


def customer_from_json(data: Mapping[str, Any]) -> Customer:
    seen = data.get("last_seen")
    return Customer(
        id=str(data["id"]),
        created=instant(data["created"]),
        fields=dict(data.get("fields", {})),
        tags=frozenset(data.get("tags", ())),
        stage=data.get("stage"),
        orders=tuple(_order_from_json(order) for order in data.get("orders", ())),
        happened=tuple(
            Occurrence(o["name"], instant(o["at"]), o.get("data", {})) for o in data.get("happened", ())
        ),
        subscribed=bool(data.get("subscribed", True)),
        last_seen=instant(seen) if seen else None,
        segments=frozenset(data.get("segments", ())),
        invented=bool(data.get("invented", False)),
    )


def instant(text: str) -> datetime:
    """An ISO text as an aware UTC datetime; a text without an offset is taken as UTC."""
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def _order_to_json(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "placed": order.placed.isoformat(),
        "total": order.total,
        "status": order.status,
        "items": list(order.items),
    }


def _order_from_json(data: Mapping[str, Any]) -> Order:
    placed = instant(data["placed"])
    return Order(
        str(data["id"]), placed, data["total"], data.get("status", "new"), tuple(data.get("items", ()))
    )
