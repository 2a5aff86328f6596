"""Customers as notebooks write them: who is meant, and what is set of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence, Order, set_field
from flowbook.notebook.kind import Name
from flowbook.notebook.moments import read_moment
from flowbook.notebook.shapes import PERSON, TEXT, as_list, either, fields, one_or_more
from flowbook.rules import evaluate, subject_for
from flowbook.rules.readings import as_number, as_yes_no
from flowbook.stimuli import Changed
from flowbook.workspace import Workspace, declared

EVERYBODY, SEGMENT, FILE = "everybody", "segment:", "file:"
SHAPE = one_or_more(either(TEXT, fields("id", id=TEXT, created=TEXT, last_seen=TEXT, **PERSON)))
"""What `customers` in a notebook's head may be."""


def newcomer(now: datetime) -> Customer:
    """Whom a notebook talks as that names nobody."""
    return Customer("sam", now, {"first_name": "Sam"}, invented=True)


def built(data: Mapping[str, Any], workspace: Workspace, now: datetime, zone: ZoneInfo) -> Customer:
    """A customer written out in a notebook. Raises UnreadableTime, UnknownZone."""
    seen = data.get("last_seen")
    made = read_moment(data["created"], zone) if "created" in data else now
    plain = Customer(data["id"], made, last_seen=read_moment(seen, zone) if seen else None, invented=True)
    return with_changes(plain, data, workspace, now, zone)


def with_changes(
    customer: Customer, data: Mapping[str, Any], workspace: Workspace, now: datetime, zone: ZoneInfo
) -> Customer:
    """`data` has the keys of PERSON; tags are added, and taken away where a minus stands before them."""
    for name, written in data.get("set", {}).items():
        customer = set_field(customer, name, field_value(workspace, name, written))
    tags = as_list(data.get("tags", []))
    gone = frozenset(tag[1:] for tag in tags if tag.startswith("-"))
    added = frozenset(tag for tag in tags if not tag.startswith("-"))
    count = len(customer.orders)
    orders = [
        _order(one, f"{customer.id}-{count + number}", now, zone)
        for number, one in enumerate(data.get("orders", ()), start=1)
    ]
    return altered(
        customer,
        tags=(customer.tags | added) - gone,
        stage=data.get("stage", customer.stage) or None,
        orders=(*customer.orders, *orders),
        happened=(*customer.happened, *(_occurrence(one, now, zone) for one in data.get("happened", ()))),
        subscribed=data.get("subscribed", customer.subscribed),
    )


def changes_between(before: Customer, after: Customer) -> Iterator[Changed]:
    """What triggers that wait for changes are told when somebody in the shop has changed a customer."""
    for name in sorted(before.fields.keys() | after.fields.keys()):
        if before.fields.get(name) != after.fields.get(name):
            yield Changed("field", name, after.fields.get(name))
    yield from (Changed("tag_added", tag) for tag in sorted(after.tags - before.tags))
    yield from (Changed("tag_removed", tag) for tag in sorted(before.tags - after.tags))
    if after.stage != before.stage:
        yield Changed("stage", after.stage or "")


def field_value(workspace: Workspace, name: str, written: Any) -> Any:
    """By the field's declared kind; None, which removes it, for nothing at all."""
    if not isinstance(written, str):
        return written
    known = declared(workspace).get(name)
    kind = known.kind if known else "text"
    if kind == "number" and (number := as_number(written)) is not None:
        return int(number) if number.is_integer() else number
    if kind == "yes_no" and (answer := as_yes_no(written)) is not None:
        return answer
    return written or None


def names_in(data: Mapping[str, Any]) -> Iterator[Name]:
    """What the keys of PERSON refer to."""
    yield from (Name("field", name) for name in data.get("set", {}))
    yield from (Name("tag", tag.removeprefix("-")) for tag in as_list(data.get("tags", [])))
    yield from (Name("stage", stage) for stage in as_list(data.get("stage", [])) if stage)


def members(
    segment: str, pool: Mapping[str, Customer], workspace: Workspace, now: datetime
) -> list[Customer]:
    rule, segments = {"segment": segment, "op": "in"}, workspace.segments
    subjects = ((one, subject_for(one, now, workspace.timezone)) for one in pool.values())
    return [one for one, subject in subjects if evaluate(rule, altered(subject, segments=segments))]


def _order(data: Mapping[str, Any], number: str, now: datetime, zone: ZoneInfo) -> Order:
    placed = read_moment(data["placed"], zone) if "placed" in data else now
    items = tuple(as_list(data.get("items", [])))
    return Order(data.get("id", number), placed, data.get("total", 0), data.get("status", "new"), items)


def _occurrence(data: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> Occurrence:
    at = read_moment(data["at"], zone) if "at" in data else now
    return Occurrence(data["name"], at, data.get("data", {}))
