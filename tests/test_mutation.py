"""Mutants of a flow: one thing changed, still a flow, always the same ones."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from flowbook.cli.places import find_flows
from flowbook.comparison import compare
from flowbook.customer import Customer
from flowbook.flow import Flow, Node
from flowbook.mutation import KINDS, choose, mutants, sample
from flowbook.mutation.rules import variants
from flowbook.mutation.values import shortened
from flowbook.reading import read_flow
from flowbook.rules import Subject, evaluate
from flowbook.writing import write_flow
from tests.random_flows import random_flow
from tests.rule_strategies import NOW, customers, rules_with_segments

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [one.flow for one in find_flows(ROOT / "flows") if one.flow]
SMALL = Flow(
    "shop",
    "Shop",
    (
        Node("begin", "command", "Begin", {"name": "buy"}, {"next": "check"}),
        Node(
            "check",
            "condition",
            "Regular?",
            {"branches": [{"id": "yes", "rule": {"orders": "count", "op": "at_least", "value": 3}}]},
            {"yes": "thanks", "otherwise": "hello"},
        ),
        Node("thanks", "message", "Thanks", {"text": "Thank you. Come again."}, {"next": "later"}),
        Node("hello", "message", "Hello", {"text": "Hello, {first_name}!"}, {}),
        Node("later", "delay", "Later", {"after": {"amount": 2, "unit": "days"}}, {"next": "hello"}),
        Node("lonely", "message", "Lonely", {"text": "Nobody hears this."}, {}),
    ),
)


def told(flow: Flow) -> set[str]:
    return {one.what for one in mutants(flow)}


def test_what_was_changed_is_told_with_the_title_of_the_step() -> None:
    assert told(SMALL) >= {
        "In “Regular?”, “orders is at least 4” is asked in place of “orders is at least 3”.",
        "In “Regular?”, “orders is more than 3” is asked in place of “orders is at least 3”.",
        "In “Regular?”, “not (orders is at least 3)” is asked in place of “orders is at least 3”.",
        "In “Regular?”, “orders is at least 3” and “Otherwise” lead where the other one should.",
        "In “Thanks”, “next” leads nowhere; it led to “Later”.",
        "“Thanks” is passed over.",
        "“Thanks”, “What the bot says”: “Come again.” is missing.",
        "“Hello”, “What the bot says”: “{first_name}” is missing.",
        "“Later”, “Wait for”: “3 days” in place of “2 days”.",
    }


def test_steps_that_nobody_comes_to_are_left_alone() -> None:
    assert not any(one.node == "lonely" for one in mutants(SMALL))


def test_a_step_that_is_passed_over_leads_whoever_comes_to_it_on() -> None:
    passed = next(one for one in mutants(SMALL) if one.node == "thanks" and one.kind == "left_out")
    check_step = passed.flow.get("check")
    assert check_step is not None
    assert check_step.exits == {"yes": "later", "otherwise": "hello"}


@pytest.mark.parametrize("number", range(3))
def test_mutants_of_random_flows_differ_from_each_other_in_one_step(number: int) -> None:
    flow = random_flow(number, 20)
    found = mutants(flow)
    assert {one.kind for one in found} <= set(KINDS)
    for one in found:
        assert one.flow != flow
        changed = {difference.node for difference in compare(flow, one.flow)}
        # Passing over a step shows in those that led to it.
        assert changed
        if one.kind != "left_out":
            assert changed == {one.node}
    assert len({repr(one.flow.nodes) for one in found}) == len(found)


@pytest.mark.parametrize("flow", SAMPLES, ids=[flow.id for flow in SAMPLES])
def test_mutants_of_a_sample_can_be_written_and_read(flow: Flow) -> None:
    """One of each change of each setting of each type of step."""
    kinds = {(one.kind, flow.by_id[one.node].type, one.path): one for one in mutants(flow)}
    for one in kinds.values():
        assert read_flow(write_flow(one.flow)) == one.flow, one.what


def test_the_same_seed_chooses_the_same_and_another_seed_others() -> None:
    assert choose(SMALL, 5) == choose(SMALL, 5)
    assert len({choose(SMALL, seed).what for seed in range(20)}) > 5  # type: ignore[union-attr]


def test_some_kinds_can_be_asked_for() -> None:
    assert {choose(SMALL, seed, {"time"}).kind for seed in range(5)} == {"time"}  # type: ignore[union-attr]
    assert choose(replace(SMALL, nodes=()), 1) is None


def test_a_sample_has_every_kind_before_it_has_one_twice() -> None:
    found = mutants(SMALL)
    kinds = {one.kind for one in found}
    assert {one.kind for one in sample(found, 1, len(kinds))} == kinds


@given(rules_with_segments, customers())
def test_a_negated_rule_is_true_of_everybody_else(rule: dict, customer: Customer) -> None:
    subject = Subject(customer, NOW, "Europe/Vilnius")
    for one in variants(rule):
        assert one.rule != rule
        if one.kind == "negation" and one.before == rule:
            assert evaluate(one.rule, subject) is not evaluate(rule, subject)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hello. Good to see you.", "Hello."),
        ("Good to see you", "Good to see"),
        ("Hello, {name|default:dear friend}!", "Hello,"),
        ("Yes", "Yes."),
        ("Line\nanother line", "Line"),
    ],
)
def test_a_text_says_less_and_fields_stay_whole(text: str, left: str) -> None:
    assert shortened(text) == left
