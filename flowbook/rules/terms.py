"""A rule taken apart into terms: lists of comparisons that must hold together, dropped once they cannot.

What is dropped can certainly not be; what remains need not be possible. A term knows, for each value, which
readings of it may be missing and what is left on each axis (flowbook/rules/domains.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from flowbook.customer import NOTHING
from flowbook.rules.desires import Desire, spread
from flowbook.rules.domains import Choice, Domain, Spans, accepted
from flowbook.rules.sources import Source
from flowbook.rules.textual import NO_LIST, Single, Texts
from flowbook.rules.tree import Comparison, read_rule
from flowbook.rules.windows import windows_agree
from flowbook.workspace import Rule

MOST_TERMS = 2_000
ALWAYS_THERE = frozenset({"tag", "product", "event", "subscribed", "silence", "today"})
COUNTED = frozenset({"event", "count"})
WHOLE = frozenset({"event", "silence", "count", "days_since_last"})
MAY_BE_LISTS = frozenset({"field", "session"})


class TooManyTerms(Exception):
    """The rule is too large to reason about."""


class Left(Struct, frozen=True):
    """What is left of one reading of one value."""

    may_be_missing: bool
    axes: Mapping[str, Domain] = NOTHING

    @property
    def may_be_there(self) -> bool:
        torn = _only(self.axes.get("this day"), True) and _only(self.axes.get("this month"), False)
        return not torn and not any(domain.empty for domain in self.axes.values())


class Term(Struct, frozen=True):
    """`known` holds what was said about there being a value at all; `literals` all that was taken in."""

    known: Mapping[Source, bool] = NOTHING
    left: Mapping[tuple[Source, str], Left] = NOTHING
    literals: tuple[tuple[Comparison, bool], ...] = ()

    def meet(self, comparison: Comparison, truth: bool) -> Term | None:
        """None when nothing can fulfil all of it."""
        literals = (*self.literals, (comparison, truth))
        source, operator = comparison.source, comparison.operator
        if operator.reads == "known":
            known = (operator.name == "known") == truth
            if self.known.get(source, known) != known or (not known and always_there(source)):
                return None
            return Term({**self.known, source: known}, self.left, literals).checked(source)
        key = (source, operator.reads)
        before = self.left.get(key) or _untouched(source, operator.reads)
        after = _met(before, comparison, truth)
        return Term(self.known, {**self.left, key: after}, literals).checked(source)

    def checked(self, source: Source) -> Term | None:
        """Itself, or None when what it says of this source, or of all counts together, cannot be."""
        for (one, _), left in self.left.items():
            if one != source:
                continue
            there = left.may_be_there and self.known.get(source, True)
            if not there and not left.may_be_missing:
                return None
        return self if windows_agree(self) else None

    def must_be_there(self, source: Source) -> bool:
        here = (left for (one, _), left in self.left.items() if one == source)
        return self.known.get(source, False) or any(not left.may_be_missing for left in here)


def always_there(source: Source) -> bool:
    return source.shape in ALWAYS_THERE or (source.shape == "orders" and source.name in ("count", "sum"))


def terms(wanted: Iterable[tuple[Rule, bool]], segments: Mapping[str, Rule]) -> Iterator[Term]:
    """One after the other; all rules of one term have the truth that is wanted of them.

    No term at all proves that it cannot be. Raises TooManyTerms after MOST_TERMS, ruled out or not."""
    first = tuple(Desire(read_rule(rule), truth) for rule, truth in wanted)
    stack: list[tuple[tuple[Desire, ...], Term]] = [(first, Term())]
    ended = 0
    while stack:
        wishes, term = stack.pop()
        met = _meet_plain(wishes, term, segments)
        if met is not None and met[0]:
            choice, *rest = met[0]
            stack += [((one, *rest), met[1]) for one in reversed(choice.alternatives())]
            continue
        ended += 1
        if ended > MOST_TERMS:
            raise TooManyTerms
        if met is not None:
            yield met[1]


def _meet_plain(
    wishes: tuple[Desire, ...], term: Term, segments: Mapping[str, Rule]
) -> tuple[list[Desire], Term] | None:
    """Takes in all that leaves no choice, and gives the choices that remain; None when it cannot be."""
    choices, plain = spread(wishes, segments)
    for wish in plain:
        met = _meet_one(term, wish)
        if met is None:
            return None
        term = met
    return choices, term


def _meet_one(term: Term, wish: Desire) -> Term | None:
    plain = wish.node
    if not isinstance(plain, Comparison):
        return None if wish.truth else term
    if wish.in_segment and plain.source.shape == "session":
        return term if plain.operator.missing == wish.truth else None
    return term.meet(plain, wish.truth)


def _untouched(source: Source, reads: str) -> Left:
    own = reads in ("flag", "number", "day", "month_day")
    missing = not (always_there(source) and own and not _is_odd_reading(source, reads))
    name = source.name if source.shape == "orders" else source.shape
    if reads == "text" and source.shape not in MAY_BE_LISTS:
        return Left(missing, {"text": NO_LIST})
    if reads != "number" or name not in WHOLE:
        return Left(missing)
    least = 0.0 if name in COUNTED else -float("inf")
    return Left(missing, {"number": Spans((((least, 0), (float("inf"), 1)),), whole=True)})


def _is_odd_reading(source: Source, reads: str) -> bool:
    """A count read as a date, today read as a number."""
    return (reads in ("day", "month_day")) != (source.shape == "today")


def _met(left: Left, comparison: Comparison, truth: bool) -> Left:
    operator = comparison.operator
    may_be_missing = left.may_be_missing and operator.missing == truth
    found = accepted(operator.reads, operator.name, comparison.operand, truth)
    if found is None:
        return Left(may_be_missing, left.axes)
    axis, domain = found
    before = left.axes.get(axis)
    return Left(may_be_missing, {**left.axes, axis: _both(before, domain) if before else domain})


def _both(one: Domain, other: Domain) -> Domain:
    match one, other:
        case (Spans(), Spans()) | (Choice(), Choice()) | (Single(), Single()) | (Texts(), Texts()):
            return one.meet(other)  # type: ignore[arg-type]
        case _:
            raise AssertionError("one axis holds domains of one kind")


def _only(domain: Any, value: bool) -> bool:
    return isinstance(domain, Choice) and domain.values == {value}
