"""A customer for whom a rule is true, found by trying few likely values for each thing the rule looks at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.rules.candidates import Literal, candidates
from flowbook.rules.evaluation import compile_node, evaluate
from flowbook.rules.readings import zone_of
from flowbook.rules.sources import Source
from flowbook.rules.subject import Subject
from flowbook.rules.terms import Term, TooManyTerms, terms
from flowbook.workspace import Rule

MOST_TERMS_TRIED = 100
MOST_TRIES = 3_000

Place = tuple[str, str]
"""What of a customer is changed: ("field", "city"), ("tag", "vip"), ("orders", ""); the zone comes first."""


def witness(rule: Rule, base: Subject) -> Customer | None:
    """As like the subject's customer as possible; confirmed by `evaluate`. None proves nothing.

    A conversation is taken as it is. `base.zone` is for customers without a zone of their own."""
    if evaluate(rule, base):
        return base.customer
    try:
        for term in islice(terms([(rule, True)], base.segments), MOST_TERMS_TRIED):
            found = _fulfil(term, base)
            if found and evaluate(rule, _become(base, found)):
                return found
    except TooManyTerms:
        return None
    return None


def _become(base: Subject, customer: Customer) -> Subject:
    return altered(base, customer=customer, zone=zone_of(customer.timezone, base.zone))


def _fulfil(term: Term, base: Subject) -> Customer | None:
    subject = base
    for place, literals in _by_place(term):
        found = next(_fitting(subject, place, literals), None)
        if found is None:
            return None
        subject = _become(base, found)
    return subject.customer


def _fitting(subject: Subject, place: Place, literals: list[Literal]) -> Iterator[Customer]:
    tests = [(compile_node(comparison), truth) for comparison, truth in literals]
    for customer in islice(candidates(subject, place, literals), MOST_TRIES):
        tried = altered(subject, customer=customer)
        if all(test(tried) == truth for test, truth in tests):
            yield customer


def _by_place(term: Term) -> list[tuple[Place, list[Literal]]]:
    def place(literal: Literal) -> Place:
        return _place(literal[0].source)

    ordered = sorted(
        term.literals, key=lambda literal: (place(literal) != ("field", "timezone"), place(literal))
    )
    return [(where, list(group)) for where, group in groupby(ordered, key=place)]


def _place(source: Source) -> Place:
    match source.shape:
        case "language":
            return ("field", "language")
        case "orders" | "product":
            return ("orders", "")
        case shape:
            return (shape, source.name)
