"""How near a customer was to where a comparison turns over, and which comparisons decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flowbook.rules.evaluation import actual_value, compile_node
from flowbook.rules.segments import members_rule
from flowbook.rules.subject import Subject, without_session
from flowbook.rules.tree import Comparison, Join, Membership, Negation, Node, read_rule
from flowbook.workspace import Rule

Steps = Callable[[float, Comparison, int], tuple[float, ...]]
NEAR = (-1, 0, 1)
"""One below, at, one above."""
COUNTED = frozenset({"orders", "event", "silence"})
"""Sources that cannot be less than nothing."""


def _ahead(actual: float, one: Comparison, today: int) -> tuple[float, ...]:
    return (actual - today - one.operand,)


def _ago(actual: float, one: Comparison, today: int) -> tuple[float, ...]:
    return (today - actual - one.operand,)


_RELATIVE: Mapping[str, Steps] = {
    "in_next_days": _ahead,
    "days_until_at_most": _ahead,
    "in_last_days": _ago,
    "days_since_at_least": _ago,
}


def boundaries(rule: Rule, segments: Mapping[str, Rule]) -> Iterator[tuple[str, int]]:
    """(path, step) for every place where a comparison of the rule turns over: -1, 0, 1. Those of a segment
    have its name in the path; a pair has two ends."""
    for path, one in _comparisons(read_rule(rule), segments):
        for end, value in enumerate(_ends(one)):
            for step in NEAR:
                if not (one.source.shape in COUNTED and value + step < 0):
                    yield f"{path}#{end}", step


def touched(rule: Rule, subject: Subject) -> Iterator[tuple[str, int]]:
    """Those of them that this customer stands at."""
    yield from ((path, int(gap)) for path, gap in distances(rule, subject) if gap in NEAR)


def distances(rule: Rule, subject: Subject) -> Iterator[tuple[str, float]]:
    """How far this customer is from each, in days or as numbers go; nothing where there is no value."""
    for path, one in _comparisons(read_rule(rule), subject.segments):
        seen = without_session(subject) if ">" in path else subject
        actual = actual_value(one, seen)
        if not isinstance(actual, int | float) or isinstance(actual, bool):
            continue
        for end, gap in enumerate(_gaps(actual, one, seen.today)):
            yield f"{path}#{end}", gap


def effects(rule: Rule, subject: Subject) -> Iterator[tuple[str, bool]]:
    """(path, truth) of each comparison which, had it been the other way, would have changed the answer."""
    yield from _effects(read_rule(rule), subject)


def leaves(rule: Rule) -> Iterator[str]:
    """The paths of a rule's comparisons and segments."""
    yield from (node.path for node in _leaves(read_rule(rule)))


def _effects(node: Node, subject: Subject) -> Iterator[tuple[str, bool]]:
    match node:
        case Join(parts=parts, every=every):
            truths = [compile_node(part)(subject) for part in parts]
            for number, part in enumerate(parts):
                others = truths[:number] + truths[number + 1 :]
                if all(truth == every for truth in others):
                    yield from _effects(part, subject)
        case Negation(part=part):
            yield from _effects(part, subject)
        case Comparison() | Membership():
            yield node.path, compile_node(node)(subject)


def _leaves(node: Node) -> Iterator[Comparison | Membership]:
    match node:
        case Join(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case Negation(part=part):
            yield from _leaves(part)
        case Comparison() | Membership():
            yield node


def _comparisons(
    node: Node, segments: Mapping[str, Rule], within: str = "", seen: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Comparison]]:
    for leaf in _leaves(node):
        path = f"{within}{leaf.path}"
        if isinstance(leaf, Comparison):
            yield path, leaf
        elif leaf.segment not in seen and (rule := members_rule(leaf.segment, segments)) is not None:
            inner = f"{path}>{leaf.segment}>"
            yield from _comparisons(read_rule(rule), segments, inner, seen | {leaf.segment})


def _ends(one: Comparison) -> tuple[float, ...]:
    """The values at which it turns over; none for texts and for yes or no."""
    if one.operator.reads not in ("number", "day") or one.operator.name in ("known", "unknown"):
        return ()
    operand = one.operand
    if isinstance(operand, tuple | list):
        return tuple(operand)
    return (operand,) if isinstance(operand, int | float) and not isinstance(operand, bool) else ()


def _gaps(actual: float, one: Comparison, today: int) -> tuple[float, ...]:
    if not _ends(one):
        return ()
    relative = _RELATIVE.get(one.operator.name)
    return relative(actual, one, today) if relative else tuple(actual - end for end in _ends(one))
