"""More than coverage asks for: limits at which somebody stands and for whom they decide, and customers of
whom two branches are true. Only there a wrong limit, or another order of the branches, would be noticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from flowbook.flow import Flow
from flowbook.notebook.branches import branches_of
from flowbook.notebook.coverage import RULES, THRESHOLDS, Target
from flowbook.notebook.thresholds import effects, touched
from flowbook.notebook.trace import Decision
from flowbook.rules import evaluate
from flowbook.rules.segments import members_rule
from flowbook.rules.subject import Subject, without_session
from flowbook.rules.tree import Membership, read_rule, walk
from flowbook.workspace import Rule

SHARP, BOTH = "sharp", "both"
EXTRA = (SHARP, BOTH)


def sharpened(targets: Iterable[Target]) -> Iterator[Target]:
    """For each limit the target of standing there and being decided by it."""
    yield from (one._replace(kind=SHARP) for one in targets if one.kind == THRESHOLDS)


def ordered(flow: Flow, targets: Iterable[Target]) -> Iterator[Target]:
    """For each two branches of a step whose rules are wanted, and that lead to different steps, the target
    of a customer of whom both are true, the lower one first."""
    for name in sorted({one.node for one in targets if one.kind == RULES and one.flow == flow.id}):
        node = flow.by_id[name]
        for first, second in combinations([one.exit for one in branches_of(node)], 2):
            if node.exits.get(first) != node.exits.get(second):
                yield Target(BOTH, flow.id, name, (second, first))


def true_of_both(decision: Decision) -> Iterator[Target]:
    flow, _, node = decision.node.partition(".")
    names = [branch.exit for branch in decision.branches]
    for branch in decision.branches[names.index(decision.exit) + 1 :] if decision.exit in names else ():
        if evaluate(branch.rule, decision.subject):
            yield Target(BOTH, flow, node, (branch.exit, decision.exit))


def decided_at(decision: Decision) -> Iterator[Target]:
    flow, _, node = decision.node.partition(".")
    for branch in decision.asked:
        deciding = set(_deciding(branch.rule, decision.subject))
        for path, step in touched(branch.rule, decision.subject):
            if path.partition("#")[0] in deciding:
                yield Target(SHARP, flow, node, (branch.exit, path, step))


def _deciding(
    rule: Rule, subject: Subject, within: str = "", seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The paths of the comparisons that decide; those of a segment where the segment does."""
    members = {one.path: one.segment for one in walk(read_rule(rule)) if isinstance(one, Membership)}
    for path, _ in effects(rule, subject):
        yield f"{within}{path}"
        segment = members.get(path)
        inner = members_rule(segment, subject.segments) if segment and segment not in seen else None
        if segment and inner is not None:
            place = f"{within}{path}>{segment}>"
            yield from _deciding(inner, without_session(subject), place, seen | {segment})
