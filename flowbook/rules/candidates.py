"""Likely customers for a few comparisons about one thing: the values compared with, and their neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence, Order, set_field
from flowbook.rules.subject import Subject
from flowbook.rules.tree import Comparison

Literal = tuple[Comparison, bool]
MOST_OF_A_KIND = 1_000
OLDEST = 400_000
SOME_TEXTS = ("a", "b", "other", "zz")
SOME_YEARS = (0, -1, 1, -2, 2, -3, 3, -30)


def candidates(subject: Subject, place: tuple[str, str], literals: Sequence[Literal]) -> Iterator[Customer]:
    """The customer as it is comes first."""
    customer, (shape, name) = subject.customer, place
    yield customer
    match shape:
        case "field":
            yield from (set_field(customer, name, value) for value in _values(subject, literals))
        case "full_name":
            bare = set_field(customer, "last_name", None)
            yield from (set_field(bare, "first_name", value) for value in _values(subject, literals))
        case "tag":
            yield altered(customer, tags=customer.tags | {name})
            yield altered(customer, tags=customer.tags - {name})
        case "stage":
            yield from (altered(customer, stage=stage) for stage in (*_texts(literals), None))
        case "subscribed":
            yield altered(customer, subscribed=not customer.subscribed)
        case "silence":
            days = _ages(subject, literals)
            yield from (altered(customer, last_seen=subject.now - timedelta(age)) for age in days)
        case "event":
            yield from _with_events(subject, name, literals)
        case "orders":
            yield from _with_orders(subject, literals)


def _values(subject: Subject, literals: Sequence[Literal]) -> Iterator[Any]:
    readings = {comparison.operator.reads for comparison, _ in literals}
    if "number" in readings:
        yield from _numbers(literals)
    if "yes_no" in readings:
        yield from (True, False)
    if readings & {"day", "month_day"}:
        yield from _days(subject, literals)
    yield from (None, *_texts(literals))
    yield from _lists(literals)


def _lists(literals: Sequence[Literal]) -> Iterator[list[str]]:
    """One element, or all that some comparison wants to be there."""
    written = [one for comparison, _ in literals for one in _written(comparison)]
    there = [comparison for comparison, truth in literals if truth != comparison.operator.missing]
    wanted = [one for comparison in there for one in _written(comparison)]
    yield from ([text] for text in dict.fromkeys((*written, *SOME_TEXTS)))
    yield from (list(dict.fromkeys(texts)) for texts in (wanted, [*wanted, *SOME_TEXTS]))


def _texts(literals: Sequence[Literal]) -> Iterator[str]:
    """What is compared with, as written; then beginnings and middles put together."""
    written = [(comparison.operator.name, comparison.value) for comparison, _ in literals]
    texts = [one for comparison, _ in literals for one in _written(comparison)]
    starts = sorted((value for name, value in written if name == "starts_with"), key=len)
    middles = [value for name, value in written if name == "contains"]
    yield from texts
    yield "".join([*starts[-1:], *middles])
    yield from (f"{text}{tail}" for text in (*starts[-1:], *texts, "") for tail in SOME_TEXTS)


def _written(comparison: Comparison) -> list[str]:
    value = comparison.value
    return [one for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, str)]


def _operands(literals: Iterable[Literal], *kinds: str) -> list[Any]:
    found: list[Any] = []
    for comparison, _ in literals:
        if comparison.operator.operand in kinds:
            found += comparison.operand if isinstance(comparison.operand, tuple) else [comparison.operand]
    return found


def _numbers(literals: Iterable[Literal]) -> Iterator[float]:
    limits = sorted({0.0, *_operands(literals, "number", "pair")})
    halfway = [(low + high) / 2 for low, high in pairwise(limits)]
    for number in (*(limit + step for limit in limits for step in (0, 1, -1)), *halfway):
        yield int(number) if number.is_integer() else number


def _days(subject: Subject, literals: Sequence[Literal]) -> Iterator[str]:
    near = {limit + step for limit in _operands(literals, "date") for step in (0, 1, -1)}
    near |= {subject.today + sign * age for age in _ages(subject, literals) for sign in (1, -1)}
    possible = sorted(day for day in near if 1 <= day <= date.max.toordinal())
    yield from (date.fromordinal(day).isoformat() for day in possible)
    years = {date.fromordinal(day).year + step for day in possible for step in SOME_YEARS}
    today = date.fromordinal(subject.today)
    for year, month in product(
        sorted(years), (*_operands(literals, "month"), today.month, today.month % 12 + 1)
    ):
        yield from (f"{year:04}-{month:02}-{day:02}" for day in (1, today.day, 28))


def _ages(subject: Subject, literals: Sequence[Literal]) -> list[int]:
    """Days back: none, each limit, and a day more or less; limits are days, windows, and dates."""
    windows = [comparison.source.within_days for comparison, _ in literals]
    limits = {*_operands(literals, "days"), *(days for days in windows if days is not None)}
    limits |= {int(days) for days in _operands(_about(literals, "days_since_last"), "number", "pair")}
    limits |= {subject.today - day for day in _operands(literals, "date")}
    near = {limit + step for limit in limits for step in (0, 1, -1)}
    return sorted({0, *(age for age in near if 0 <= age < OLDEST)})


def _with_events(subject: Subject, name: str, literals: Sequence[Literal]) -> Iterator[Customer]:
    others = tuple(one for one in subject.customer.happened if one.name != name)
    counts, ages = _counts(literals), _ages(subject, literals)
    for recent, older, age in product(counts, counts, reversed(ages)):
        moments = [subject.now] * recent + [subject.now - timedelta(age)] * older
        yield altered(subject.customer, happened=(*others, *(Occurrence(name, moment) for moment in moments)))


def _counts(literals: Iterable[Literal]) -> list[int]:
    limits = [
        int(number) for number in _operands(literals, "number", "pair", "times") if number < MOST_OF_A_KIND
    ]
    return sorted(
        count for count in {0, 1, *(limit + step for limit in limits for step in (-1, 0, 1))} if count >= 0
    )


def _with_orders(subject: Subject, literals: Sequence[Literal]) -> Iterator[Customer]:
    """Two groups, recent and older ones, each alike within itself."""
    counted, summed = _about(literals, "count"), _about(literals, "sum", "average")
    bought = tuple(
        comparison.source.name for comparison, _ in literals if comparison.source.shape == "product"
    )
    statuses = list(filter(None, _texts(literals))) if _about(literals, "last_status") else ["new"]
    baskets = [(bought, bought), ((), bought), (bought, ()), ((), ())] if bought else [((), ())]
    counts, ages = _counts(counted), _ages(subject, literals)
    sums = list(dict.fromkeys(_numbers(summed))) if summed else [10]
    pairs = [(recent, older) for recent, older in product(counts, counts) if recent + older <= counts[-1]]
    moments = [(near, far) for near, far in product(ages, reversed(ages)) if near <= far]
    for status, basket, pair, moment, amount in product(statuses, baskets, pairs, moments, sums):
        groups = tuple(zip(pair, moment, basket, strict=True))
        yield altered(subject.customer, orders=tuple(_orders(subject, groups, amount, status)))


def _about(literals: Iterable[Literal], *figures: str) -> list[Literal]:
    return [literal for literal in literals if literal[0].source.name in figures]


def _orders(
    subject: Subject, groups: Iterable[tuple[int, int, tuple[str, ...]]], amount: float, status: str
) -> Iterator[Order]:
    flat = [(age, items) for count, age, items in groups for _ in range(count)]
    share = round(amount / len(flat), 2) if flat else 0
    for number, (age, items) in enumerate(flat, start=1):
        total = round(amount - share * (len(flat) - 1), 2) if number == len(flat) else share
        yield Order(f"example-{number}", subject.now - timedelta(age), total, status, items)
