"""What is wrong with a rule, told with its place; the schema refuses what the reader cannot read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from flowbook.rules import (
    evaluate,
    problems,
    schema,
    segment_problems,
)
from flowbook.rules.tree import Broken, read_rule, walk
from flowbook.workspace import Field, Product, Workspace
from tests.rule_cases import CASES, HAS_VIP, SEGMENTS, VILNIUS, field, orders
from tests.rule_strategies import rules_with_segments

SHOP = Workspace(
    fields={
        "age": Field("age", "Age", "number"),
        "colour": Field("colour", "Colour", "choice", ("Red", "Blue")),
    },
    tags=("vip",),
    stages=("lead", "won"),
    segments=SEGMENTS,
    products={"rose": Product("rose", "Roses", 5)},
    events=("cart_left",),
    languages=("en", "pt"),
)
PROBLEMS = [
    (field("cty", "is", "x"), ("field", "There is no field “cty”. Did you mean “city”?")),
    (
        field("orders.cont", "equals", 1),
        ("field", "There is no field “orders.cont”. Did you mean “orders.count”?"),
    ),
    ({"tag": "vipp", "op": "has"}, ("tag", "There is no tag “vipp”. Did you mean “vip”?")),
    ({"stage": "one", "op": "is"}, ("stage", "“one” is not a stage of this workspace.")),
    ({"event": "paid", "op": "happened"}, ("event", "There is no event “paid”.")),
    ({"segment": "buyer", "op": "in"}, ("segment", "There is no segment “buyer”. Did you mean “buyers”?")),
    (orders("product", "has", "roses"), ("value", "There is no product “roses”. Did you mean “rose”?")),
    ({"language": "de", "op": "is"}, ("language", "“de” is not a language of this workspace.")),
    (field("colour", "is", "Green"), ("value", "“Green” is not an option of “Colour”.")),
    (
        field("colour", "one_of", ["red", "Bleu"]),
        ("value", "“Bleu” is not an option of “Colour”. Did you mean “Blue”?"),
    ),
    (field("colour", "contains", "Green"), ("value", "“Green” is not an option of “Colour”.")),
    (field("age", "at_least", "3"), ("value", "Give a number.")),
    (field("age", "between", [3, 1]), ("value", "Give two numbers, the smaller one first.")),
    (field("birthday", "on", "2026-02-30"), ("value", "Give a date that exists, such as 2026-05-01.")),
    (field("age", "nearly", 3), ("op", "Choose how to compare: “nearly” is not known here.")),
    ({"tag": "vip", "op": "has", "vaule": 1}, ("vaule", "“vaule” does not belong here.")),
    ({"silent_days": -1}, ("silent_days", "Give whole days, 0 to 36500.")),
    ({"subscribed": "yes"}, ("subscribed", "Choose yes or no.")),
    ({"all": HAS_VIP}, ("all", "“all” holds a list of rules.")),
    ({"all": [HAS_VIP, {"not": {"tag": "x", "op": "has"}}]}, ("all[1].not.tag", "There is no tag “x”.")),
    (orders("count", "at_least", 1, within_days="7"), ("within_days", "Give whole days, 0 to 36500.")),
    (orders("profit", "at_least", 1), ("orders", "Choose one of count, sum, last_date, status, product.")),
]


@pytest.mark.parametrize(("rule", "problem"), PROBLEMS, ids=str)
def test_a_problem_is_told_with_its_place(rule: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problems(rule, SHOP) == [problem]


def test_an_operator_of_another_kind_does_not_suit_a_field() -> None:
    [(path, sentence)] = problems(field("age", "contains", "3"), SHOP)
    assert path == "op"
    assert sentence.startswith("“Age” is a number: “contains” does not suit it. Choose “is known”")
    assert problems(orders("last_date", "contains", "3"), SHOP)[0][0] == "op"


def test_a_ring_of_segments_is_told() -> None:
    [(path, sentence)] = problems({"segment": "one", "op": "in"}, SHOP)
    assert (path, "“one” to “two” to “one”" in sentence) == ("segment", True)


def test_all_segments_are_looked_through_and_see_no_conversation() -> None:
    assert [path for path, _ in segment_problems(SHOP)] == ["one.segment", "two.segment", "guests.field"]


def test_a_sound_rule_has_no_problem() -> None:
    rule = {
        "all": [
            field("colour", "is", " red"),
            {"stage": ["lead", "Won"], "op": "one_of"},
            {"language": "pt-BR", "op": "is"},
            {"segment": "locals", "op": "in"},
            field("session.guests", "at_least", 3),
            field("orders.sum", "at_least", 3),
            field("today", "month_is", 12),
        ]
    }
    assert problems(rule, SHOP) == []


def test_rules_too_deep_are_refused_not_followed() -> None:
    rule: dict[str, Any] = HAS_VIP
    for _ in range(60):
        rule = {"not": rule}
    assert "levels deep" in problems(rule, SHOP)[0][1]
    assert evaluate(rule, VILNIUS) in (True, False)


SCHEMA = Draft202012Validator({"$ref": "#/$defs/rule", "$defs": {"rule": schema()}})


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def readable(rule: Any) -> bool:
    return not any(isinstance(node, Broken) for node in walk(read_rule(rule)))


@pytest.mark.parametrize("rule", [rule for rule, _ in CASES], ids=str)
def test_the_schema_accepts_what_can_be_read(rule: dict[str, Any]) -> None:
    assert readable(rule)
    assert list(SCHEMA.iter_errors(rule)) == []


@pytest.mark.parametrize("rule", [rule for rule, _ in PROBLEMS if not readable(rule)], ids=str)
def test_the_schema_refuses_what_cannot(rule: dict[str, Any]) -> None:
    beyond_a_schema = rule.get("value") in ([3, 1], "2026-02-30")
    assert SCHEMA.is_valid(rule) is beyond_a_schema


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(rule=rules_with_segments)
def test_schema_and_reader_agree(rule: dict[str, Any]) -> None:
    assert SCHEMA.is_valid(rule) is readable(rule)
