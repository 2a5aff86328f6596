"""A rule read once: the joins, comparisons and segments its JSON means, and what is wrong with its shape.

A part that cannot be read becomes Broken: it is false whoever is asked, and `problems` reports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from flowbook.rules.keeping import kept
from flowbook.rules.operands import UnreadableOperand, read_operand
from flowbook.rules.operators import Operator, find_operator
from flowbook.rules.sources import FIGURES, Source, field_source
from flowbook.rules.suggestions import did_you_mean
from flowbook.workspace import Rule

DEEPEST = 30
"""Joins within joins; deeper ones are refused, so that no reader of rules runs out of stack."""
ORDER_FIGURES = {
    "count": "count",
    "sum": "sum",
    "last_date": "last_date",
    "status": "last_status",
}
"""What `{"orders": …}` calls a figure -> its name in FIGURES; `product` is apart."""


class Join(Struct, frozen=True):
    """True when every part is (`every`), or when one of them is."""

    path: str
    every: bool
    parts: tuple[Node, ...]


class Negation(Struct, frozen=True):
    path: str
    part: Node


class Comparison(Struct, frozen=True):
    """`operand` is what the operator's test takes, `value` what was written."""

    path: str
    source: Source
    operator: Operator
    operand: Any = None
    value: Any = None


class Membership(Struct, frozen=True):
    path: str
    segment: str
    operator: Operator


class Broken(Struct, frozen=True):
    path: str
    sentence: str


Node = Join | Negation | Comparison | Membership | Broken
Reader = Callable[[Rule, str, int], Node]


@kept
def read_rule(rule: Rule) -> Node:
    """Paths are relative to the rule: `all[0].value`."""
    return _read(rule, "", DEEPEST)


def read_comparison(rule: Rule) -> Comparison:
    """Of a rule that is known to be one."""
    read = read_rule(rule)
    assert isinstance(read, Comparison)
    return read


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order in which they are written."""
    yield node
    if isinstance(node, Join):
        for part in node.parts:
            yield from walk(part)
    elif isinstance(node, Negation):
        yield from walk(node.part)


def _read(rule: Any, path: str, depth: int) -> Node:
    if not isinstance(rule, Mapping):
        return Broken(path, "A rule is an object such as {“tag”: “vip”, “op”: “has”}.")
    shapes = [key for key in _READERS if key in rule]
    if len(shapes) != 1:
        return Broken(path, f"A rule has exactly one of {', '.join(_READERS)}.")
    if depth <= 0:
        return Broken(path, f"Rules go at most {DEEPEST} levels deep.")
    reader, allowed = _READERS[shapes[0]]
    for key in rule:
        if key != shapes[0] and key not in allowed:
            return Broken(
                _at(path, str(key)), f"“{key}” does not belong here.{did_you_mean(str(key), allowed)}"
            )
    return reader(rule, path, depth)


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _join(rule: Rule, path: str, depth: int, key: str) -> Node:
    parts, place = rule[key], _at(path, key)
    if not isinstance(parts, list | tuple):
        return Broken(place, f"“{key}” holds a list of rules.")
    read = tuple(_read(part, f"{place}[{number}]", depth - 1) for number, part in enumerate(parts))
    return Join(path, key == "all", read)


def _negation(rule: Rule, path: str, depth: int) -> Node:
    return Negation(path, _read(rule["not"], _at(path, "not"), depth - 1))


def _comparison(path: str, source: Source, kind: str, rule: Rule, key: str = "value") -> Node:
    """`key` is where the value to compare with is written."""
    operator = _operator(path, kind, rule)
    if isinstance(operator, Broken):
        return operator
    if isinstance(days := _within(path, rule), Broken):
        return days
    value = rule.get(key)
    try:
        operand = read_operand(operator.operand, value)
    except UnreadableOperand as unreadable:
        return Broken(_at(path, key), str(unreadable))
    return Comparison(path, Source(source.shape, source.name, days), operator, operand, value)


def _operator(path: str, kind: str, rule: Rule) -> Operator | Broken:
    name = rule.get("op")
    operator = find_operator(kind, name) if isinstance(name, str) else None
    return operator or Broken(_at(path, "op"), f"Choose how to compare: “{name}” is not known here.")


def _within(path: str, rule: Rule) -> int | Broken | None:
    value = rule.get("within_days")
    try:
        return None if value is None else int(read_operand("days", value))
    except UnreadableOperand as unreadable:
        return Broken(_at(path, "within_days"), str(unreadable))


def _name(rule: Rule, key: str, path: str) -> str | Broken:
    name = rule[key]
    if isinstance(name, str) and name.strip() and not any(map(_forbidden, name)):
        return name
    return Broken(_at(path, key), f"Choose the {key}: “{name}” is no name.")


def _forbidden(character: str) -> bool:
    """A JSON path cannot name quotes and backslashes, a database not the halves of surrogate pairs."""
    return character in '"\\' or character < " " or "\ud800" <= character <= "\udfff"


def _field(rule: Rule, path: str, depth: int) -> Node:
    name = _name(rule, "field", path)
    return name if isinstance(name, Broken) else _comparison(path, field_source(name), "field", rule)


def _tag(rule: Rule, path: str, depth: int) -> Node:
    name = _name(rule, "tag", path)
    return name if isinstance(name, Broken) else _comparison(path, Source("tag", name), "tag", rule)


def _event(rule: Rule, path: str, depth: int) -> Node:
    name = _name(rule, "event", path)
    if isinstance(name, Broken):
        return name
    return _comparison(path, Source("event", name), "event", {"times": 1, **rule}, "times")


def _orders(rule: Rule, path: str, depth: int) -> Node:
    figure = rule["orders"]
    if figure == "product":
        return _product(rule, path)
    if not isinstance(figure, str) or figure not in ORDER_FIGURES:
        return Broken(_at(path, "orders"), f"Choose one of {', '.join((*ORDER_FIGURES, 'product'))}.")
    name = ORDER_FIGURES[figure]
    kind = "status" if figure == "status" else FIGURES[name].kind
    return _comparison(path, Source("orders", name), kind, rule)


def _product(rule: Rule, path: str) -> Node:
    name = _name({"value": None, **rule}, "value", path)
    if isinstance(name, Broken):
        return name
    return _comparison(path, Source("product", name), "product", {**rule, "value": None})


def _segment(rule: Rule, path: str, depth: int) -> Node:
    name = _name(rule, "segment", path)
    operator = _operator(path, "segment", rule)
    if isinstance(name, Broken):
        return name
    return operator if isinstance(operator, Broken) else Membership(path, name, operator)


def _subscribed(rule: Rule, path: str, depth: int) -> Node:
    if not isinstance(rule["subscribed"], bool):
        return Broken(_at(path, "subscribed"), "Choose yes or no.")
    op = "is_true" if rule["subscribed"] else "is_false"
    return _comparison(path, Source("subscribed"), "subscription", {"op": op})


def _silence(rule: Rule, path: str, depth: int) -> Node:
    return _comparison(path, Source("silence"), "silence", {"op": "at_least", **rule}, "silent_days")


def _stage(rule: Rule, path: str, depth: int) -> Node:
    return _comparison(path, Source("stage"), "stage", rule, "stage")


def _language(rule: Rule, path: str, depth: int) -> Node:
    """`pt_BR` is read as `pt-BR`."""
    code = rule["language"]
    tag = code.replace("_", "-") if isinstance(code, str) else code
    return _comparison(path, Source("language"), "spoken", {**rule, "language": tag}, "language")


_READERS: Mapping[str, tuple[Reader, tuple[str, ...]]] = {
    "all": (partial(_join, key="all"), ()),
    "any": (partial(_join, key="any"), ()),
    "not": (_negation, ()),
    "field": (_field, ("op", "value")),
    "tag": (_tag, ("op",)),
    "stage": (_stage, ("op",)),
    "language": (_language, ("op",)),
    "orders": (_orders, ("op", "value", "within_days")),
    "event": (_event, ("op", "within_days", "times")),
    "segment": (_segment, ("op",)),
    "subscribed": (_subscribed, ()),
    "silent_days": (_silence, ()),
}
