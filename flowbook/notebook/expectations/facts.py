"""Expectations of what is known of the customer: fields, tags, stage, orders, subscription."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flowbook.checks.configs import parts
from flowbook.customer import Order
from flowbook.filters import as_text
from flowbook.nodes import node_type
from flowbook.notebook.expectation import Expectation, quoted
from flowbook.notebook.kind import Name
from flowbook.notebook.shapes import (
    AMOUNT,
    ANY_TEXT,
    TEXT,
    WHOLE,
    YES_NO,
    as_list,
    either,
    fields,
    listed,
    named,
    one_or_more,
)
from flowbook.notebook.stage import Stage
from flowbook.rules.readings import as_number

NOTHING_YET = "nothing"


def same(stage: Stage, actual: Any, wanted: Any) -> bool:
    """A value as a field holds it, and as a notebook writes it; written as nothing, there is none."""
    if isinstance(wanted, list):
        items = actual if isinstance(actual, list | tuple) else [actual]
        return len(items) == len(wanted) and all(map(lambda a, w: same(stage, a, w), items, wanted))
    text = stage.fill(wanted)
    if not text:
        return actual in (None, "")
    number = as_number(text)
    if number is not None and as_number(actual) == number:
        return True
    return bool(text == as_text(actual, "en"))


def _field_holds(stage: Stage, wanted: Mapping[str, Any]) -> bool:
    return all(same(stage, stage.situation.value(name), value) for name, value in wanted.items())


def _field_words(stage: Stage, wanted: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} to be {_shown(stage, value)}" for name, value in wanted.items())


def _shown(stage: Stage, wanted: Any) -> str:
    return quoted(stage.fill(one) for one in as_list(wanted)) if wanted not in ("", []) else NOTHING_YET


def _field_instead(stage: Stage, wanted: Mapping[str, Any]) -> str:
    wrong = [name for name, value in wanted.items() if not same(stage, stage.situation.value(name), value)]
    told = {name: as_text(stage.situation.value(name), "en") for name in wrong or wanted}
    return ", ".join(f"{name} is {f'“{value}”' if value else NOTHING_YET}" for name, value in told.items())


def _field_towards(stage: Stage, wanted: Mapping[str, Any]) -> Iterable[str]:
    for release in stage.ground.setting.library.live.values():
        for node in release.flow.nodes:
            if node_type(node.type).writes(node.config) & wanted.keys():
                yield f"{release.flow.id}.{node.id}"


def _naming(stage: Stage, widget: str, wanted: Any) -> Iterable[str]:
    """The steps in whose configs the tag or stage is named."""
    for release in stage.ground.setting.library.live.values():
        for node in release.flow.nodes:
            values = [one for part in parts(node) if part.widget == widget for one in as_list(part.value)]
            if set(values) & set(as_list(wanted)):
                yield f"{release.flow.id}.{node.id}"


def _tag_holds(stage: Stage, wanted: Any) -> bool:
    return stage.customer.tags >= set(as_list(wanted))


def _tag_instead(stage: Stage, wanted: Any) -> str:
    return f"there is {quoted(sorted(stage.customer.tags))}" if stage.customer.tags else "there is none"


def _order_holds(stage: Stage, wanted: Mapping[str, Any]) -> bool:
    orders = stage.customer.orders
    if "count" in wanted and len(orders) != wanted["count"]:
        return False
    rest = {name: value for name, value in wanted.items() if name != "count"}
    return not rest or (bool(orders) and all(_order_has(orders[-1], *one) for one in rest.items()))


def _order_has(order: Order, name: str, wanted: Any) -> bool:
    if name == "items":
        return list(order.items) == as_list(wanted)
    return bool(getattr(order, name) == wanted)


def _order_words(stage: Stage, wanted: Mapping[str, Any]) -> str:
    told = [f"{name} {as_text(value, 'en')}" for name, value in wanted.items() if name != "count"]
    count = [f"{wanted['count']} orders"] if "count" in wanted else []
    return ", ".join([*count, *([f"the last order to have {', '.join(told)}"] if told else [])])


def _order_instead(stage: Stage, wanted: Mapping[str, Any]) -> str:
    orders = stage.customer.orders
    if not orders:
        return "there is no order"
    last = orders[-1]
    items = ", ".join(last.items) or "nothing"
    return f"there are {len(orders)}; the last is {last.id}: {items}, total {last.total:g}, {last.status}"


EXPECTATIONS = (
    Expectation(
        name="field",
        help="What fields hold, by their names; nothing behind the colon: the field is empty. A session's "
        "own are `session.NAME`, figures of orders `orders.count` and so on.",
        shape=named(either(ANY_TEXT, listed(TEXT))),
        holds=_field_holds,
        words=_field_words,
        instead=_field_instead,
        towards=_field_towards,
        names=lambda wanted: (Name("field", name) for name in wanted),
    ),
    Expectation(
        name="tag",
        help="A tag the customer has, or several.",
        shape=one_or_more(TEXT),
        holds=_tag_holds,
        words=lambda stage, wanted: f"the tag {quoted(as_list(wanted))}",
        instead=_tag_instead,
        towards=lambda stage, wanted: _naming(stage, "tag", wanted),
        names=lambda wanted: (Name("tag", name) for name in as_list(wanted)),
    ),
    Expectation(
        name="stage",
        help="The customer's stage; nothing behind the colon: none.",
        shape=ANY_TEXT,
        holds=lambda stage, wanted: (stage.customer.stage or "") == wanted,
        words=lambda stage, wanted: f"the stage {f'“{wanted}”' if wanted else 'to be none'}",
        instead=lambda stage, wanted: (
            f"it is {f'“{stage.customer.stage}”' if stage.customer.stage else 'none'}"
        ),
        towards=lambda stage, wanted: _naming(stage, "stage", wanted),
        names=lambda wanted: (Name("stage", wanted),) if wanted else (),
    ),
    Expectation(
        name="order",
        help="How many orders there are (`count`), and what the last one has: `status`, `total`, `items`, "
        "`id`.",
        shape=fields(count=WHOLE, status=TEXT, total=AMOUNT, items=one_or_more(TEXT), id=TEXT),
        holds=_order_holds,
        words=_order_words,
        instead=_order_instead,
    ),
    Expectation(
        name="subscribed",
        help="Whether the customer still gets messages of the bot's own accord.",
        shape=YES_NO,
        holds=lambda stage, wanted: stage.customer.subscribed == wanted,
        words=lambda stage, wanted: f"the customer to be {'' if wanted else 'no longer '}subscribed",
        instead=lambda stage, wanted: f"they are {'' if stage.customer.subscribed else 'not '}subscribed",
    ),
)
