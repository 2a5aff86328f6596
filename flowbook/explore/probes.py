"""Ways on that ask for more than their exit: customers for whom one comparison of a rule decides, and those
who stand exactly one below, at, or one above where it turns over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from flowbook.explore.distances import exactly
from flowbook.explore.land import Land
from flowbook.explore.sharp import BOTH, EXTRA
from flowbook.flow import Node
from flowbook.notebook.branches import Branch, branches_of
from flowbook.notebook.coverage import RULES, THRESHOLDS, Target
from flowbook.rules.segments import members_rule
from flowbook.ways import Way, Wish
from flowbook.workspace import Rule

_STEP = re.compile(r"(all|any|not)(?:\[(\d+)\])?\.?")


@dataclass(frozen=True, slots=True)
class Probe:
    """A way of a node, asked of fewer customers: those by whom the target is seen."""

    target: Target
    way: Way


def probes(land: Land, wanted: Iterable[Target]) -> Iterator[Probe]:
    """For each rule and threshold that is wanted, one for every way on by which it may be seen."""
    for target in wanted:
        if target.kind not in (RULES, THRESHOLDS, *EXTRA):
            continue
        node = land.flow.by_id[target.node]
        if target.kind == BOTH:
            yield from _both(land, node, target)
            continue
        wishes = _wishes(land, node, target)
        if wishes is not None:
            for way in _asked(land, node, target.detail[0]):
                yield Probe(target, replace(way, when=(*way.when, *wishes)))


def _both(land: Land, node: Node, target: Target) -> Iterator[Probe]:
    second, first = target.detail
    rule = next(one.rule for one in branches_of(node) if one.exit == second)
    for way in land.ways[land.flow.id, node.id]:
        if way.exit == first:
            yield Probe(target, replace(way, when=(*way.when, (rule, True))))


def _asked(land: Land, node: Node, branch: str) -> Iterator[Way]:
    """The ways on by which the branch has been looked at."""
    names = [one.exit for one in branches_of(node)]
    earlier = set(names[: names.index(branch)])
    yield from (way for way in land.ways[land.flow.id, node.id] if way.exit not in earlier)


def _wishes(land: Land, node: Node, target: Target) -> tuple[Wish, ...] | None:
    """None where nobody knows how to ask for it."""
    name, path, wanted = target.detail
    branch: Branch = next(one for one in branches_of(node) if one.exit == name)
    if target.kind == RULES:
        return (*_deciding(branch.rule, path), (_leaf(branch.rule, path), wanted))
    where, _, end = path.rpartition("#")
    segments = land.workspace.segments
    leaf = _inner_leaf(branch.rule, where, segments)
    if leaf is None:
        return None
    there = exactly(leaf, int(end), wanted)
    if there is None or target.kind == THRESHOLDS:
        return there
    return (*_deciding_within(branch.rule, where, segments), *there)


def _deciding(rule: Rule, path: str) -> Iterator[Wish]:
    """Whatever stands beside the comparison, on each level, leaves the answer to it."""
    for key, number in _STEP.findall(path):
        if key != "not":
            beside = [part for place, part in enumerate(rule[key]) if place != int(number)]
            yield from ((part, key == "all") for part in beside)
        rule = _part(rule, key, number)


def _deciding_within(rule: Rule, path: str, segments: Mapping[str, Rule]) -> Iterator[Wish]:
    own, _, rest = path.partition(">")
    yield from _deciding(rule, own)
    name, _, inner = rest.partition(">")
    members = members_rule(name, segments) if rest else None
    if members is not None:
        yield from _deciding_within(members, inner, segments)


def _leaf(rule: Rule, path: str) -> Rule:
    for key, number in _STEP.findall(path):
        rule = _part(rule, key, number)
    return rule


def _part(rule: Rule, key: str, number: str) -> Rule:
    inner: Rule = rule[key] if key == "not" else rule[key][int(number)]
    return inner


def _inner_leaf(rule: Rule, path: str, segments: Mapping[str, Rule]) -> Rule | None:
    """`all[1]>regulars>any[0]` is a part of the segment's rule."""
    own, _, rest = path.partition(">")
    if not rest:
        return _leaf(rule, own)
    name, _, inner = rest.partition(">")
    members = members_rule(name, segments)
    return _inner_leaf(members, inner, segments) if members is not None else None
