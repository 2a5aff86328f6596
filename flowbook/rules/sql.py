"""A rule as a WHERE text over all customers; it means what `evaluate` means for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flowbook.errors import FlowbookError
from flowbook.rules.readings import instant_text
from flowbook.rules.segments import members_rule
from flowbook.rules.sources import cutoff, expression
from flowbook.rules.texts import joined
from flowbook.rules.tree import Broken, Comparison, Join, Membership, Negation, Node, read_rule
from flowbook.workspace import Rule

LONGEST = 500_000
"""Characters; SQLite itself refuses a statement of a million."""


def compile_sql(
    rule: Rule, *, now: datetime, default_zone: str, segments: Mapping[str, Rule]
) -> tuple[str, dict[str, Any]]:
    """The text goes after `SELECT … FROM customers WHERE`; its parameters are named `:r0`, `:r1` and so on.

    Whoever runs it registers `FUNCTIONS` first. Instants are stored as `instant_text` writes them. Values of
    a conversation are missing. Raises FlowbookError when segments within segments grow out of all measure.
    """
    query = _Query(now, default_zone, segments)
    return query.where(read_rule(rule)), query.params


@dataclass(slots=True)
class _Query:
    now: datetime
    default_zone: str
    segments: Mapping[str, Rule]
    params: dict[str, Any] = field(default_factory=dict)
    names: dict[tuple[type, Any], str] = field(default_factory=dict)
    length: int = 0

    def where(self, node: Node) -> str:
        match node:
            case Join(parts=parts, every=every):
                joined = (" AND " if every else " OR ").join(map(self.where, parts))
                return f"({joined})" if parts else str(int(every))
            case Negation(part=part):
                return f"NOT {self.where(part)}"
            case Comparison():
                return self._compare(node)
            case Membership():
                return self._member(node)
            case Broken():
                return "0"

    def _member(self, node: Membership) -> str:
        rule = members_rule(node.segment, self.segments)
        inside = "0" if rule is None else self.where(read_rule(rule))
        return f"({node.operator.sql.format(a=inside)})"

    def _compare(self, node: Comparison) -> str:
        operator = node.operator
        stored = expression(node.source, operator.reads).format_map(_Places(self, node))
        comparison = operator.sql.format_map({"a": stored, **self._operands(node)})
        self.length += len(comparison)
        if self.length > LONGEST:
            raise FlowbookError(
                "This rule and its segments are too long together. Make the segments simpler."
            )
        return f"coalesce({comparison}, {int(operator.missing)})"

    def _operands(self, node: Comparison) -> dict[str, str]:
        places: dict[str, str] = {}
        if node.operator.relative:
            now, default_zone = self.bind(instant_text(self.now)), self.bind(self.default_zone)
            places["today"] = f"rule_today({now}, customers.timezone, {default_zone})"
        if node.operator.operand == "pair":
            places["low"], places["high"] = map(self.bind, node.operand)
        elif node.operator.operand == "texts":
            places["v"] = self.bind(joined(node.operand))
        elif node.operator.operand != "none":
            places["v"] = self.bind(node.operand)
        return places

    def bind(self, value: Any) -> str:
        """The placeholder of a value; an equal value of the same type is bound once."""
        name = self.names.setdefault((type(value), value), f"r{len(self.names)}")
        self.params[name] = value
        return f":{name}"


class _Places(dict[str, str]):
    """What stands in braces in a source's SQL, bound only when it occurs."""

    def __init__(self, query: _Query, node: Comparison) -> None:
        super().__init__(timezone="customers.timezone")
        self.query, self.node = query, node

    def __missing__(self, place: str) -> str:
        source, now = self.node.source, self.query.now
        values = {
            "name": lambda: source.name,
            "path": lambda: f'$."{source.name}"',
            "now": lambda: instant_text(now),
            "cutoff": lambda: instant_text(cutoff(now, source.within_days or 0)),
            "zone": lambda: self.query.default_zone,
        }
        return self.query.bind(values[place]())
