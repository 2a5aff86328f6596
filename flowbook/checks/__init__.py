"""The validator: every rule that a flow is held against, one file each, found by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flowbook.checks.issue import Case, Fix, Issue, Rule
from flowbook.flow import Flow
from flowbook.workspace import Workspace

__all__ = ["Case", "Fix", "Issue", "Rule", "blocks", "check", "rules"]

NOT_LIVE = "flow_not_live"
_NOT_RULES = {"issue", "configs"}


@cache
def rules() -> tuple[Rule, ...]:
    names = sorted(module.name for module in iter_modules(__path__) if module.name not in _NOT_RULES)
    return tuple(import_module(f"{__name__}.{name}").RULE for name in names)


def check(
    flow: Flow, workspace: Workspace, others: Iterable[Flow] = (), drafts: Iterable[Flow] = ()
) -> tuple[Issue, ...]:
    """Issues in flow order, errors before warnings of the same node. `others` are the flows that are live:
    what is claimed twice, and who calls whom, can only be seen together. `drafts` are not live yet."""
    live = tuple(other for other in others if other.id != flow.id)
    known = {flow.id, *(other.id for other in live)}
    case = Case(flow, workspace, live, tuple(draft for draft in drafts if draft.id not in known))
    order = {node.id: number for number, node in enumerate(flow.nodes)}
    found = [issue for rule in rules() for issue in rule.check(case)]
    found.sort(key=lambda issue: (order.get(issue.node, -1), issue.severity != "error", issue.field))
    return tuple(found)


def blocks(issue: Issue) -> bool:
    """Whether publishing has to wait for it. A way to a flow that is not live does no harm before that."""
    return issue.severity == "error" or issue.code == NOT_LIVE
