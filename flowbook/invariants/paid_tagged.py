"""Paid and tagged: whoever has paid for an order has a tag."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.events import NodeEntered, OrderChanged, OrderRegistered, Record
from flowbook.invariants.rule import Breach, Invariant, Passage, titled

PAID = "paid"
UNTAGGED = "{step} leaves an order paid and its customer without the tag “{tag}”."


def _check(passage: Passage, wanted: str) -> Iterator[Breach]:
    for number, turn in enumerate(passage.turns):
        if wanted in turn.customer.tags:
            continue
        last = ""
        for record in turn.records:
            if isinstance(record.event, NodeEntered):
                last = record.event.node
            found = passage.place(record.flow, last) if _is_paid(record) else None
            if found:
                values = {"step": titled(found[1]), "tag": wanted}
                yield Breach(number, f"{record.flow}.{last}", UNTAGGED, values)


def _is_paid(record: Record) -> bool:
    match record.event:
        case OrderRegistered(order):
            return order.status == PAID
        case OrderChanged(_, status):
            return status == PAID
    return False


INVARIANT = Invariant(
    name="paid_tagged",
    label="Every paid order tagged",
    help="As soon as a flow has an order paid, its customer has this tag.",
    shape={"type": "string", "minLength": 1, "maxLength": 40},
    usual="paid",
    check=_check,
    order=50,
)
