"""A rule asked about one customer: compiled to nested functions, kept by the rule's content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowbook.rules.keeping import kept
from flowbook.rules.segments import members_rule
from flowbook.rules.sources import getter
from flowbook.rules.subject import Subject, without_session
from flowbook.rules.tree import Broken, Comparison, Join, Membership, Negation, Node, read_rule
from flowbook.workspace import Rule

Test = Callable[[Subject], bool]


def evaluate(rule: Rule, subject: Subject) -> bool:
    """Never raises: what cannot be read is false."""
    return compiled(rule)(subject)


@kept
def compiled(rule: Rule) -> Test:
    return compile_node(read_rule(rule))


def compile_node(node: Node) -> Test:
    match node:
        case Join(parts=parts, every=every):
            return _all(parts) if every else _any(parts)
        case Negation(part=part):
            inner = compile_node(part)
            return lambda subject: not inner(subject)
        case Comparison():
            return _compare(node)
        case Membership():
            return _member(node)
        case Broken():
            return lambda subject: False


def _all(parts: tuple[Node, ...]) -> Test:
    tests = tuple(map(compile_node, parts))

    def every(subject: Subject) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would cost as much as the comparisons
            if not test(subject):
                return False
        return True

    return every


def _any(parts: tuple[Node, ...]) -> Test:
    tests = tuple(map(compile_node, parts))

    def one(subject: Subject) -> bool:
        for test in tests:  # noqa: SIM110 - as above
            if test(subject):
                return True
        return False

    return one


def _compare(node: Comparison) -> Test:
    operator, operand = node.operator, node.operand
    get, test, missing = getter(node.source, operator.reads), operator.test, operator.missing
    relative = operator.relative

    def compare(subject: Subject) -> bool:
        actual = get(subject)
        if actual is None:
            return missing
        return test(actual, operand, subject.today if relative else 0)

    return compare


def _member(node: Membership) -> Test:
    name, test = node.segment, node.operator.test

    def member(subject: Subject) -> bool:
        return test(is_member(name, subject), None, 0)

    return member


def actual_value(node: Comparison, subject: Subject) -> Any:
    """As the operator reads it, None where it is missing."""
    return getter(node.source, node.operator.reads)(subject)


def is_member(segment: str, subject: Subject) -> bool:
    rule = members_rule(segment, subject.segments)
    return rule is not None and evaluate(rule, without_session(subject))
