"""Events made into facts: a customer, and a session's variables, as they are after an event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence, set_field
from flowbook.events import (
    Event,
    FieldSet,
    OrderChanged,
    OrderRegistered,
    StageEntered,
    SubscriptionChanged,
    TagAdded,
    TagRemoved,
)
from flowbook.stimuli import Changed

HISTORY = 200
"""How many reported events a customer keeps: the oldest go first, so that a record cannot grow without
end."""


def apply(customer: Customer, event: Event) -> Customer:
    """The customer after the event; the same object when the event says nothing about the customer."""
    change = CHANGES.get(type(event))
    return change(customer, event) if change else customer


def change_of(before: Customer, event: Event) -> Changed | None:
    """What triggers are told about the event; None when nothing became different by it."""
    match event:
        case FieldSet(name, value) if not name.startswith("session.") and before.fields.get(name) != value:
            return Changed("field", name, value)
        case TagAdded(tag) if tag not in before.tags:
            return Changed("tag_added", tag)
        case TagRemoved(tag) if tag in before.tags:
            return Changed("tag_removed", tag)
        case StageEntered(stage) if stage != before.stage:
            return Changed("stage", stage)
    return None


def note(customer: Customer, name: str, at: datetime, data: Any) -> Customer:
    """The customer with one more thing that happened to them."""
    kept = customer.happened[-(HISTORY - 1) :]
    return altered(customer, happened=(*kept, Occurrence(name, at, dict(data))))


def _field(customer: Customer, event: FieldSet) -> Customer:
    return customer if event.name.startswith("session.") else set_field(customer, event.name, event.value)


def _order_status(customer: Customer, event: OrderChanged) -> Customer:
    orders = tuple(altered(o, status=event.status) if o.id == event.order else o for o in customer.orders)
    return altered(customer, orders=orders)


CHANGES: dict[type, Callable[[Customer, Any], Customer]] = {
    FieldSet: _field,
    TagAdded: lambda customer, event: altered(customer, tags=customer.tags | {event.tag}),
    TagRemoved: lambda customer, event: altered(customer, tags=customer.tags - {event.tag}),
    StageEntered: lambda customer, event: altered(customer, stage=event.stage or None),
    OrderRegistered: lambda customer, event: altered(customer, orders=(*customer.orders, event.order)),
    OrderChanged: _order_status,
    SubscriptionChanged: lambda customer, event: altered(customer, subscribed=event.subscribed),
}
"""What events of each kind make of a customer; the others leave them as they are."""
