"""Fields that a text or a rule reads although nothing has filled them by then."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.configs import reads_of
from flowbook.checks.issue import Case, Issue, Rule, kind_of
from flowbook.flow import Flow
from flowbook.graph import reach_from
from flowbook.workspace import PROFILE

NOTHING_FILLS = "{step} uses the field “{name}”, which nothing fills. Customers would read an empty space."
NOT_YET = "{step} uses “{name}”, which is filled only later in the flow."
PASSAGE = "session."


def _check(case: Case) -> Iterator[Issue]:
    writers = _writers(case.flow)
    later = {name: _after(case, nodes) for name, nodes in writers.items() if name.startswith(PASSAGE)}
    filled = _filled_elsewhere(case)
    for node in case.flow.nodes:
        for name in sorted(reads_of(node)):
            values = {"name": name.removeprefix(PASSAGE)}
            if name.startswith(PASSAGE):
                if name not in writers:
                    yield case.issue("unset_field", NOTHING_FILLS, node, values=values)
                elif node.id not in later[name]:
                    yield case.issue("unset_field", NOT_YET, node, values=values)
            elif name in case.workspace.fields and name not in filled and name not in writers:
                yield case.issue("unset_field", NOTHING_FILLS, node, severity="warning", values=values)


def _after(case: Case, nodes: list[str]) -> set[str]:
    """Every node that can come after one of these."""
    first = {following for name in nodes for following in case.graph.successors(name)}
    return reach_from(case.graph, first)


def _filled_elsewhere(case: Case) -> set[str]:
    """Fields that other flows, staff or an import fill."""
    outside = {field.name for field in case.workspace.fields.values() if field.outside}
    return outside | set(PROFILE) | {name for flow in (*case.others, *case.drafts) for name in _writers(flow)}


def _writers(flow: Flow) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in flow.nodes:
        for name in kind_of(node).writes(node.config):
            found.setdefault(name, []).append(node.id)
    return found


RULE = Rule("unset_field", "What a text or rule reads has been filled by then.", _check)
