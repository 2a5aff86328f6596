"""Wishes granted: the abstract customers for whom rules have the truth that a way on wants of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowbook.explore.facts import Facts
from flowbook.rules.desires import Desire, spread
from flowbook.rules.segments import members_rule
from flowbook.rules.tree import Comparison, Join, Membership, Negation, Node, read_rule
from flowbook.ways import Wish
from flowbook.workspace import Rule

MOST = 64
"""Kinds of customers for one way; beyond, the choices that are left are not looked at, which rules nobody
out."""


def grant(facts: Facts, wishes: Iterable[Wish], segments: Mapping[str, Rule]) -> list[Facts]:
    """None in the list proves that it cannot be."""
    first = [Desire(read_rule(rule), truth) for rule, truth in wishes]
    stack: list[tuple[list[Desire], Facts]] = [(first, facts)]
    found: list[Facts] = []
    while stack:
        waiting, before = stack.pop()
        met = _plain(waiting, before, segments)
        if met is None:
            continue
        choices, after = met
        if choices and len(stack) + len(found) < MOST:
            choice, *rest = choices
            stack += [([one, *rest], after) for one in reversed(choice.alternatives())]
        else:
            found.append(after)
    return found


def _plain(
    wishes: Iterable[Desire], facts: Facts, segments: Mapping[str, Rule]
) -> tuple[list[Desire], Facts] | None:
    """Takes in all that leaves no choice; gives the choices that remain."""
    choices, plain = spread(wishes, segments)
    for wish in plain:
        if not isinstance(wish.node, Comparison):
            if wish.truth:
                return None
            continue
        claimed = facts.claim(wish.node, wish.truth, wish.in_segment)
        if claimed is None:
            return None
        facts = claimed
    return choices, facts


def comparisons(rule: Rule, segments: Mapping[str, Rule]) -> Iterable[Comparison]:
    """All that a rule compares, those of its segments among them."""
    waiting: list[Node] = [read_rule(rule)]
    seen: set[str] = set()
    while waiting:
        match waiting.pop():
            case Comparison() as comparison:
                yield comparison
            case Join(parts=parts):
                waiting += parts
            case Negation(part=part):
                waiting.append(part)
            case Membership(segment=segment) if segment not in seen:
                seen.add(segment)
                inner = members_rule(segment, segments)
                waiting += [read_rule(inner)] if inner is not None else []
