"""Where a rule's actual value comes from: read from a customer, and the SQL expression that says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from flowbook.customer import MEASURES, NAMES, WITHOUT_ORDERS, Order
from flowbook.rules.readings import READINGS, name_of, whole_days
from flowbook.rules.subject import Subject
from flowbook.workspace import Field

SESSION = ("session.", "event.", "answer.")
"""What begins so is remembered for one conversation only. The database never sees it: there it is missing."""

Getter = Callable[[Subject], Any]


@dataclass(frozen=True, slots=True)
class Source:
    """`shape` is a key of SHAPES or `orders`; `name` a field, figure, tag, event or product."""

    shape: str
    name: str = ""
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """`native` says what `get` and `sql` give: `json` (any stored value, in SQL as JSON text), `plain` (any
    value, in SQL a scalar), or a value that an operator takes as it is: `number`, `flag`."""

    native: str
    get: Callable[[Source], Getter]
    sql: str


def getter(source: Source, reads: str) -> Getter:
    """A function from the subject to the value as that reading has it, None where it is missing."""
    shape = shape_of(source)
    raw = shape.get(source)
    if shape.native == reads:
        return raw
    read = READINGS[reads].read
    return lambda subject: read(raw(subject), subject.zone)


def expression(source: Source, reads: str) -> str:
    """SQL with placeholders still named in braces: {name}, {path}, {cutoff}, {now}, {zone}, {timezone}."""
    shape = shape_of(source)
    column = "at" if source.shape == "event" else "placed"
    window = f" AND o.{column} >= {{cutoff}}" if source.within_days is not None else ""
    stored = shape.sql.replace("{window}", window)
    if shape.native == reads:
        return stored
    json = stored if shape.native == "json" else f"json_quote({stored})"
    return READINGS[reads].sql.replace("{json}", json)


def field_source(name: str) -> Source:
    """A field as a rule names it: declared, computed (`orders.sum`, `today`) or of the conversation."""
    if name.startswith(SESSION):
        return Source("session", name.removeprefix("session."))
    if name.startswith("orders.") and name.removeprefix("orders.") in FIGURES:
        return Source("orders", name.removeprefix("orders."))
    return Source(name) if name in ("today", "full_name") else Source("field", name)


def shape_of(source: Source) -> Shape:
    return FIGURES[source.name].shape if source.shape == "orders" else SHAPES[source.shape]


def cutoff(now: datetime, days: int) -> datetime:
    """The instant that many times 24 hours ago."""
    try:
        return now - timedelta(days=days)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _recent(source: Source) -> Callable[[Subject], tuple[Order, ...]]:
    days = source.within_days
    if days is None:
        return lambda subject: subject.customer.orders

    def recent(subject: Subject) -> tuple[Order, ...]:
        since = cutoff(subject.now, days)
        return tuple(order for order in subject.customer.orders if order.placed >= since)

    return recent


def _figure(source: Source) -> Getter:
    """One place says what figures are: flowbook/customer.py."""
    recent, key = _recent(source), f"orders.{source.name}"
    measure, without = MEASURES[key], WITHOUT_ORDERS.get(key)

    def get(subject: Subject) -> Any:
        orders = recent(subject)
        return measure(orders, subject.local_now) if orders else without

    return get


def _product(source: Source) -> Getter:
    recent, product = _recent(source), source.name
    return lambda subject: any(product in order.items for order in recent(subject))


def _event(source: Source) -> Getter:
    name, days = source.name, source.within_days

    def count(subject: Subject) -> int:
        since = None if days is None else cutoff(subject.now, days)
        happened = subject.customer.happened
        return sum(one.name == name and (since is None or one.at >= since) for one in happened)

    return count


def _silent_days(source: Source) -> Getter:
    def days(subject: Subject) -> int:
        customer = subject.customer
        return whole_days(customer.last_seen or customer.created, subject.now)

    return days


_MINE = "FROM orders AS o WHERE o.customer = customers.id{window}"
_LAST = f"{_MINE} ORDER BY o.placed DESC, o.rowid LIMIT 1"

_NAMED = ", ".join(f"(customers.fields -> '$.{name}')" for name in NAMES)

SHAPES: Mapping[str, Shape] = {
    "field": Shape(
        "json",
        lambda source: lambda subject: subject.customer.fields.get(source.name),
        "(customers.fields -> {path})",
    ),
    "session": Shape("json", lambda source: lambda subject: subject.session.get(source.name), "NULL"),
    "today": Shape(
        "plain",
        lambda source: lambda subject: subject.local_now.date().isoformat(),
        "rule_date({now}, {timezone}, {zone})",
    ),
    "full_name": Shape(
        "plain",
        lambda source: lambda subject: name_of(*map(subject.customer.fields.get, NAMES)),
        f"rule_name({_NAMED})",
    ),
    "tag": Shape(
        "flag",
        lambda source: lambda subject: source.name in subject.customer.tags,
        "EXISTS (SELECT 1 FROM customer_tags AS t WHERE t.customer = customers.id AND t.tag = {name})",
    ),
    "stage": Shape("plain", lambda source: lambda subject: subject.customer.stage, "customers.stage"),
    "language": Shape(
        "plain", lambda source: lambda subject: subject.customer.language, "customers.language"
    ),
    "product": Shape(
        "flag",
        _product,
        "EXISTS (SELECT 1 FROM orders AS o, json_each(o.items) AS i"
        " WHERE o.customer = customers.id{window} AND i.value = {name})",
    ),
    "event": Shape(
        "number",
        _event,
        "(SELECT count(*) FROM happened AS o WHERE o.customer = customers.id AND o.name = {name}{window})",
    ),
    "subscribed": Shape(
        "flag", lambda source: lambda subject: subject.customer.subscribed, "(customers.subscribed <> 0)"
    ),
    "silence": Shape(
        "number", _silent_days, "rule_days_between(coalesce(customers.last_seen, customers.created), {now})"
    ),
}
"""`orders` is not here: its figures are in FIGURES."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`kind` is the kind of field it is to a form, `label` what a rule's words call it."""

    kind: str
    label: str
    shape: Shape


FIGURES: Mapping[str, Figure] = {
    "count": Figure("number", "orders", Shape("number", _figure, f"(SELECT count(*) {_MINE})")),
    "sum": Figure(
        "number",
        "order total",
        Shape("number", _figure, f"(SELECT rule_total(json_group_array(o.total)) {_MINE})"),
    ),
    "average": Figure(
        "number",
        "average order",
        Shape("number", _figure, f"(SELECT rule_average(json_group_array(o.total)) {_MINE})"),
    ),
    "last_date": Figure(
        "date",
        "last order",
        Shape("plain", _figure, f"(SELECT rule_date(o.placed, {{timezone}}, {{zone}}) {_LAST})"),
    ),
    "days_since_last": Figure(
        "number",
        "days since the last order",
        Shape("number", _figure, f"(SELECT rule_days_between(o.placed, {{now}}) {_LAST})"),
    ),
    "last_id": Figure("text", "number of the last order", Shape("plain", _figure, f"(SELECT o.id {_LAST})")),
    "last_status": Figure(
        "text", "status of the last order", Shape("plain", _figure, f"(SELECT o.status {_LAST})")
    ),
}

COMPUTED: Mapping[str, Field] = MappingProxyType(
    {f"orders.{name}": Field(f"orders.{name}", figure.label, figure.kind) for name, figure in FIGURES.items()}
    | {"today": Field("today", "today", "date"), "full_name": Field("full_name", "full name", "text")}
)
"""Fields nobody declares or sets, for lists to choose from."""
