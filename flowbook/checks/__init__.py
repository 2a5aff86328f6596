"""The validator: every rule that a flow is held against, one file each, found by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flowbook.checks.issue import Case, Fix, Issue, Rule
from flowbook.flow import Flow
from flowbook.workspace import Workspace

__all__ = ["Case", "Fix", "Issue", "Rule", "check", "rules"]

_NOT_RULES = {"issue", "configs"}


@cache
def rules() -> tuple[Rule, ...]:
    names = sorted(module.name for module in iter_modules(__path__) if module.name not in _NOT_RULES)
    return tuple(import_module(f"{__name__}.{name}").RULE for name in names)


def check(flow: Flow, workspace: Workspace, others: Iterable[Flow] = ()) -> tuple[Issue, ...]:
    """Issues in flow order, errors before warnings of the same node. `others` are the flows that are live or
    about to be: what is claimed twice, and who calls whom, can only be seen together."""
    case = Case(flow, workspace, tuple(other for other in others if other.id != flow.id))
    order = {node.id: number for number, node in enumerate(flow.nodes)}
    found = [issue for rule in rules() for issue in rule.check(case)]
    found.sort(key=lambda issue: (order.get(issue.node, -1), issue.severity != "error", issue.field))
    return tuple(found)
