"""What is claimed about rules without a customer: never wrongly, and often enough to be of use."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, combinations_with_replacement, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowbook.copies import altered
from flowbook.customer import Customer, Order
from flowbook.rules import Subject, evaluate, subject_for
from flowbook.rules.domains import ACCEPTED, Spans, accepted
from flowbook.rules.logic import always, can_be_true, contradiction, shadowed, witness
from flowbook.rules.operators import FIELD_OPERATORS, OPERATORS
from tests.rule_strategies import COMPARED, NOW, VALUES, customers, rules_with_segments, segment_sets


def number(op: str, value: Any, name: str = "age") -> dict[str, Any]:
    return {"field": name, "op": op, "value": value}


def city(op: str, value: Any) -> dict[str, Any]:
    return {"field": "city", "op": op, "value": value}


def day(op: str, value: Any = None) -> dict[str, Any]:
    return {"field": "birthday", "op": op, "value": value}


def orders(op: str, value: Any, figure: str = "count", **more: Any) -> dict[str, Any]:
    return {"orders": figure, "op": op, "value": value, **more}


def event(op: str, times: int = 1, **more: Any) -> dict[str, Any]:
    return {"event": "paid", "op": op, "times": times, **more}


VIP = {"tag": "vip", "op": "has"}
NOT_VIP = {"tag": "vip", "op": "has_not"}

NEVER = [
    [number("at_least", 3), number("less_than", 3)],
    [number("more_than", 3), number("at_most", 3)],
    [number("equals", 3), number("not_equals", 3)],
    [number("between", [1, 2]), number("between", [3, 4])],
    [number("at_least", 3), {"field": "age", "op": "unknown"}],
    [{"not": {"field": "age", "op": "known"}}, number("equals", 1)],
    [city("is", "Vilnius"), city("is_not", " VILNIUS")],
    [city("is", "Vilnius"), city("is", "Kaunas")],
    [city("one_of", ["Vilnius", "Kaunas"]), city("starts_with", "R")],
    [city("starts_with", "Vil"), city("not_contains", "il")],
    [city("starts_with", "a"), city("starts_with", "b")],
    [city("contains", "nius"), city("not_contains", "NIUS")],
    [city("one_of", ["Vilnius", "Kaunas"]), city("not_contains", "vilnius"), city("not_contains", "kaunas")],
    [{"not": city("one_of", ["Vilnius", "Kaunas"])}, city("contains", "Vilnius"), city("is", "Vilnius")],
    [city("is", "Vilnius"), city("one_of", ["Riga", "Kaunas"])],
    [city("is", "Vilnius"), city("contains", "Kaunas")],
    [{"not": city("starts_with", "Vil")}, city("starts_with", "Vilnius")],
    [VIP, NOT_VIP],
    [{"stage": "lead", "op": "is"}, {"stage": "won", "op": "is"}],
    [{"language": "pt-BR", "op": "is"}, {"language": "pt", "op": "is_not"}],
    [{"language": "pt", "op": "is"}, {"language": "en", "op": "is"}],
    [{"subscribed": True}, {"subscribed": False}],
    [{"silent_days": 30}, {"not": {"silent_days": 7}}],
    [day("before", "2026-01-02"), day("after", "2025-12-31"), {"not": day("on", "2026-01-01")}],
    [day("in_next_days", 3), day("days_since_at_least", 1)],
    [day("in_last_days", 3), day("in_next_days", 3), day("days_since_at_least", 1)],
    [day("month_is", 5), day("month_is", 6)],
    [day("day_is_today"), {"not": day("month_is_now")}],
    [orders("more_than", 2), orders("less_than", 3)],
    [orders("less_than", 0)],
    [orders("at_least", 3, within_days=30), orders("at_most", 2)],
    [orders("equals", 0), orders("has", "rose", "product")],
    [orders("equals", 0), orders("more_than", 0, "sum")],
    [orders("at_least", 1), orders("unknown", None, "last_date")],
    [orders("equals", 0, within_days=30), orders("in_last_days", 3, "last_date", within_days=7)],
    [orders("has", "rose", "product", within_days=7), orders("has_not", "rose", "product", within_days=30)],
    [{"field": "orders.count", "op": "equals", "value": 0}, orders("at_least", 1)],
    [event("happened", 3, within_days=7), event("not_happened", 3, within_days=30)],
    [event("happened", 2), event("not_happened", 1)],
    [{"any": [VIP, city("is", "x")]}, NOT_VIP, city("is", "y")],
    [{"any": []}],
    [{"tag": "vip", "op": "no such thing"}],
]


@pytest.mark.parametrize("parts", NEVER, ids=str)
def test_what_cannot_be_is_seen(parts: list[dict[str, Any]]) -> None:
    assert contradiction({"all": parts})
    assert always({"not": {"all": parts}})
    assert can_be_true({"all": parts}) is False


POSSIBLE = [
    [number("at_least", 3), number("at_most", 3)],
    [number("more_than", 2), number("less_than", 3)],
    [number("not_equals", 3), {"field": "age", "op": "unknown"}],
    [{"not": number("at_least", 3)}, {"not": number("less_than", 3)}],
    [city("starts_with", "Vil"), city("contains", "us"), city("is_not", "vilnius")],
    [city("is_not", "Vilnius"), {"field": "city", "op": "known"}],
    [{"language": "pt", "op": "is"}, {"language": "pt-BR", "op": "is_not"}],
    [day("before", "2026-01-02"), day("after", "2025-12-31")],
    [day("month_is", 5), day("before", "2020-01-01")],
    [day("day_is_today"), day("before", "2000-01-01")],
    [day("in_next_days", 3), {"not": day("in_next_days", 2)}],
    [orders("at_least", 3), orders("equals", 1, within_days=30)],
    [orders("equals", 2), orders("equals", 90.5, "sum"), orders("has", "rose", "product")],
    [orders("days_since_at_least", 30, "last_date"), orders("is", "paid", "status")],
    [orders("has", "rose", "product"), orders("has_not", "rose", "product", within_days=30)],
    [event("happened", 3), event("not_happened", 1, within_days=7)],
    [{"silent_days": 7}, {"not": {"silent_days": 8}}],
    [{"subscribed": False}, VIP, {"stage": "won", "op": "is"}],
    [city("contains", "nius"), city("not_contains", "ni")],
    [city("contains", "Vilnius"), city("contains", "Kaunas"), city("not_contains", "s")],
    [city("one_of", ["Vilnius", "Riga"]), city("one_of", ["Kaunas"]), city("is_not", "Kaunas")],
    [{"segment": "regulars", "op": "in"}, NOT_VIP],
    [{"segment": "nobody", "op": "not_in"}],
]


@pytest.mark.parametrize("parts", POSSIBLE, ids=str)
def test_somebody_is_found_for_what_can_be(parts: list[dict[str, Any]]) -> None:
    segments = {"regulars": {"any": [VIP, orders("at_least", 5)]}}
    base = Subject(Customer("base", NOW), NOW, "Europe/Vilnius", {}, segments)
    found = witness({"all": parts}, base)
    assert found is not None
    assert evaluate({"all": parts}, altered(base, customer=found))
    assert can_be_true({"all": parts}, segments) is True


def test_an_earlier_branch_takes_everybody() -> None:
    assert shadowed(number("at_least", 5), [number("at_least", 3)])
    assert shadowed(city("is", "Vilnius"), [VIP, {"not": city("is_not", "vilnius ")}])
    assert shadowed(VIP, [number("less_than", 3), {"not": number("less_than", 3)}])
    assert not shadowed(number("at_least", 3), [number("at_least", 5)])
    assert not shadowed(VIP, [])


def test_two_earlier_branches_leave_those_without_a_number() -> None:
    """Below 3 or at least 3 is not everybody: an age may be unknown, or no number. A count never is."""
    assert not shadowed(VIP, [number("less_than", 3), number("at_least", 3)])
    assert not shadowed(
        VIP, [number("less_than", 3), number("at_least", 3), {"field": "age", "op": "unknown"}]
    )
    assert shadowed(VIP, [orders("less_than", 3), orders("at_least", 3)])


def test_a_segment_is_looked_into() -> None:
    segments = {"adults": number("at_least", 18), "grown": {"segment": "adults", "op": "in"}}
    assert contradiction({"all": [{"segment": "grown", "op": "in"}, number("less_than", 18)]}, segments)
    assert shadowed({"segment": "adults", "op": "in"}, [{"segment": "grown", "op": "in"}], segments)
    assert contradiction({"segment": "me", "op": "in"}, {"me": {"any": [VIP, {"segment": "me", "op": "in"}]}})


def test_nothing_is_claimed_of_what_is_too_large() -> None:
    """Nine tags cannot sit in eight holes, which takes more terms to see than are allowed."""
    somewhere = [
        {"any": [{"tag": f"{pigeon} in {hole}", "op": "has"} for hole in range(8)]} for pigeon in range(9)
    ]
    apart = [
        {"not": {"all": [{"tag": f"{one} in {hole}", "op": "has"}, {"tag": f"{two} in {hole}", "op": "has"}]}}
        for hole in range(8)
        for one in range(9)
        for two in range(one)
    ]
    rule = {"all": [*somewhere, *apart]}
    assert not contradiction(rule)
    assert can_be_true(rule) is None


def test_every_operator_that_accepts_values_is_reasoned_about() -> None:
    told = {(one.reads, one.name) for one in OPERATORS if one.reads != "known"}
    assert told == set(ACCEPTED)


@pytest.mark.parametrize(
    "operator", [one for one in OPERATORS if one.reads == "number"], ids=lambda one: one.name
)
def test_spans_hold_what_the_operator_holds(operator: Any) -> None:
    for limit in (-2, 0, 1.5, 3):
        operand = (limit, limit + 1.0) if operator.operand == "pair" else limit
        for truth in (True, False):
            _, domain = accepted("number", operator.name, operand, truth) or ("", Spans())
            for actual in (-3, -2, -1, 0, 1, 1.5, 2, 2.5, 3, 4, 5):
                inside = any(low <= (actual, 0) and (actual, 1) <= high for low, high in domain.spans)
                assert inside == (operator.test(actual, operand, 0) == truth)


def impossible_pairs(literals: list[dict[str, Any]], people: list[Customer]) -> tuple[int, int]:
    """How many pairs nobody fulfils, and how many of them are known never to be; fails on a wrong claim."""
    subjects = [subject_for(one, NOW, "Asia/Tokyo") for one in people]
    both_ways = [rule for literal in literals for rule in (literal, {"not": literal})]
    held = [sum(evaluate(rule, one) << place for place, one in enumerate(subjects)) for rule in both_ways]
    unfulfilled = proven = 0
    for (rule, truths), (other, other_truths) in combinations(zip(both_ways, held, strict=True), 2):
        claimed = contradiction({"all": [rule, other]})
        assert not (claimed and truths & other_truths), (rule, other)
        unfulfilled += not truths & other_truths
        proven += claimed
    return unfulfilled, proven


def test_no_pair_of_comparisons_of_a_field_is_wrongly_called_impossible() -> None:
    people = [
        Customer("c", NOW, {"it": value, "timezone": zone})
        for value, zone in product(VALUES, ("Europe/Vilnius", "Pacific/Pago_Pago"))
    ]
    literals = [
        {"field": "it", "op": operator.name, "value": value}
        for operator in FIELD_OPERATORS.values()
        for value in COMPARED[operator.operand][:3]
    ]
    unfulfilled, proven = impossible_pairs(literals, people)
    assert proven > unfulfilled / 4


def test_no_pair_of_comparisons_of_orders_is_wrongly_called_impossible() -> None:
    """Every pile of up to three orders out of a few that differ in age, amount, product and status."""
    kinds = [
        Order("o", NOW - timedelta(days=age), amount, status, items)
        for age, amount, status, items in (
            (0, 10.0, "paid", ("rose",)),
            (3, -10.0, "new", ()),
            (10, 5.0, "paid", ("rose",)),
            (45, 20.0, "", ("tulip",)),
        )
    ]
    piles = [pile for size in range(4) for pile in combinations_with_replacement(kinds, size)]
    people = [Customer("c", NOW, orders=pile) for pile in piles]
    windows: list[dict[str, Any]] = [{}, {"within_days": 7}, {"within_days": 30}]
    literals = [
        rule
        for window in windows
        for rule in (
            *(orders(op, count, **window) for op in ("at_least", "at_most", "equals") for count in (0, 1, 2)),
            *(orders(op, 0, "sum", **window) for op in ("equals", "more_than", "less_than")),
            *(orders("has", item, "product", **window) for item in ("rose", "tulip")),
            orders("known", None, "last_date", **window),
            orders("in_last_days", 5, "last_date", **window),
            orders("is", "paid", "status", **window),
            orders("known", None, "status", **window),
        )
    ]
    literals += [
        {"field": f"orders.{name}", "op": "at_least", "value": 0} for name in ("average", "days_since_last")
    ]
    unfulfilled, proven = impossible_pairs(literals, people)
    assert proven > unfulfilled / 2


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    several=st.lists(customers(), min_size=4, max_size=4),
    rule=rules_with_segments,
    earlier=st.lists(rules_with_segments, max_size=2),
    segments=segment_sets(),
)
def test_never_is_never_claimed_wrongly(several: Any, rule: Any, earlier: Any, segments: Any) -> None:
    never, taken = contradiction(rule, segments), shadowed(rule, earlier, segments)
    everybody = always(rule, segments)
    for number_of_hours, customer in enumerate(several):
        subject = altered(
            subject_for(customer, NOW + timedelta(hours=number_of_hours * 9)),
            segments=segments,
            session={"guests": 3},
        )
        truth = evaluate(rule, subject)
        assert not (never and truth)
        assert not (everybody and not truth)
        assert not (taken and truth and not any(evaluate(one, subject) for one in earlier))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(customer=customers(), rule=rules_with_segments, segments=segment_sets())
def test_a_witness_is_one_and_never_stands_against_a_proof(customer: Any, rule: Any, segments: Any) -> None:
    base = altered(subject_for(customer, NOW), segments=segments)
    found = witness(rule, base)
    if found is not None:
        zone = subject_for(found, NOW, base.zone).zone
        assert evaluate(rule, altered(base, customer=found, zone=zone))
        assert not contradiction(rule, segments)
