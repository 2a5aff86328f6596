"""Rules in words: what they say, why they were true or false, and what would be needed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from flowbook.rules import (
    deciding,
    evaluate,
    explain,
    problems,
    reads,
    words,
    would_need,
)
from flowbook.workspace import Field, Product, Workspace
from tests.rule_cases import HAS_VIP, SEGMENTS, VILNIUS, field, orders
from tests.rule_strategies import rules_with_segments

WORDS = [
    (
        {"all": [orders("count", "at_least", 1), field("city", "is", "Vilnius")]},
        "orders is at least 1 and city is Vilnius",
    ),
    (
        {"any": [HAS_VIP, {"all": [field("age", "between", [18, 30.5]), {"subscribed": True}]}]},
        "has the tag vip or (age is between 18 and 30.5 and is subscribed)",
    ),
    ({"not": field("city", "is", "Riga")}, "city is not Riga"),
    ({"not": field("age", "at_least", 3)}, "not (age is at least 3)"),
    ({"not": {"any": [HAS_VIP, {"subscribed": False}]}}, "not (has the tag vip or is not subscribed)"),
    ({"not": {"not": HAS_VIP}}, "has the tag vip"),
    ({"all": []}, "always"),
    ({"any": []}, "never"),
    ({"all": [HAS_VIP]}, "has the tag vip"),
    (field("first_name", "one_of", ["Ann", "Bo", "Cy"]), "first name is one of Ann, Bo or Cy"),
    (field("wishes", "contains", "Red roses"), "wishes contains Red roses"),
    (field("birthday", "before", "1990-05-02"), "birthday is before 2 May 1990"),
    (field("birthday", "month_is", 5), "birthday is in May"),
    (field("visit", "in_next_days", 1), "visit is within the next 1 day"),
    (orders("sum", "more_than", 99.5, within_days=30), "order total in the last 30 days is more than 99.5"),
    (orders("product", "has_not", "rose"), "has not ordered rose"),
    ({"event": "cart_left", "op": "happened", "within_days": 1}, "cart left in the last 1 day happened"),
    ({"event": "cart_left", "op": "happened", "times": 2}, "cart left happened at least 2 times"),
    ({"segment": "Regulars", "op": "not_in"}, "is not in the segment Regulars"),
    ({"silent_days": 1}, "has been silent for at least 1 day"),
    ({"language": "pt", "op": "is"}, "language is pt"),
    ({"stage": "won", "op": "is_not"}, "stage is not won"),
    ({"tag": "{0.__class__}", "op": "has"}, "has the tag {0.__class__}"),
    ({"oops": 1}, "something that cannot be read"),
]


@pytest.mark.parametrize(("rule", "expected"), WORDS, ids=str)
def test_words(rule: dict[str, Any], expected: str) -> None:
    assert words(rule) == expected


def test_words_use_the_labels_of_the_workspace() -> None:
    workspace = Workspace(
        fields={"lvl": Field("lvl", "VIP level", "number"), "shoe": Field("shoe", "Shoe size", "number")},
        products={"p1": Product("p1", "Red roses", 20)},
    )
    rule = {"all": [field("lvl", "equals", 1), field("shoe", "equals", 38), orders("product", "has", "p1")]}
    assert words(rule, workspace) == "VIP level is 1 and shoe size is 38 and has ordered Red roses"


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(rule=rules_with_segments)
def test_whatever_can_be_asked_can_be_told(rule: dict[str, Any]) -> None:
    verdict = explain(rule, VILNIUS)
    assert verdict.truth is evaluate(rule, VILNIUS)
    assert verdict.words == words(rule)
    assert bool(would_need(rule, VILNIUS)) <= (not verdict.truth)
    assert problems(rule, Workspace()) is not None
    assert reads(rule, SEGMENTS) >= reads(rule)


def test_an_explanation_names_what_decided_and_what_was_there() -> None:
    rule = {
        "all": [
            orders("count", "at_least", 3),
            field("city", "is", "vilnius"),
            {"any": [{"tag": "new", "op": "has"}, {"event": "left", "op": "happened", "times": 5}]},
        ]
    }
    verdict = explain(rule, VILNIUS)
    assert [part.path for part in verdict.parts] == ["all[0]", "all[1]", "all[2]"]
    assert [one.sentence for one in deciding(verdict)] == [
        "“orders is at least 3” was false: orders is 2.",
        "“has the tag new” was false: the customer does not have the tag new.",
        "“left happened at least 5 times” was false: left happened 2 times.",
    ]


@pytest.mark.parametrize(
    ("rule", "actual"),
    [
        (field("city", "is", "Riga"), "city is Vilnius"),
        (field("nothing", "is_not", "Riga"), "nothing is not known"),
        (field("points", "at_least", 1), "points is 12.5"),
        (field("wishes", "contains", "Asters"), "wishes is Red roses and Tulips"),
        (field("visit", "in_next_days", 1), "visit is 4 March 2026"),
        (field("name_day", "month_is", 1), "name day is 1 March"),
        (field("agreed", "is_false"), "agreed is yes"),
        (field("city", "unknown"), "city is known"),
        (field("full_name", "is", "Ben"), "full name is Anna Petrova"),
        ({"silent_days": 30}, "the customer has been silent for 7 days"),
        ({"subscribed": False}, "the customer is subscribed"),
        ({"segment": "one", "op": "in"}, "the customer is not in the segment one"),
        ({"language": "en", "op": "is"}, "language is pt-br"),
    ],
)
def test_the_actual_value_is_told(rule: dict[str, Any], actual: str) -> None:
    assert explain(rule, VILNIUS).actual == actual


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (orders("count", "at_least", 3), "One more order would do."),
        (orders("count", "more_than", 3, within_days=30), "3 more orders in the last 30 days would do."),
        (orders("sum", "at_least", 50), "19.5 more in order total would do."),
        ({"tag": "new", "op": "has"}, "The tag new would do."),
        ({"silent_days": 8}, "One more day of silence would do."),
        ({"event": "left", "op": "happened", "times": 4}, "Left happening 2 more times would do."),
        (
            {"all": [orders("count", "at_least", 3), {"tag": "new", "op": "has"}]},
            "One more order and the tag new would do.",
        ),
        (
            {
                "any": [
                    {"all": [{"tag": "a", "op": "has"}, {"tag": "b", "op": "has"}]},
                    {"tag": "c", "op": "has"},
                ]
            },
            "The tag c would do.",
        ),
        (
            {"all": [field("city", "is", "Riga"), {"tag": "new", "op": "has"}]},
            "It would do if city is Riga and the customer has the tag new.",
        ),
        ({"not": HAS_VIP}, "It would do if the customer does not have the tag vip."),
        (HAS_VIP, ""),
        ({"any": []}, ""),
        ({"not": field("age", "at_least", 3)}, ""),
    ],
)
def test_what_would_be_needed(rule: dict[str, Any], sentence: str) -> None:
    assert would_need(rule, VILNIUS) == sentence
