"""A rule asked about one customer and the same rule as SQL over a table of them give the same answer."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowbook.customer import Customer, Order
from flowbook.errors import FlowbookError
from flowbook.rules import FUNCTIONS, compile_sql, evaluate, subject_for
from flowbook.rules.operators import FIELD_OPERATORS
from flowbook.rules.readings import instant_text
from flowbook.rules.subject import Subject
from tests.rule_strategies import (
    COMPARED,
    NOW,
    VALUES,
    comparisons,
    customers,
    rules_with_segments,
    segment_sets,
)

try:
    import pysqlite3 as sqlite3
except ImportError:
    import sqlite3  # type: ignore[no-redef]

TABLES = """
CREATE TABLE customers (id TEXT PRIMARY KEY, created TEXT, fields TEXT, stage TEXT, subscribed INTEGER,
                        last_seen TEXT, language TEXT, timezone TEXT);
CREATE TABLE customer_tags (customer TEXT, tag TEXT);
CREATE TABLE orders (customer TEXT, id TEXT, placed TEXT, total REAL, status TEXT, items TEXT);
CREATE TABLE happened (customer TEXT, name TEXT, at TEXT, data TEXT);
"""
DEFAULT_ZONE = "Asia/Tokyo"


@pytest.fixture(scope="module")
def database() -> Any:
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    for name, (arguments, function) in FUNCTIONS.items():
        connection.create_function(name, arguments, function, deterministic=True)
    yield connection
    connection.close()


def store(database: Any, *people: Customer, ascii_only: bool = False) -> None:
    for table in ("customers", "customer_tags", "orders", "happened"):
        database.execute(f"DELETE FROM {table}")
    for customer in people:
        add(database, customer, ascii_only)


def add(database: Any, customer: Customer, ascii_only: bool) -> None:
    seen = instant_text(customer.last_seen) if customer.last_seen else None
    fields = json.dumps(dict(customer.fields), ensure_ascii=ascii_only)
    row = (
        customer.id,
        instant_text(customer.created),
        fields,
        customer.stage,
        int(customer.subscribed),
        seen,
    )
    database.execute(
        "INSERT INTO customers VALUES (?,?,?,?,?,?,?,?)", (*row, customer.language, customer.timezone)
    )
    database.executemany(
        "INSERT INTO customer_tags VALUES (?,?)", [(customer.id, tag) for tag in customer.tags]
    )
    database.executemany(
        "INSERT INTO orders VALUES (?,?,?,?,?,?)", [order_row(one) for one in customer.orders]
    )
    events = [(customer.id, one.name, instant_text(one.at), "{}") for one in customer.happened]
    database.executemany("INSERT INTO happened VALUES (?,?,?,?)", events)


def order_row(order: Order) -> tuple[Any, ...]:
    return ("c1", order.id, instant_text(order.placed), order.total, order.status, json.dumps(order.items))


def selected(database: Any, rule: dict[str, Any], segments: dict[str, Any]) -> set[str]:
    where, params = compile_sql(rule, now=NOW, default_zone=DEFAULT_ZONE, segments=segments)
    return {row[0] for row in database.execute(f"SELECT id FROM customers WHERE {where}", params)}


def asked(customer: Customer, rule: dict[str, Any], segments: dict[str, Any]) -> bool:
    zone = subject_for(customer, NOW, DEFAULT_ZONE).zone
    return evaluate(rule, Subject(customer, NOW, zone, {}, segments))


def test_every_operator_on_every_value_in_every_zone(database: Any) -> None:
    """The whole table: what hypothesis might not hit upon."""
    people = [
        Customer(f"c{number}", NOW, {"it": value, "timezone": zone})
        for number, (value, zone) in enumerate(
            product(VALUES, ("Europe/Vilnius", "Pacific/Pago_Pago", "nowhere"))
        )
    ]
    store(database, *people, ascii_only=True)  # half a surrogate pair can only be stored escaped
    some, not_all = set(), set()
    for operator, value in (
        (one, value) for one in FIELD_OPERATORS.values() for value in COMPARED[one.operand]
    ):
        rule = {"field": "it", "op": operator.name, "value": value}
        expected = {one.id for one in people if asked(one, rule, {})}
        assert selected(database, rule, {}) == expected, rule
        some |= {operator.name} if expected else set()
        not_all |= {operator.name} if len(expected) < len(people) else set()
    assert some == not_all == set(FIELD_OPERATORS)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(customer=customers(), rules=st.lists(comparisons, min_size=6, max_size=6), ascii_only=st.booleans())
def test_each_comparison_means_the_same(
    database: Any, customer: Customer, rules: Any, ascii_only: bool
) -> None:
    store(database, customer, ascii_only=ascii_only)
    for rule in rules:
        assert bool(selected(database, rule, {})) == asked(customer, rule, {}), rule


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(customer=customers(), rule=rules_with_segments, segments=segment_sets())
def test_joined_rules_and_segments_mean_the_same(
    database: Any, customer: Customer, rule: Any, segments: Any
) -> None:
    store(database, customer)
    assert bool(selected(database, rule, segments)) == asked(customer, rule, segments)


def test_values_never_become_part_of_the_text() -> None:
    evil = "x' OR 1=1 --"
    rule = {"all": [{"field": evil, "op": "is", "value": evil}, {"tag": evil, "op": "has"}]}
    where, params = compile_sql(rule, now=NOW, default_zone=evil, segments={})
    assert evil not in where
    assert evil in params.values()


def test_today_is_the_customers_own_date(database: Any) -> None:
    """At 23:30 UTC it is tomorrow in Vilnius and still this afternoon in Pago Pago."""
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()
    rule = {"field": "visit", "op": "in_next_days", "value": 0}
    for zone, expected in (("Europe/Vilnius", True), ("Pacific/Pago_Pago", False)):
        store(database, Customer("c1", NOW, {"visit": tomorrow, "timezone": zone}))
        assert bool(selected(database, rule, {})) is expected


def test_a_value_of_a_conversation_is_missing_in_the_database(database: Any) -> None:
    store(database, Customer("c1", NOW, {"guests": 3}))
    assert not selected(database, {"field": "session.guests", "op": "known"}, {})
    assert selected(database, {"field": "session.guests", "op": "unknown"}, {})


def test_segments_that_double_without_end_are_refused() -> None:
    def twice(name: str) -> dict[str, Any]:
        return {"any": [{"segment": name, "op": "in"}, {"segment": name, "op": "not_in"}]}

    segments = {f"s{number}": twice(f"s{number + 1}") for number in range(28)} | {
        "s28": {"tag": "vip", "op": "has"}
    }
    with pytest.raises(FlowbookError, match="too long"):
        compile_sql({"segment": "s0", "op": "in"}, now=NOW, default_zone="UTC", segments=segments)
