"""Limits at which somebody stands and for whom they decide: more than coverage asks for, since only there a
wrong limit would be noticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowbook.notebook.coverage import THRESHOLDS, Target
from flowbook.notebook.thresholds import effects, touched
from flowbook.notebook.trace import Decision
from flowbook.rules.segments import members_rule
from flowbook.rules.subject import Subject, without_session
from flowbook.rules.tree import Membership, read_rule, walk
from flowbook.workspace import Rule

SHARP = "sharp"


def sharpened(targets: Iterable[Target]) -> Iterator[Target]:
    """For each limit the target of standing there and being decided by it."""
    yield from (one._replace(kind=SHARP) for one in targets if one.kind == THRESHOLDS)


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
