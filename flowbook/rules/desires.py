"""Rules with the truth that is wanted of them, taken apart as far as that leaves no choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowbook.rules.segments import members_rule
from flowbook.rules.tree import Broken, Join, Membership, Negation, Node, read_rule
from flowbook.workspace import Rule


@dataclass(frozen=True, slots=True)
class Desire:
    """A part of a rule and the truth it shall have; `in_segment` where no conversation is seen."""

    node: Node
    truth: bool
    in_segment: bool = False

    def of(self, node: Node, truth: bool) -> Desire:
        return Desire(node, truth, self.in_segment)

    def alternatives(self) -> list[Desire]:
        """Of a choice: each of its parts alone would do."""
        assert isinstance(self.node, Join)
        return [self.of(part, self.truth) for part in self.node.parts]


def spread(desires: Iterable[Desire], segments: Mapping[str, Rule]) -> tuple[list[Desire], list[Desire]]:
    """(choices, comparisons that have to be so). What cannot be read stays among the latter: it is false."""
    choices: list[Desire] = []
    plain: list[Desire] = []
    waiting = list(reversed(list(desires)))
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
                waiting.append(_inside(member, wish.truth, segments))
            case _:
                plain.append(wish)
    return choices, plain


def _inside(member: Membership, truth: bool, segments: Mapping[str, Rule]) -> Desire:
    """What the segment's own rule has to be; a segment that holds nobody is a rule that cannot be read."""
    rule = members_rule(member.segment, segments)
    inner = Broken(member.path, "") if rule is None else read_rule(rule)
    return Desire(inner, member.operator.test(True, None, 0) == truth, in_segment=True)
