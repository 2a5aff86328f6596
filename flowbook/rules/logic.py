"""Reasoning about rules without a customer: what can never be true, what always is, what earlier rules take.

Whatever is claimed holds for every customer at every moment. Where a rule is too large or too tangled to be
sure, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from flowbook.customer import NOTHING, Customer
from flowbook.rules.subject import Subject
from flowbook.rules.terms import Term, TooManyTerms, terms
from flowbook.rules.witnesses import witness
from flowbook.workspace import Rule

__all__ = ["Term", "TooManyTerms", "always", "can_be_true", "contradiction", "shadowed", "terms", "witness"]

SOME_MOMENT = datetime(2026, 6, 15, 12, tzinfo=UTC)
SOMEBODY = Customer("somebody", SOME_MOMENT)


def contradiction(rule: Rule, segments: Mapping[str, Rule] = NOTHING) -> bool:
    """Whether nobody can ever be so."""
    return _never([(rule, True)], segments)


def always(rule: Rule, segments: Mapping[str, Rule] = NOTHING) -> bool:
    """Whether everybody always is so."""
    return _never([(rule, False)], segments)


def shadowed(rule: Rule, earlier: Sequence[Rule], segments: Mapping[str, Rule] = NOTHING) -> bool:
    """Whether one of the earlier rules is true of everybody of whom this one is."""
    return _never([(rule, True), *((one, False) for one in earlier)], segments)


def can_be_true(rule: Rule, segments: Mapping[str, Rule] = NOTHING) -> bool | None:
    """True with somebody found for whom it is, False when there can be none, None when unknown."""
    if contradiction(rule, segments):
        return False
    return True if witness(rule, Subject(SOMEBODY, SOME_MOMENT, segments=segments)) else None


def _never(wanted: Iterable[tuple[Rule, bool]], segments: Mapping[str, Rule]) -> bool:
    try:
        return next(terms(wanted, segments), None) is None
    except TooManyTerms:
        return False
