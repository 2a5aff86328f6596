"""Smaller conversations: what can be left out of one, deeds and facts, while it takes the exits it is kept
for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeVar

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence, Order, set_field
from flowbook.explore.conversation import Conversation, Script
from flowbook.explore.land import Land
from flowbook.explore.stage import play
from flowbook.setting import Library

T = TypeVar("T")


def shrink(script: Script, best: T, attempt: Callable[[Script], T | None], more: Callable[[], bool]) -> T:
    """Each single thing is tried once without, the last deeds first. `attempt` plays a script and gives what
    came of it, None where it does not do any more what it is kept for."""
    for smaller in _smaller(script):
        if not more():
            break
        tried = attempt(smaller(script))
        if tried is not None:
            script, best = smaller(script), tried
    return best


Change = Callable[[Script], Script]


def _smaller(script: Script) -> Iterator[Change]:
    """Later deeds are tried before, so that the places of earlier ones have not moved."""
    for place in reversed(range(len(script.deeds))):
        yield partial(_without_deed, place)
    for less in _plainer(script.customer):
        yield partial(_of_somebody, less)


def _plainer(customer: Customer) -> Iterator[Callable[[Customer], Customer]]:
    for name in customer.fields:
        yield partial(_without_field, name)
    for tag in sorted(customer.tags):
        yield partial(_without_tag, tag)
    for order in customer.orders:
        yield partial(_without_order, order)
    for event in customer.happened:
        yield partial(_without_event, event)
    if customer.stage:
        yield _without_stage


def _without_deed(place: int, script: Script) -> Script:
    return replace(script, deeds=(*script.deeds[:place], *script.deeds[place + 1 :]))


def _of_somebody(less: Callable[[Customer], Customer], script: Script) -> Script:
    return replace(script, customer=less(script.customer))


def _without_field(name: str, customer: Customer) -> Customer:
    return set_field(customer, name, None)


def _without_tag(tag: str, customer: Customer) -> Customer:
    return altered(customer, tags=customer.tags - {tag})


def _without_order(order: Order, customer: Customer) -> Customer:
    return altered(customer, orders=tuple(one for one in customer.orders if one != order))


def _without_event(event: Occurrence, customer: Customer) -> Customer:
    return altered(customer, happened=tuple(one for one in customer.happened if one != event))


def _without_stage(customer: Customer) -> Customer:
    return altered(customer, stage=None)


def shrink_all(
    land: Land, conversations: list[Conversation], live: Library, more: Callable[[], bool]
) -> list[Conversation]:
    """Each for the exits that no earlier one takes."""
    taken: set[tuple[str, str]] = set()
    small = []
    for one in conversations:
        own = frozenset(set(one.exits) - taken)
        found = shrink(one.script, one, partial(_taking, land, live, own), more)
        taken |= set(found.exits)
        small.append(found)
    return small


def _taking(
    land: Land, live: Library, exits: frozenset[tuple[str, str]], script: Script
) -> Conversation | None:
    played = play(land, script, live)
    return played if played and exits <= set(played.exits) else None
