"""Segments that refer to segments: whom they mention, and which go round in a ring and so hold nobody."""

from __future__ import annotations

from collections.abc import Mapping

from flowbook.rules.keeping import kept
from flowbook.rules.tree import Membership, read_rule, walk
from flowbook.workspace import Rule


def members_rule(name: str, segments: Mapping[str, Rule]) -> Rule | None:
    """None for a segment that holds nobody: one not there, or that refers to itself, even in a round."""
    rule = segments.get(name)
    return None if rule is None or ring(name, segments) else rule


@kept
def mentioned(rule: Rule) -> tuple[str, ...]:
    """The segments a rule names itself, in order."""
    return tuple(node.segment for node in walk(read_rule(rule)) if isinstance(node, Membership))


def ring(name: str, segments: Mapping[str, Rule]) -> tuple[str, ...]:
    """The way from the segment back to itself, empty where there is none.

    `("A", "B")` says that A refers to B and B to A."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for other in mentioned(segments[way[-1]]) if way[-1] in segments else ():
            if other == name:
                return way
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()
