"""A rule with one thing changed: a threshold, a comparison, a negation, how its parts are joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flowbook.mutation.mutant import COMPARISON, JOIN, NEGATION, THRESHOLD
from flowbook.rules.tree import Broken, Comparison, Membership, read_rule, walk
from flowbook.workspace import Rule

EDGES = {"at_least": "more_than", "more_than": "at_least", "at_most": "less_than", "less_than": "at_most"}
"""The same threshold, with itself taken in or left out."""
NEAR = (-1, 1)
_JOINS = {"all": "any", "any": "all"}
_VALUE_KEYS = {"event": "times", "silent_days": "silent_days"}
"""Where a rule of that shape has what it compares with; all others have it under `value`."""


@dataclass(frozen=True, slots=True)
class Variant:
    """`rule` is the whole rule after the change; `before` and `now` are the part that differs."""

    kind: str
    rule: Rule
    before: Rule
    now: Rule


def variants(rule: Rule) -> Iterator[Variant]:
    """Each differs in one thing and can be read."""
    for kind, now in _own(rule):
        if not any(isinstance(part, Broken) for part in walk(read_rule(now))):
            yield Variant(kind, now, rule, now)
    for key in (*_JOINS, "not"):
        if key in rule:
            yield from _inner(rule, key)


def _inner(rule: Rule, key: str) -> Iterator[Variant]:
    parts = [rule[key]] if key == "not" else rule[key]
    for number, part in enumerate(parts):
        for one in variants(part):
            changed = [*parts[:number], one.rule, *parts[number + 1 :]]
            whole = {key: changed[0] if key == "not" else changed}
            yield Variant(one.kind, whole, one.before, one.now)


def _own(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for key, other in _JOINS.items():
        if key in rule and len(rule[key]) > 1:
            parts = rule[key]
            yield JOIN, {other: parts}
            yield from ((JOIN, {key: [*parts[:n], *parts[n + 1 :]]}) for n in range(len(parts)))
    if "not" in rule:
        yield NEGATION, rule["not"]
    match read_rule(rule):
        case Comparison(operator=operator) as one:
            yield NEGATION, _opposite(rule, operator.opposite)
            yield from ((THRESHOLD, {**rule, key: value}) for key, value in _moved(rule, one))
            if edge := EDGES.get(operator.name):
                yield COMPARISON, {**rule, "op": edge}
        case Membership(operator=operator):
            yield NEGATION, _opposite(rule, operator.opposite)


def _opposite(rule: Rule, name: str) -> Rule:
    if "subscribed" in rule:
        return {"subscribed": not rule["subscribed"]}
    return {**rule, "op": name} if name else {"not": rule}


def _moved(rule: Rule, one: Comparison) -> Iterator[tuple[str, Any]]:
    """The key and the value beside it, one further and one less."""
    for step in NEAR:
        key = next((name for shape, name in _VALUE_KEYS.items() if shape in rule), "value")
        # An event that happened at all is written without a number: it stands for once.
        written = rule.get(key, 1 if key == "times" else None)
        if one.operator.operand in _STEPS and written is not None:
            yield from ((key, value) for value in _STEPS[one.operator.operand](written, step))
        if "within_days" in rule:
            yield "within_days", rule["within_days"] + step


def _number(value: Any, step: int) -> Iterator[Any]:
    yield value + step


def _pair(value: Any, step: int) -> Iterator[Any]:
    low, high = value
    yield from ([low + step, high], [low, high + step])


def _day(value: Any, step: int) -> Iterator[Any]:
    yield (date.fromisoformat(value) + timedelta(days=step)).isoformat()


def _month(value: Any, step: int) -> Iterator[Any]:
    yield (value - 1 + step) % 12 + 1


def _texts(value: Any, step: int) -> Iterator[Any]:
    """One of several left out: the first, or the last."""
    if len(value) > 1:
        yield value[1:] if step < 0 else value[:-1]


_STEPS: Mapping[str, Any] = {
    "number": _number,
    "days": _number,
    "times": _number,
    "pair": _pair,
    "date": _day,
    "month": _month,
    "texts": _texts,
}
