"""Coverage: what was seen, what was checked, and how near customers came to where a rule turns over."""

from datetime import UTC, datetime

import pytest

from flowbook.customer import Customer, Order
from flowbook.notebook.coverage import EXITS, NODES, RULES, THRESHOLDS, TIMERS, Target, coverage_of, targets
from flowbook.notebook.thresholds import boundaries, effects, touched
from flowbook.rules.subject import Subject
from flowbook.workspace import Rule, Workspace
from tests.notebook_cases import CASES, ground, ground_at, play

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
ORDERS: Rule = {"orders": "count", "op": "at_least", "value": 3}
VIP: Rule = {"tag": "vip", "op": "has"}


def subject(orders: int = 0, *tags: str, **fields: object) -> Subject:
    some = tuple(Order(str(number), NOW, 10) for number in range(orders))
    return Subject(Customer("c", NOW, fields, frozenset(tags), orders=some), NOW)


def of(kind: str, node: str, *detail: object) -> Target:
    return Target(kind, "shop", node, detail)


def test_a_turn_that_something_was_expected_of_is_checked_and_another_only_visited() -> None:
    cells = "  - {id: a, say: /start}\n  - {id: b, expect: {node: hello}}\n  - {id: c, wait: next timer}\n"
    (covered,) = play(ground(cells)).coverage
    assert covered.seen[of(NODES, "hello")] is True
    assert covered.seen[of(NODES, "nudge")] is False
    assert covered.seen[of(EXITS, "size", "no_answer")] is False
    assert of(NODES, "stock") not in covered.seen


def test_a_failing_scenario_covers_nothing() -> None:
    (covered,) = play(ground("  - {id: a, say: /start}\n  - {id: b, expect: {silence: yes}}\n")).coverage
    assert (covered.seen, covered.percent) == ({}, 0)


def test_a_new_snapshot_checks_nothing_yet() -> None:
    (covered,) = play(ground("  - {id: a, say: /start}\n  - {id: b, snapshot: replies}\n")).coverage
    assert set(covered.seen.values()) == {False}


def test_what_several_notebooks_saw_counts_together() -> None:
    names = ("everything", "person", "matrix")
    (covered,) = play(*(ground_at(CASES / "fine" / f"{name}.test.yaml") for name in names)).coverage
    assert covered.shares[EXITS].percent == 100
    assert covered.shares[NODES].missing == ()


def test_timers_fire_or_are_cancelled() -> None:
    fired, cancelled = of(TIMERS, "size", "fired"), of(TIMERS, "size", "cancelled")
    hello, mock = "  - {id: a, say: /start}\n", "  - {id: m, mock: stock}\n"
    (one,) = play(ground(hello + "  - {id: b, wait: 2 hours}\n")).coverage
    assert (fired in one.seen, cancelled in one.seen) == (True, False)
    (two,) = play(ground(mock + hello + "  - {id: b, tap: Small}\n  - {id: c, wait: 1 day}\n")).coverage
    assert (fired in two.seen, cancelled in two.seen) == (False, True)


def test_a_threshold_is_touched_by_whoever_stands_at_it_or_one_beside() -> None:
    steps = {orders: [step for _, step in touched(ORDERS, subject(orders))] for orders in range(6)}
    assert steps == {0: [], 1: [], 2: [-1], 3: [0], 4: [1], 5: []}
    assert [step for _, step in boundaries(ORDERS, {})] == [-1, 0, 1]


def test_nobody_has_fewer_orders_than_none() -> None:
    rule = {"orders": "count", "op": "equals", "value": 0}
    assert [step for _, step in boundaries(rule, {})] == [0, 1]


@pytest.mark.parametrize(
    ("rule", "fields", "found"),
    [
        ({"field": "age", "op": "between", "value": [18, 30]}, {"age": 18}, [("#0", 0)]),
        ({"field": "age", "op": "between", "value": [18, 30]}, {"age": 31}, [("#1", 1)]),
        ({"field": "due", "op": "in_next_days", "value": 3}, {"due": "2026-06-19"}, [("#0", 1)]),
        ({"field": "due", "op": "days_since_at_least", "value": 3}, {"due": "2026-06-12"}, [("#0", 0)]),
        ({"field": "due", "op": "before", "value": "2026-06-12"}, {"due": "2026-06-11"}, [("#0", -1)]),
        ({"field": "age", "op": "at_least", "value": 18}, {"age": "many"}, []),
        ({"field": "city", "op": "is", "value": "Vilnius"}, {"city": "Vilnius"}, []),
    ],
)
def test_thresholds_of_every_sort(
    rule: Rule, fields: dict[str, object], found: list[tuple[str, int]]
) -> None:
    assert list(touched(rule, subject(**fields))) == found


def test_the_thresholds_of_a_segment_are_those_of_its_rule() -> None:
    segments = {"regulars": ORDERS, "round": {"segment": "round", "op": "in"}}
    rule = {"any": [{"segment": "regulars", "op": "in"}, {"segment": "round", "op": "in"}]}
    assert [step for _, step in boundaries(rule, segments)] == [-1, 0, 1]
    seen = Subject(subject(2).customer, NOW, segments=segments)
    assert [step for _, step in touched(rule, seen)] == [-1]


@pytest.mark.parametrize(
    ("rule", "who", "deciding"),
    [
        ({"all": [ORDERS, VIP]}, subject(3), {("all[1]", False)}),
        ({"all": [ORDERS, VIP]}, subject(0), set()),
        ({"all": [ORDERS, VIP]}, subject(3, "vip"), {("all[0]", True), ("all[1]", True)}),
        ({"any": [ORDERS, VIP]}, subject(0), {("any[0]", False), ("any[1]", False)}),
        ({"any": [ORDERS, VIP]}, subject(3, "vip"), set()),
        ({"not": VIP}, subject(0), {("not", False)}),
    ],
)
def test_a_comparison_counts_only_where_it_decides(rule: Rule, who: Subject, deciding: set[object]) -> None:
    assert set(effects(rule, who)) == deciding


def test_what_is_proved_unreachable_leaves_the_count() -> None:
    here = ground("  - {id: a, say: /start}\n")
    ways = [one for one in targets(here.flow, here.workspace) if one.kind == EXITS]
    whole = coverage_of(here.flow, Workspace(), {})
    fewer = coverage_of(here.flow, Workspace(), {}, unreachable=ways[:4])
    assert fewer.shares[EXITS].total == whole.shares[EXITS].total - 4


def test_rules_and_thresholds_are_seen_on_the_way() -> None:
    (covered,) = play(ground("  - {id: a, say: /start}\n")).coverage
    assert covered.seen.keys() >= {
        of(RULES, "regular", "yes", "", False),
        of(THRESHOLDS, "regular", "yes", "#0", -1),
    }
    assert of(RULES, "regular", "yes", "", True) not in covered.seen
