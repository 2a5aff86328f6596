"""What holds between counts of the same thing over different lengths of time: fewer days never hold more."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from flowbook.rules.domains import Choice, Domain, Spans
from flowbook.rules.sources import Source

THERE_WITH_ORDERS = frozenset({"average", "last_date", "days_since_last"})
"""Figures that are missing exactly where there is no order."""


class Axes(Protocol):
    @property
    def axes(self) -> Mapping[str, Domain]: ...


class Facts(Protocol):
    """What a term says, as far as it matters here."""

    @property
    def left(self) -> Mapping[tuple[Source, str], Axes]: ...
    @property
    def known(self) -> Mapping[Source, bool]: ...
    def must_be_there(self, source: Source) -> bool: ...


@dataclass(frozen=True, slots=True)
class Bound:
    """How often something happened within so many days, at least and at most."""

    days: float
    least: float = 0
    most: float = math.inf


def windows_agree(facts: Facts) -> bool:
    """False only when the counts cannot be together."""
    bounds: defaultdict[tuple[str, str], list[Bound]] = defaultdict(list)
    for source in {source for source, _ in facts.left} | set(facts.known):
        if source.shape in ("orders", "product", "event"):
            for what, bound in _bounds(source, facts):
                bounds[what].append(bound)
    return all(_agree(several) for several in bounds.values() if len(several) > 1)


def _agree(bounds: Iterable[Bound]) -> bool:
    """The shorter window's least against each longer one's most."""
    several = sorted(bounds, key=lambda bound: bound.days)
    floor = 0.0
    for number, bound in enumerate(several):
        floor = max(floor, bound.least, *(one.least for one in several[number:] if one.days == bound.days))
        if floor > bound.most:
            return False
    return True


def _bounds(source: Source, facts: Facts) -> list[tuple[tuple[str, str], Bound]]:
    days = math.inf if source.within_days is None else source.within_days
    left = facts.left.get((source, "flag" if source.shape == "product" else "number"))
    domain = left.axes.get("flag" if source.shape == "product" else "number") if left else None
    if source.shape == "event":
        return [(("event", source.name), _counted(days, domain))]
    if source.shape == "product":
        bought = isinstance(domain, Choice) and domain.values == {True}
        never = isinstance(domain, Choice) and domain.values == {False}
        own = Bound(days, int(bought), 0 if never else math.inf)
        return [(("product", source.name), own), (("orders", ""), Bound(days, int(bought)))]
    return [(("orders", ""), _orders(source, days, domain, facts))]


def _orders(source: Source, days: float, domain: Domain | None, facts: Facts) -> Bound:
    if source.name == "count":
        return _counted(days, domain)
    if source.name == "sum":
        nonzero = isinstance(domain, Spans) and not any(
            low <= (0, 0) and high >= (0, 1) for low, high in domain.spans
        )
        return Bound(days, int(nonzero))
    absent = source.name in THERE_WITH_ORDERS and facts.known.get(source) is False
    return Bound(days, int(facts.must_be_there(source)), 0 if absent else math.inf)


def _counted(days: float, domain: Domain | None) -> Bound:
    if not isinstance(domain, Spans) or domain.empty:
        return Bound(days)
    return Bound(days, max(0, domain.least), domain.most)
