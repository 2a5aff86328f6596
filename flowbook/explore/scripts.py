"""Deeds of a found conversation as cells of a notebook, and its customer as a notebook writes one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.customer import Customer, Order
from flowbook.explore.conversation import Deed, Script
from flowbook.explore.turns import bare, written_moment
from flowbook.filters import as_text
from flowbook.mocks import Mock, Reply
from flowbook.notebook.kinds.operator import HANDS_BACK
from flowbook.notebook.kinds.wait import NEXT

Data = dict[str, Any]


def cell_of(deed: Deed) -> Data:
    """Its kind and value; without an id."""
    name, value = deed
    match name:
        case "say" | "tap":
            return {name: bare(value)}
        case "wait":
            return {"wait": NEXT if value == "next" else value}
        case "share":
            return {"say": {"contact": value}}
        case "place":
            return {"say": {"location": f"{value[0]}, {value[1]}"}}
        case "event":
            return {"event": {"name": value[0], "data": value[1]} if value[1] else value[0]}
        case "hand_back":
            return {"operator": {"does": HANDS_BACK}}
        case "undelivered":
            return {"event": {"undelivered": value}}
        case "order" | "stage" | "change":
            return {"customer": _change(name, value)}
    return {"say": {name: value}}


def _change(name: str, value: Any) -> Data:
    """What somebody in the shop does."""
    if name == "stage":
        return {"stage": value}
    if name == "order":
        number, total, status, items = value
        return {"orders": [_listed({"id": number, "total": total, "status": status}, items)]}
    what, changed, to = value
    match what:
        case "tag_added":
            return {"tags": changed}
        case "tag_removed":
            return {"tags": f"-{changed}"}
        case "stage":
            return {"stage": changed}
    return {"set": {changed: _value(to)}}


def settings(script: Script) -> Iterator[Data]:
    """The cells before the first deed: what other systems answer, and which arms are drawn."""
    for name, arm in script.arms.items():
        yield {"choose": {"split": name, "arm": arm}}
    for mock in reversed(script.mocks):
        yield {"mock": _mock(mock)}


def _mock(mock: Mock) -> Data:
    named = {"node": mock.node} if mock.node else {"url": mock.url}
    return {**named, "replies": [_reply(one) for one in mock.replies]} if mock.replies else named


def _reply(reply: Reply) -> Any:
    if reply.failure:
        return reply.failure
    return {"status": reply.status, **({"body": reply.body} if reply.body is not None else {})}


def customer_of(customer: Customer, zone: ZoneInfo, name: str) -> Data:
    """As the head of a notebook lists it, under another id."""
    data: Data = {"id": name, "created": written_moment(customer.created, zone)}
    if customer.last_seen:
        data["last_seen"] = written_moment(customer.last_seen, zone)
    if customer.fields:
        data["set"] = {key: _value(value) for key, value in sorted(customer.fields.items())}
    if customer.tags:
        data["tags"] = sorted(customer.tags)
    if customer.stage:
        data["stage"] = customer.stage
    if customer.orders:
        data["orders"] = [_order(one, zone) for one in customer.orders]
    if customer.happened:
        data["happened"] = [
            {
                "name": one.name,
                "at": written_moment(one.at, zone),
                **({"data": dict(one.data)} if one.data else {}),
            }
            for one in customer.happened
        ]
    return data if customer.subscribed else {**data, "subscribed": False}


def _order(order: Order, zone: ZoneInfo) -> Data:
    placed = written_moment(order.placed, zone)
    return _listed(
        {"id": order.id, "placed": placed, "total": order.total, "status": order.status}, order.items
    )


def _listed(order: Data, items: Any) -> Data:
    return {**order, "items": list(items)} if items else order


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return "" if value is None else as_text(value, "en") if isinstance(value, int | float) else str(value)
