"""Rules asked about one customer: each operator true, false and without a value; what rules read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.rules import (
    Subject,
    evaluate,
    explain,
    mentions,
    operators_for,
    problems,
    reads,
)
from flowbook.rules.operators import FIELD_OPERATORS, OPERATORS
from flowbook.workspace import Field, Workspace
from tests.rule_cases import ANNA, CASES, HAS_VIP, NOW, SEGMENTS, VILNIUS, field, orders


@pytest.mark.parametrize(("rule", "expected"), CASES, ids=str)
def test_a_rule_is_true_or_false(rule: dict[str, Any], expected: bool) -> None:
    assert evaluate(rule, VILNIUS) is expected
    assert evaluate({"not": rule}, VILNIUS) is not expected
    assert explain(rule, VILNIUS).truth is expected


def test_every_operator_has_a_case_that_is_true_and_one_that_is_false() -> None:
    seen = {(rule["op"], expected) for rule, expected in CASES if "op" in rule}
    assert seen >= {(operator.name, truth) for operator in OPERATORS for truth in (True, False)}


def example(operand: str) -> Any:
    return {
        "none": None,
        "text": "x",
        "texts": ["x"],
        "number": 1,
        "pair": [1, 2],
        "date": "2026-03-01",
        "days": 3,
        "month": 3,
    }[operand]


@pytest.mark.parametrize("operator", FIELD_OPERATORS.values(), ids=lambda one: one.name)
def test_a_missing_field_fails_all_but_the_stated_few(operator: Any) -> None:
    stated = operator.name in {"unknown", "is_not", "not_contains", "not_equals", "is_false"}
    for name in ("nothing", "blank", "session.nothing", "orders.average"):
        subject = altered(VILNIUS, customer=altered(ANNA, orders=()))
        assert evaluate(field(name, operator.name, example(operator.operand)), subject) is stated


@pytest.mark.parametrize(
    ("born", "today", "expected"),
    [
        ("2000-02-29", datetime(2026, 2, 28, 12, tzinfo=UTC), True),
        ("2000-02-29", datetime(2028, 2, 28, 12, tzinfo=UTC), False),
        ("2000-02-29", datetime(2028, 2, 29, 12, tzinfo=UTC), True),
        ("2000-02-28", datetime(2026, 2, 28, 12, tzinfo=UTC), True),
    ],
)
def test_a_birthday_on_29_february_is_kept_a_day_early_in_a_common_year(
    born: str, today: datetime, expected: bool
) -> None:
    customer = Customer("c", NOW, {"birthday": born})
    assert evaluate(field("birthday", "day_is_today"), Subject(customer, today)) is expected


def test_today_is_told_by_the_customers_own_clock() -> None:
    rule = field("birthday", "day_is_today")
    assert evaluate(rule, VILNIUS)
    assert not evaluate(rule, altered(VILNIUS, zone="America/New_York"))
    assert not evaluate(rule, altered(VILNIUS, zone="Mars/Base"))


def test_a_rule_changed_in_place_is_read_anew() -> None:
    rule = field("age", "at_least", 30)
    assert evaluate(rule, VILNIUS)
    rule["value"] = 31
    assert not evaluate(rule, VILNIUS)
    rule["value"] = True
    assert problems(rule, Workspace(fields={"age": Field("age", "Age", "number")}))


def test_a_rule_says_what_it_reads() -> None:
    rule = {
        "all": [
            field("city", "known"),
            field("session.guests", "known"),
            field("answer.text", "known"),
            orders("sum", "at_least", 1),
            {"not": {"segment": "locals", "op": "in"}},
            HAS_VIP,
            {"stage": ["lead", "won"], "op": "one_of"},
        ]
    }
    assert reads(rule) == {"city", "session.guests", "answer.text", "orders.sum"}
    assert reads(rule, SEGMENTS) == reads(rule) | {"orders.count"}
    told = mentions(rule, SEGMENTS)
    assert (told.tags, told.stages, told.segments) == ({"vip"}, {"lead", "won"}, {"locals", "buyers"})


def test_opposites_are_told_of_each_other() -> None:
    for operator in OPERATORS:
        if operator.opposite:
            [back] = [one for one in operators_for(operator.kinds[0]) if one.name == operator.opposite]
            assert back.opposite == operator.name
            assert back.missing != operator.missing


def test_every_field_kind_is_offered_operators_in_words() -> None:
    for kind in ("text", "number", "yes_no", "date", "phone", "email", "choice", "language", "timezone"):
        assert {"known", "unknown"} < {operator.name for operator in operators_for(kind)}
    assert [(one.label, one.widget) for one in operators_for("tag")] == [
        ("has", "none"),
        ("does not have", "none"),
    ]
