"""Times, people, texts and mocks spelled as a notebook writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.customer import Customer, Order
from flowbook.filters import as_text
from flowbook.mocks import Mock, Reply
from flowbook.notebook.moments import later, read_moment, read_span

Data = dict[str, Any]
LONG = timedelta(days=2)
"""A wait from this length on names the moment it ends."""
_DAY = timedelta(days=1)
_UNITS = (("hour", 3600), ("minute", 60), ("second", 1))


def escaped(text: str) -> str:
    """A text with braces, so that a cell fills nothing in."""
    return text.replace("{", "{{").replace("}", "}}")


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """As clocks in the zone show it; with an offset where that would mean another instant."""
    text = f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
    return text if read_moment(text, zone) == moment else moment.isoformat()


def start_text(moment: datetime, zone: ZoneInfo) -> str:
    text = moment_text(moment, zone)
    return text if "T" in text else f"{text} {zone.key}"


def wait_text(now: datetime, until: datetime, own: ZoneInfo, notebook: ZoneInfo) -> str:
    """`own` is the customer's zone, in which days are counted; `notebook` that of its moments."""
    if until - now >= LONG:
        return f"until {moment_text(until, notebook)}"
    for text in _spans(now, until, own):
        if later(now, read_span(text), own) == until:
            return text
    return f"until {until.isoformat()}"


def person_data(customer: Customer, zone: ZoneInfo) -> Data:
    """What of a customer a notebook can give; what happened to them and what they belong to it cannot."""
    data: Data = {"id": customer.id, "created": moment_text(customer.created, zone)}
    if customer.last_seen:
        data["last_seen"] = moment_text(customer.last_seen, zone)
    filled = ((name, value) for name, value in customer.fields.items() if value not in (None, "", [], ()))
    optional: Data = {
        "set": {name: field_text(value) for name, value in filled},
        "tags": sorted(customer.tags),
        "stage": customer.stage,
        "orders": [order_data(order, zone) for order in customer.orders],
    }
    data |= {name: value for name, value in optional.items() if value}
    return data if customer.subscribed else {**data, "subscribed": False}


def order_data(order: Order, zone: ZoneInfo) -> Data:
    data: Data = {"id": order.id, "placed": moment_text(order.placed, zone), "total": order.total}
    data |= {"status": order.status} if order.status else {}
    return data | ({"items": list(order.items)} if order.items else {})


def mock_data(mock: Mock, node: str) -> Data:
    """`node` as a cell names the step; empty for a mock of an address."""
    data: Data = {"node": node} if node else {}
    data |= {key: value for key, value in (("url", mock.url), ("method", mock.method)) if value}
    data |= {"when": dict(mock.when)} if mock.when else {}
    data |= {"times": mock.times} if mock.times else {}
    return data | {"replies": [_reply(reply) for reply in mock.replies or (Reply(),)]}


def _reply(reply: Reply) -> str | Data:
    if reply.failure:
        return reply.failure
    data: Data = {} if reply.status == 200 and reply.body is not None else {"status": reply.status}
    return data if reply.body is None else {**data, "body": reply.body}


def field_text(value: Any) -> Any:
    """Typed by the field's kind when it is read; nothing at all takes the field away."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return [str(one) for one in value]
        case int() | float() | str():
            return str(value)
    return as_text(value, "en")


def _spans(now: datetime, until: datetime, zone: ZoneInfo) -> Iterator[str]:
    """What might be the length of time, days first; the last is always right for whole seconds."""
    apart = (until.astimezone(zone).date() - now.astimezone(zone).date()).days
    for days in (apart, apart - 1, 0):
        begun = later(now, read_span(f"{days} days"), zone) if days > 0 else now
        if days >= 0 and begun <= until and (begun < until or days > 0):
            yield _told(days, until - begun)


def _told(days: int, rest: timedelta) -> str:
    counts: Mapping[str, int] = {"day": days} if days else {}
    left = int(rest.total_seconds())
    for unit, seconds in _UNITS:
        counts, left = {**counts, unit: left // seconds}, left % seconds
    return " ".join(f"{count} {unit}{'s' * (count != 1)}" for unit, count in counts.items() if count)
