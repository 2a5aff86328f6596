"""What a way on makes of an abstract customer: what has to be so, what happens, what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowbook.copies import altered
from flowbook.customer import NAMES, NOTHING
from flowbook.events import FieldSet, StageEntered, SubscriptionChanged, TagAdded, TagRemoved
from flowbook.explore.facts import OPEN, ORDERS, TIMED, Cell, Facts, Known, Place, Symbol, place_of
from flowbook.explore.granting import comparisons, grant
from flowbook.rules.sources import FIGURES, field_source
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said
from flowbook.ways import ANYTHING, Bought, Effect, Elsewhere, Happened, OrderMoved, Plus, Press, Same, Way
from flowbook.workspace import Rule

NUMERIC = 1e300
FURTHEST = 12
FULL_NAME: Place = ("full_name", "")
SILENCE: Place = ("silence", "")
SPOKEN = (Said, Press, ContactShared, LocationShared, FileSent)
"""Acts of the customer, which end a silence."""


def take(facts: Facts, way: Way, step: int, segments: Mapping[str, Rule] = NOTHING) -> list[Facts]:
    """Every kind of customer that can go this way, as they are afterwards; none proves that nobody can.
    `step` is the way's number in the path, from 1."""
    return [
        done
        for ready in _arriving(facts, way, segments)
        for changed in _changed(ready if way.at_once else ready.next_turn(), way, step, segments)
        for done in grant(changed, way.after, segments)
    ]


def field_place(name: str) -> Place:
    return place_of(field_source(name))


def written_places(way: Way) -> Iterator[Place]:
    """Everything that is certainly another thing afterwards."""
    yield from (field_place(name) for name in way.fields if not name.endswith(OPEN))
    for effect in way.effects:
        match effect:
            case FieldSet(name, value) if not isinstance(value, Plus | Same):
                yield field_place(name)
            case TagAdded(tag) | TagRemoved(tag):
                yield ("tag", tag)
            case StageEntered():
                yield ("stage", "")
            case SubscriptionChanged():
                yield ("subscribed", "")


def _arriving(facts: Facts, way: Way, segments: Mapping[str, Rule]) -> list[Facts]:
    here: Facts | None = facts
    for clock in way.clock:
        here = here.at(clock.what, clock.name, clock.truth) if here else None
    return grant(here, way.when, segments) if here else []


def _changed(facts: Facts, way: Way, step: int, segments: Mapping[str, Rule]) -> list[Facts]:
    spoken = any(isinstance(act, SPOKEN) for act in way.acts)
    found = [facts.lose(SILENCE, step) if spoken else facts]
    for effect in way.effects:
        found = [after for before in found for after in _apply(before, effect, step, segments)]
    for name in way.fields:
        place = ("session", name.removeprefix("session.")) if name.endswith(OPEN) else field_place(name)
        found = [_renamed(before.write(place, Symbol(place, step)), name, step) for before in found]
    return found


def _apply(facts: Facts, effect: Effect, step: int, segments: Mapping[str, Rule]) -> list[Facts]:
    match effect:
        case FieldSet(name, Plus(amount)):
            return [_renamed(after, name, step) for after in _added(facts, (name, amount), step, segments)]
        case FieldSet(name, value):
            after = facts.write(field_place(name), _cell(facts, name, value, step))
            return [_renamed(after, name, step)]
        case TagAdded(tag):
            return [facts.write(("tag", tag), Known(True))]
        case TagRemoved(tag):
            return [facts.write(("tag", tag), Known(False))]
        case StageEntered(stage):
            return [facts.write(("stage", ""), Known(stage))]
        case SubscriptionChanged(subscribed):
            return [facts.write(("subscribed", ""), Known(subscribed))]
        case Happened(name):
            return [facts.write(("event", name), Symbol(("event", name), 0, 1))]
        case OrderMoved():
            return [facts.write(("orders", "last_status"), Symbol(("orders", "last_status"), step))]
        case _:
            return [_from_elsewhere(facts, effect, step, segments)]


def _from_elsewhere(facts: Facts, effect: Effect, step: int, segments: Mapping[str, Rule]) -> Facts:
    match effect:
        case Bought():
            return _bought(facts, effect, step)
        case Elsewhere(rule):
            return _changed_elsewhere(facts, rule, step, segments)
    raise AssertionError(f"nobody knows the effect {effect!r}")


def _changed_elsewhere(facts: Facts, rule: Rule, step: int, segments: Mapping[str, Rule]) -> Facts:
    """All but what time alone changes."""
    places = {place_of(one.source) for one in comparisons(rule, segments)}
    for shape, name in sorted(places):
        if shape not in TIMED:
            facts = facts.lose((shape, OPEN if shape in ORDERS else name), step)
    return facts


def _renamed(facts: Facts, name: str, step: int) -> Facts:
    """With another full name where a part of it was written."""
    return facts.write(FULL_NAME, Symbol(FULL_NAME, step)) if name in NAMES else facts


def _cell(facts: Facts, name: str, value: object, step: int) -> Cell:
    if value is ANYTHING:
        return Symbol(field_place(name), step)
    return facts.cell(field_place(value.field)) if isinstance(value, Same) else Known(value)


def _added(facts: Facts, sum_of: tuple[str, float], step: int, segments: Mapping[str, Rule]) -> list[Facts]:
    """Where there was a number, that much more; where there was none, it counts from 0. Somebody who goes
    round in a circle is not counted for ever."""
    name, amount = sum_of
    place = field_place(name)
    cell = facts.cell(place)
    number = {"field": name, "op": "between", "value": [-NUMERIC, NUMERIC]}
    counted = []
    for truth in (True, False):
        for before in grant(facts, [(number, truth)], segments):
            if not truth:
                counted.append(before.write(place, Known(amount)))
            elif isinstance(cell, Symbol) and abs(cell.plus) > FURTHEST * abs(amount):
                counted.append(before.write(place, Symbol(place, step)))
            elif isinstance(cell, Symbol):
                counted.append(before.write(place, Symbol(cell.place, cell.made, cell.plus + amount)))
            else:
                counted.append(before.write(place, Known(float(cell.value) + amount)))
    return counted


def _bought(facts: Facts, order: Bought, step: int) -> Facts:
    """One order more; it is the last one, and what else the figures say then is not known."""
    cells: dict[Place, Cell] = {("orders", name): Symbol(("orders", name), step) for name in FIGURES}
    cells[("orders", "last_status")] = Known(order.status)
    for name, more in (("count", 1), ("sum", order.total)):
        before = facts.cell(("orders", name))
        if isinstance(before, Symbol) and more is not None:
            cells[("orders", name)] = Symbol(before.place, before.made, before.plus + more)
    known = set(order.items) if order.items is not None else set()
    cells |= {("product", item): Known(True) for item in known}
    if order.items is None:
        facts = facts.lose(("product", OPEN), step)
    return altered(facts, cells={**facts.cells, **cells})
