"""Random customers and rules for the property tests: odd texts, missing fields, edge dates, several zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from flowbook.customer import Customer, Occurrence, Order
from flowbook.rules.operators import FIELD_OPERATORS, Operator, operators_for
from flowbook.rules.sources import COMPUTED

NOW = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
TAGS, EVENTS, PRODUCTS = ("vip", "new"), ("paid", "left"), ("rose", "tulip")
STAGES, STATUSES = ("lead", "Won "), ("new", "paid")
ZONES = ("Europe/Vilnius", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Mars/Base", "")
WORDS = (
    "Vilnius",
    " vilnius",
    "VILNIUS ",
    "nius",
    "Straße",
    "STRASSE",
    "strass",
    "İzmir",
    "12",
    "a\x00b",
    "  ",
)
NUMBERS = (-1, 0, 1, 2, 3, 12, 2.5, -0.0, 1e300, 10**18, "12", " 2.5 ", "-1", "1,5", "1e3", True)
DATES = (
    "2026-03-01",
    "2026-02-28",
    "2024-02-29",
    "--02-29",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "20260301",
)
MOMENTS = (
    "2026-02-28T23:59:00+00:00",
    "2026-03-01 01:00",
    "2026-02-28T12:00:00-11:00",
    "9999-12-31T23:59:59+00:00",
)
ANSWERS = (True, False, 1, 0, 1.0, "yes", "No", " TRUE", "false", "maybe", 2)
ODD = (None, "", [], {}, ["x"], {"a": 1}, [None])
LISTS = (
    ["Vilnius"],
    [" vilnius ", "VILNIUS"],
    ["Vilnius", "nius"],
    ["Straße", 12],
    ["a\x00b\x1f", "\x1f"],
    [True, ["nius"]],
    ["2026-03-01", "yes"],
    ["\ud800nius", ""],
)
SEGMENT_NAMES = ("regulars", "inner", "ring", "round", "absent")

VALUES = (
    "\ud800x",
    *WORDS,
    *NUMBERS,
    *DATES,
    *MOMENTS,
    *ANSWERS,
    *ODD,
    *LISTS,
    "vilnius\x1fnius",
    "2026-02-27",
    "2026-03-02",
    "2026-02-20",
    "2025-03-05",
)
COMPARED: dict[str, tuple[Any, ...]] = {
    "none": (None,),
    "text": ("vilnius", "STRASS", "nius", "a\x00", "1", "yes", "2026-03"),
    "texts": (["Vilnius", "12"], ["false"]),
    "number": (-1, 0, 2.5, 12, 1e300),
    "pair": ([0, 2], [2.5, 12]),
    "date": ("2026-03-01", "2026-02-28", "0001-01-01", "9999-12-31"),
    "days": (0, 1, 2, 8, 9, 400, 36_500),
    "month": (2, 3, 12),
}

near_dates = st.integers(-8, 8).map(lambda days: (NOW.date() + timedelta(days)).isoformat())
texts = st.one_of(st.sampled_from(WORDS), st.text(st.characters(exclude_categories=["Cs"]), max_size=4))
POOLS: dict[str, st.SearchStrategy[Any]] = {
    "city": texts,
    "wishes": st.one_of(st.lists(texts, max_size=3), texts),
    "first_name": st.one_of(texts, st.sampled_from(ODD)),
    "last_name": texts,
    "full_name": st.sampled_from(("", "  ", "Ann \x00Bo", 12, None)),
    "имя": st.one_of(texts, st.sampled_from(ODD)),
    "age": st.sampled_from((*NUMBERS, *ODD)),
    "agreed": st.sampled_from((*ANSWERS, *ODD)),
    "birthday": st.one_of(st.sampled_from(DATES + MOMENTS), near_dates),
    "a b": st.sampled_from((*WORDS, *NUMBERS, *DATES, *ANSWERS, *ODD)),
    "language": st.sampled_from(["pt", "PT_br", "pt-BR-x", "ptx", "en", ""]),
    "timezone": st.sampled_from(ZONES),
}
"""Field names and what is found in them; the kind a name suggests is kept only mostly, as in life."""
LIKELY = {
    "city": "text",
    "wishes": "choice",
    "имя": "text",
    "age": "number",
    "agreed": "yes_no",
    "birthday": "date",
    "a b": "text",
}

instants = st.one_of(
    st.integers(-90 * 24, 2).map(lambda hours: NOW + timedelta(hours=hours)),
    st.integers(0, 40).map(lambda days: NOW - timedelta(days=days)),
    st.integers(-10, 10).map(lambda tick: NOW - timedelta(days=7, microseconds=tick)),
)
cents = st.integers(-2000, 200_000).map(lambda amount: amount / 100)


@st.composite
def customers(draw: st.DrawFn) -> Customer:
    fields = {name: draw(pool) for name, pool in POOLS.items() if draw(st.integers(0, 3))}
    order = st.builds(
        Order,
        id=st.integers(1, 999).map(str),
        placed=instants,
        total=cents,
        status=st.sampled_from(STATUSES),
        items=st.lists(st.sampled_from(PRODUCTS), max_size=2).map(tuple),
    )
    return Customer(
        id="c1",
        created=draw(instants),
        fields=fields,
        tags=draw(st.frozensets(st.sampled_from(TAGS))),
        stage=draw(st.sampled_from([None, "", *STAGES])),
        orders=tuple(draw(st.lists(order, max_size=4, unique_by=lambda one: one.id))),
        happened=tuple(draw(st.lists(st.builds(Occurrence, st.sampled_from(EVENTS), instants), max_size=4))),
        subscribed=draw(st.booleans()),
        last_seen=draw(st.one_of(st.none(), instants)),
    )


OPERANDS: dict[str, st.SearchStrategy[Any]] = {
    "none": st.none(),
    "text": texts,
    "texts": st.lists(texts, min_size=1, max_size=3),
    "number": st.sampled_from((-1, 0, 1, 2, 2.5, 3, 12, 1e300)),
    "pair": st.sampled_from(([0, 2], [1, 1], [-5, 2.5], [3, 100])),
    "date": st.one_of(near_dates, st.sampled_from(["2026-03-01", "2026-02-28", "0001-01-01", "9999-12-31"])),
    "days": st.sampled_from((0, 1, 2, 7, 30, 36_500)),
    "month": st.sampled_from((1, 2, 3, 12)),
    "times": st.integers(1, 3),
}
windows = st.sampled_from([{}, {}, {"within_days": 0}, {"within_days": 7}, {"within_days": 30}])


def compared(
    base: dict[str, Any], operators: list[Operator], key: str = "value"
) -> st.SearchStrategy[dict[str, Any]]:
    def fill(operator: Operator) -> st.SearchStrategy[dict[str, Any]]:
        return OPERANDS[operator.operand].map(lambda value: {**base, "op": operator.name, key: value})

    return st.sampled_from(operators).flatmap(fill)


figures = st.sampled_from([*COMPUTED, "session.guests"])
fitting = st.sampled_from(list(LIKELY)).flatmap(
    lambda name: compared({"field": name}, operators_for(LIKELY[name]))
)
misfitting = st.one_of(figures, st.sampled_from(list(POOLS))).flatmap(
    lambda name: compared({"field": name}, list(FIELD_OPERATORS.values()))
)


def _windowed(
    base: dict[str, Any], operators: list[Operator], key: str = "value"
) -> st.SearchStrategy[dict[str, Any]]:
    return windows.flatmap(lambda window: compared({**base, **window}, operators, key))


def _flag(key: str, names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    ops = [operator.name for operator in operators_for(key)]
    return st.fixed_dictionaries({key: st.sampled_from(names), "op": st.sampled_from(ops)})


about_orders = st.one_of(
    st.sampled_from(["count", "sum"]).flatmap(
        lambda name: _windowed({"orders": name}, operators_for("number"))
    ),
    _windowed({"orders": "last_date"}, operators_for("date")),
    _windowed({"orders": "status"}, operators_for("status")),
    windows.flatmap(
        lambda window: st.fixed_dictionaries(
            {
                **{key: st.just(value) for key, value in window.items()},
                "orders": st.just("product"),
                "op": st.sampled_from(["has", "has_not"]),
                "value": st.sampled_from(PRODUCTS),
            }
        )
    ),
)
codes = st.sampled_from(["pt", "PT-BR", "en", "p"])
comparisons = st.one_of(
    fitting,
    fitting,
    misfitting,
    about_orders,
    _flag("tag", TAGS),
    compared({}, operators_for("stage"), "stage"),
    st.sampled_from([*STAGES, "won"]).map(lambda stage: {"stage": stage, "op": "is"}),
    st.builds(lambda code, op: {"language": code, "op": op}, codes, st.sampled_from(["is", "is_not"])),
    st.sampled_from(EVENTS).flatmap(lambda name: _windowed({"event": name}, operators_for("event"), "times")),
    st.booleans().map(lambda yes: {"subscribed": yes}),
    st.integers(0, 40).map(lambda days: {"silent_days": days}),
    st.just({"tag": "vip", "op": "nonsense"}),
)
about_segments = _flag("segment", SEGMENT_NAMES)


def joined(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(parts, max_size=3)
    return st.one_of(
        several.map(lambda rules: {"all": rules}),
        several.map(lambda rules: {"any": rules}),
        parts.map(lambda rule: {"not": rule}),
    )


rules = st.recursive(comparisons, joined, max_leaves=6)
rules_with_segments = st.recursive(st.one_of(comparisons, about_segments), joined, max_leaves=6)


@st.composite
def segment_sets(draw: st.DrawFn) -> dict[str, Any]:
    """One segment uses another, two go round in a ring, and one does not exist."""
    return {
        "regulars": {
            "all": [draw(rules), {"segment": "inner", "op": draw(st.sampled_from(["in", "not_in"]))}]
        },
        "inner": draw(rules),
        "ring": {"any": [draw(rules), {"segment": "round", "op": "in"}]},
        "round": {"not": {"segment": "ring", "op": "in"}},
    }
