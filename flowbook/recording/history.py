"""What is kept of a real customer, read back: which conversations there were, and who they were before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer, Order, set_field
from flowbook.events import (
    Deferred,
    FieldSet,
    MessageReceived,
    OrderChanged,
    OrderRegistered,
    Record,
    SessionEnded,
    SessionFailed,
    SessionStarted,
    StageEntered,
    SubscriptionChanged,
    TagAdded,
    TagRemoved,
)

STATUSES = ("delivered", "shipped", "paid")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a customer's records, from `begin` to before `end`, in which everything that went on had
    also begun. `releases` are the numbers with which its flows were begun; `flow` began first."""

    flow: str
    begin: int
    end: int
    at: datetime
    releases: tuple[tuple[str, int], ...]
    over: bool = True


def passages(records: Sequence[Record]) -> tuple[Passage, ...]:
    """Oldest first. What had begun before the first record, and what went on beside it, is left out."""
    return tuple(_passages(records))


def stretched(found: Sequence[Passage], number: int) -> Iterator[Passage]:
    """A passage, and with it one, two or three of those before it, from which it may go on: an old button, a
    trigger that begins only once."""
    for first in range(number, max(number - 4, -1), -1):
        releases = dict(pair for one in found[first : number + 1] for pair in one.releases)
        begin, at = found[first].begin, found[first].at
        yield replace(found[number], begin=begin, at=at, releases=tuple(releases.items()))


def befores(customer: Customer, records: Sequence[Record], begin: int) -> Iterator[Customer]:
    """Who they may have been when the record of that number came, likeliest first: records do not keep which
    status an order had."""
    known = before(customer, records, begin)
    yield known
    changed = {one.event.order for one in records[begin:] if isinstance(one.event, OrderChanged)}
    for status in STATUSES:
        orders = [altered(one, status=status) if one.id in changed else one for one in known.orders]
        yield altered(known, orders=tuple(orders))


def before(customer: Customer, records: Sequence[Record], begin: int) -> Customer:
    """What has happened since is taken back."""
    earlier, since = records[:begin], records[begin:]
    found = altered(customer, segments=frozenset(), last_seen=_last_said(earlier))
    for record in reversed(since):
        found = _taken_back(found, record.event, earlier)
    start = since[0].at if since else customer.created
    return altered(found, happened=tuple(one for one in found.happened if one.at < start))


def _passages(records: Sequence[Record]) -> Iterator[Passage]:
    going: set[str] = set()
    known: set[str] = set()
    begin, free, started = -1, 0, []
    for index, record in enumerate(records):
        event = record.event
        if isinstance(event, SessionStarted):
            begin = _turn_of(records, index, free) if not going else begin
            started.append(record)
        if record.session and record.session not in known:
            # One without a beginning had begun before all that is kept: nothing can be said of what goes on
            # beside it.
            going.add(record.session)
            known.add(record.session)
        if isinstance(event, SessionEnded | SessionFailed):
            going.discard(record.session)
            free = index + 1
        if going or not started or not _is_last_of_turn(records, index):
            continue
        if begin >= 0:
            yield _passage(records, begin, index + 1, started)
        begin, free, started = -1, index + 1, []
    if started and begin >= 0:
        yield replace(_passage(records, begin, len(records), started), over=False)


def _passage(records: Sequence[Record], begin: int, end: int, started: Iterable[Record]) -> Passage:
    begun = [record.event for record in started if isinstance(record.event, SessionStarted)]
    releases = dict(reversed([(event.flow, event.release) for event in begun]))
    return Passage(begun[0].flow, begin, end, records[begin].at, tuple(releases.items()))


def _turn_of(records: Sequence[Record], index: int, free: int) -> int:
    """Where the turn begins in which something started: with the words that started it, or with the report
    that was held back."""
    at = records[index].at
    if records[index - 1].at != at:
        held = [n for n in range(free, index) if isinstance(records[n].event, Deferred)]
        at, index = (records[held[-1]].at, held[-1]) if held else (at, index)
    while index > free and records[index - 1].at == at:
        index -= 1
    return index


def _is_last_of_turn(records: Sequence[Record], index: int) -> bool:
    return index + 1 == len(records) or records[index + 1].at != records[index].at


def _last_said(records: Iterable[Record]) -> datetime | None:
    return max((one.at for one in records if isinstance(one.event, MessageReceived)), default=None)


def _taken_back(customer: Customer, event: Any, earlier: Sequence[Record]) -> Customer:
    match event:
        case FieldSet(name) if not name.startswith("session."):
            return set_field(customer, name, _last(earlier, FieldSet, name))
        case TagAdded(tag):
            return altered(customer, tags=customer.tags - {tag})
        case TagRemoved(tag):
            return altered(customer, tags=customer.tags | {tag})
        case StageEntered():
            stages = [one.event.stage for one in earlier if isinstance(one.event, StageEntered)]
            return altered(customer, stage=stages[-1] if stages else None)
        case SubscriptionChanged(subscribed):
            return altered(customer, subscribed=not subscribed)
        case OrderRegistered(order):
            return altered(customer, orders=tuple(one for one in customer.orders if one.id != order.id))
        case OrderChanged(order):
            return altered(customer, orders=tuple(_as_before(one, order, earlier) for one in customer.orders))
    return customer


def _last(records: Iterable[Record], kind: type[FieldSet], name: str) -> Any:
    values = [one.event.value for one in records if isinstance(one.event, kind) and one.event.name == name]
    return values[-1] if values else None


def _as_before(order: Order, changed: str, earlier: Iterable[Record]) -> Order:
    if order.id != changed:
        return order
    known = [
        one.event for one in earlier if isinstance(one.event, OrderChanged) and one.event.order == changed
    ]
    return altered(order, status=known[-1].status if known else "new")
