"""Wishes granted: the abstract customers for whom rules have the truth that a way on wants of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowbook.explore.facts import Facts
from flowbook.rules.segments import members_rule
from flowbook.rules.tree import Broken, Comparison, Join, Membership, Negation, Node, read_rule
from flowbook.ways import Wish
from flowbook.workspace import Rule

MOST = 64
"""Kinds of customers for one way; beyond, the choices that are left are not looked at, which rules nobody
out."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """`hidden`: within a segment, where no conversation is seen."""

    node: Node
    truth: bool
    hidden: bool = False

    def of(self, node: Node, truth: bool) -> _Wish:
        return _Wish(node, truth, self.hidden)


def grant(facts: Facts, wishes: Iterable[Wish], segments: Mapping[str, Rule]) -> list[Facts]:
    """None in the list proves that it cannot be."""
    first = [_Wish(read_rule(rule), truth) for rule, truth in wishes]
    stack: list[tuple[list[_Wish], Facts]] = [(first, facts)]
    found: list[Facts] = []
    while stack:
        waiting, before = stack.pop()
        met = _plain(waiting, before, segments)
        if met is None:
            continue
        choices, after = met
        if choices and len(stack) + len(found) < MOST:
            choice, *rest = choices
            assert isinstance(choice.node, Join)
            stack += [([choice.of(part, choice.truth), *rest], after) for part in reversed(choice.node.parts)]
        else:
            found.append(after)
    return found


def _plain(
    wishes: Iterable[_Wish], facts: Facts, segments: Mapping[str, Rule]
) -> tuple[list[_Wish], Facts] | None:
    """Takes in all that leaves no choice; gives the choices that remain."""
    choices: list[_Wish] = []
    waiting = list(reversed(list(wishes)))
    while waiting:
        wish = waiting.pop()
        match wish.node:
            case Join(every=every) if every != wish.truth:
                choices.append(wish)
            case Join(parts=parts):
                waiting += [wish.of(part, wish.truth) for part in parts]
            case Negation(part=part):
                waiting.append(wish.of(part, not wish.truth))
            case Membership() as member:
                waiting.append(_inside(member, wish, segments))
            case Broken() if wish.truth:
                return None
            case Comparison() as comparison:
                claimed = facts.claim(comparison, wish.truth, wish.hidden)
                if claimed is None:
                    return None
                facts = claimed
    return choices, facts


def _inside(member: Membership, wish: _Wish, segments: Mapping[str, Rule]) -> _Wish:
    """What the segment's own rule has to be; one that holds nobody is a rule that cannot be read."""
    rule = members_rule(member.segment, segments)
    inner = Broken(member.path, "") if rule is None else read_rule(rule)
    return _Wish(inner, member.operator.test(True, None, 0) == wish.truth, hidden=True)


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
