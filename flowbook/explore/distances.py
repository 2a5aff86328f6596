"""Wishes for a value that lies exactly at, one below, or one above where a comparison turns over."""

from __future__ import annotations

from datetime import date

from flowbook.rules.tree import Comparison, read_rule
from flowbook.ways import Wish, not_so, so
from flowbook.workspace import Rule

AHEAD = frozenset({"in_next_days", "days_until_at_most"})
AGO = frozenset({"in_last_days", "days_since_at_least"})


def exactly(leaf: Rule, end: int, step: int) -> tuple[Wish, ...] | None:
    """`end` is which of a pair's limits is meant. None where nothing says it."""
    one = read_rule(leaf)
    if not isinstance(one, Comparison):
        return None
    limit = one.operand[end] if isinstance(one.operand, tuple) else one.operand
    match one.source.shape:
        case "event":
            return _counted({**leaf, "op": "happened"}, "times", limit + step)
        case "silence":
            return _counted(leaf, "silent_days", limit + step)
    if one.operator.reads == "number":
        return (so({**leaf, "op": "equals", "value": limit + step}),)
    if one.operator.name in AHEAD:
        return _days_ahead(leaf, limit + step)
    if one.operator.name in AGO:
        return _days_ahead(leaf, -limit - step)
    return (so({**leaf, "op": "on", "value": date.fromordinal(limit + step).isoformat()}),)


def _counted(leaf: Rule, key: str, count: int) -> tuple[Wish, ...]:
    """Asking for at least nothing would ask nobody."""
    fewer = not_so({**leaf, key: count + 1})
    return (so({**leaf, key: count}), fewer) if count > 0 else (fewer,)


def _days_ahead(leaf: Rule, days: int) -> tuple[Wish, ...]:
    """So many days from today, into the past where they are negative."""
    past = {**leaf, "op": "days_since_at_least"}
    if days < 0:
        return so({**past, "value": -days}), not_so({**past, "value": -days + 1})
    ahead = {**leaf, "op": "days_until_at_most"}
    nearer = {**ahead, "value": days - 1} if days else {**past, "value": 1}
    return so({**ahead, "value": days}), not_so(nearer)
