"""From an abstract path to somebody who can walk it: a customer, the answers they give, and when it
begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, groupby, islice
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer, Order
from flowbook.explore.consequences import NUMERIC, field_place
from flowbook.explore.facts import OPEN, Claim, Facts, Moment, Symbol
from flowbook.explore.facts import Place as Thing
from flowbook.explore.land import Land
from flowbook.explore.search import Move
from flowbook.rules.candidates import candidates
from flowbook.rules.evaluation import compile_node
from flowbook.rules.readings import zone_of
from flowbook.rules.sources import Source
from flowbook.rules.subject import Subject
from flowbook.rules.tree import Comparison
from flowbook.schedule import is_open
from flowbook.schedule import zone as zone_named
from flowbook.ways import Way

MONDAY = "2026-03-02T10:00"
"""When a found conversation begins, on the workspace's clock, unless something asks for another moment."""
MOST_TRIES = 3_000
HOURS_AHEAD, HOURS_OF_A_YEAR = 24 * 14, 24 * 370
SAME_SEASON, SEASON = 3, 14
"""Up to this variant it begins as usual; each later one begins so many days later."""
VISITOR = "visitor"
SAID_DAYS = re.compile(r"in (\d+) days|tomorrow")


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others have to make of somebody: as this customer is where `asked` is about."""

    become: Customer
    asked: frozenset[Thing]


@dataclass(frozen=True, slots=True)
class Solution:
    """`answers` has for each move of the path the values of the fields it decides; `meanwhile` for each move
    before which somebody else changes something what has to become of it; `pause` a move, and how many
    hours somebody takes before they make it."""

    start: datetime
    customer: Customer
    answers: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    meanwhile: Mapping[int, Meanwhile] = field(default_factory=dict)
    pause: tuple[int, int] = (0, 0)


def begin(land: Land) -> datetime:
    return datetime.fromisoformat(MONDAY).replace(tzinfo=zone_named(land.workspace.timezone)).astimezone(UTC)


def solve(
    land: Land, path: Sequence[Move], moments: Sequence[datetime] = (), variant: int = 0
) -> Solution | None:
    """`moments` are the instants of the path's turns where an earlier try has shown them; another `variant`
    has other answers where several fit. None where nobody was found, which proves nothing."""
    last = path[-1].facts
    season = timedelta(days=SEASON * max(0, variant - SAME_SEASON))
    start = _start(land, last, moments, season)
    if start is None:
        return None
    moved = start - (moments[0] if moments else start)
    times = [one + moved for one in moments] or [start]
    subject = _somebody(land, start)
    claims = [claim for claim in last.claims if not claim.symbol.made and claim.symbol.place[0] != "today"]
    customer = _customer(subject, claims, times)
    if customer is None:
        return None
    answers, meanwhile = {}, {}
    for move in path:
        chosen = _answers(altered(subject, customer=customer), move, last.claims, times, variant)
        lost = [claim for claim in last.claims if _is_lost(claim, move)]
        become = _customer(altered(subject, customer=_bare(customer)), lost, times)
        if chosen is None or become is None:
            return None
        answers[move.number] = chosen
        if lost:
            meanwhile[move.number] = Meanwhile(become, frozenset(one.symbol.place for one in lost))
    return Solution(start, customer, answers, meanwhile)


def moved(solution: Solution, days: int) -> Iterator[Solution]:
    """Somebody who begins so many days later, or earlier; or who answers with days that much later or
    earlier."""
    for by in (timedelta(days=days), timedelta(days=-days)):
        yield replace(solution, start=solution.start + by)
        for number, answers in solution.answers.items():
            later = {name: _later(value, by) for name, value in answers.items()}
            if later != answers:
                yield replace(solution, answers={**solution.answers, number: later})


def _later(value: Any, by: timedelta) -> Any:
    """The same where it is no day, nor what people say for one."""
    said = SAID_DAYS.fullmatch(value) if isinstance(value, str) else None
    if said:
        return f"in {max(0, int(said[1] or 1) + by.days)} days"
    try:
        return (date.fromisoformat(value) + by).isoformat()
    except (TypeError, ValueError, OverflowError):
        return value


def _is_lost(claim: Claim, move: Move) -> bool:
    """Asked of something that others may have changed before this move."""
    decided = {field_place(name) for name in move.way.fields if not name.endswith(OPEN)}
    return claim.symbol.made == move.number and claim.symbol.place not in decided


def _bare(customer: Customer) -> Customer:
    return altered(customer, fields={}, tags=frozenset(), orders=(), happened=(), stage=None)


def _somebody(land: Land, start: datetime) -> Subject:
    created = start - timedelta(days=1)
    customer = Customer(VISITOR, created, last_seen=created, invented=True)
    zone = zone_of(land.flow.timezone, land.workspace.timezone)
    return Subject(customer, start, zone, segments=land.workspace.segments)


def _customer(subject: Subject, claims: Sequence[Claim], times: Sequence[datetime]) -> Customer | None:
    """As plain as possible: each thing is changed only where something is asked of it."""
    ordered = sorted((claim for claim in claims if claim.symbol.place[0] != "session"), key=_group)
    for place, several in groupby(ordered, key=_group):
        found = next(_fitting(subject, place, list(several), times), None)
        if found is None:
            return None
        subject = altered(subject, customer=found, zone=zone_of(found.timezone, subject.zone))
    return subject.customer


def _group(claim: Claim) -> Thing:
    shape, name = claim.symbol.place
    return ("orders", "") if shape in ("orders", "product") else (shape, name)


def _fitting(
    subject: Subject, place: Thing, claims: list[Claim], times: Sequence[datetime]
) -> Iterator[Customer]:
    literals = [(_near(claim.comparison), claim.truth) for claim in claims]
    tests = [(compile_node(claim.comparison), claim.truth, _time(times, claim.turn)) for claim in claims]
    likely = islice(candidates(subject, place, literals), MOST_TRIES)
    for customer in chain(likely, _seasons(subject) if place[0] == "orders" else ()):
        tried = altered(subject, customer=customer)
        if all(test(altered(tried, now=now)) == truth for test, truth, now in tests):
            yield customer


def _near(comparison: Comparison) -> Comparison:
    """Whether something is a number at all was asked with limits that nobody would call likely."""
    far = isinstance(comparison.operand, tuple) and NUMERIC in comparison.operand
    return altered(comparison, operand=(0.0, 0.0)) if far else comparison


def _seasons(subject: Subject) -> Iterator[Customer]:
    """Somebody with one order, at one time of the year or another."""
    for days in range(0, 366, 14):
        order = Order("earlier-1", subject.now - timedelta(days=days), 10)
        yield altered(subject.customer, orders=(order,))


def _time(times: Sequence[datetime], turn: int) -> datetime:
    return times[min(turn, len(times) - 1)]


def _answers(
    subject: Subject, move: Move, claims: Sequence[Claim], times: Sequence[datetime], variant: int
) -> dict[str, Any] | None:
    """For each field a value that fits and that somebody can bring about: the first one, or a later one as
    far as there are any."""
    way = move.way
    if way.told is None:
        return {}
    chosen: dict[str, Any] = {}
    for name in _names(way, claims, move.number):
        asked = [claim for claim in claims if _is(claim.symbol, name, move.number)]
        fitting = _values(subject, way.samples.get(name, ()), asked, times)
        possible = (value for value in fitting if way.told({**chosen, name: value}) is not None)
        several = list(islice(possible, min(variant, SAME_SEASON) + 1))
        if not several:
            return None
        chosen[name] = several[-1]
    return chosen


def _names(way: Way, claims: Sequence[Claim], number: int) -> list[str]:
    """The fields of the way; for a name that is open those that something is asked of."""
    own = [name for name in way.fields if not name.endswith(OPEN)]
    if len(own) == len(way.fields):
        return own
    opened = tuple(name.removesuffix(OPEN) for name in way.fields if name.endswith(OPEN))
    asked = [claim.symbol.place[1] for claim in claims if claim.symbol.place[0] == "session"]
    return [*own, *dict.fromkeys(name for name in asked if name.startswith(opened))]


def _is(symbol: Symbol, name: str, number: int) -> bool:
    place = field_place(name)
    return symbol.place == place and symbol.made in (number, *((0,) if place[0] == "session" else ()))


def _values(
    subject: Subject, samples: Sequence[Any], claims: list[Claim], times: Sequence[datetime]
) -> Iterator[Any]:
    plain = [altered(claim, comparison=_as_field(claim.comparison)) for claim in claims]
    blank = altered(subject, customer=altered(subject.customer, fields={}))
    tests = [(compile_node(claim.comparison), claim.truth, _time(times, claim.turn)) for claim in plain]
    for value in samples:
        tried = altered(blank, customer=altered(blank.customer, fields={ANSWER: value}))
        if all(test(altered(tried, now=now)) == truth for test, truth, now in tests):
            yield value
    if not plain and not samples:
        yield "something"
    for customer in _fitting(blank, ("field", ANSWER), plain, times) if plain else ():
        if customer.fields.get(ANSWER) is not None:
            yield customer.fields[ANSWER]


ANSWER = "answer"


def _as_field(comparison: Comparison) -> Comparison:
    """The same asked of a plain field, whatever the answer is kept in."""
    return altered(comparison, source=Source("field", ANSWER))


def _start(land: Land, facts: Facts, moments: Sequence[datetime], season: timedelta) -> datetime | None:
    """The first hour or day from the usual one on at which everything asked of the clock is so, if the turns
    come as they came before."""
    usual, wanted = begin(land) + season, facts.moments
    days = [claim for claim in facts.claims if claim.symbol.place[0] == "today"]
    if not wanted and not days:
        return usual
    offsets = [one - moments[0] for one in moments] or [timedelta()]
    dates = [
        datetime.combine(date.fromisoformat(one.name), datetime.min.time(), UTC)
        for one in wanted
        if one.what == "before"
    ]
    for first in (usual, *(day + timedelta(days=away) for day in dates for away in (-3, 3))):
        for hours in (*range(HOURS_AHEAD), *range(HOURS_AHEAD, HOURS_OF_A_YEAR, 24)):
            start = first + timedelta(hours=hours)
            on_time = (_holds(land, one, start + offsets[min(one.turn, len(offsets) - 1)]) for one in wanted)
            if all(on_time) and all(
                _is_day(land, one, start + offsets[min(one.turn, len(offsets) - 1)]) for one in days
            ):
                return start
    return None


def _is_day(land: Land, claim: Claim, now: datetime) -> bool:
    return compile_node(claim.comparison)(_somebody(land, now)) == claim.truth


def _holds(land: Land, moment: Moment, now: datetime) -> bool:
    if moment.what == "before":
        return (now.date() < date.fromisoformat(moment.name)) == moment.truth
    hours = land.workspace.hours.get(moment.name)
    there = hours is None or is_open(now, hours, zone_named(land.workspace.timezone))
    return there == moment.truth
