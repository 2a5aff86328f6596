"""Fields that a text or a rule reads although nothing has filled them by then."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from flowbook.checks.issue import Case, Issue, Rule, kind_of
from flowbook.flow import Flow, Node
from flowbook.workspace import PROFILE

NOTHING_FILLS = "{step} uses the field “{name}”, which nothing fills. Customers would read an empty space."
NOT_YET = "{step} uses “{name}”, which is filled only later in the flow."
PASSAGE = "session."


def _check(case: Case) -> Iterator[Issue]:
    writers = _writers(case.flow)
    elsewhere = {name for flow in case.others for name in _writers(flow)}
    outside = {field.name for field in case.workspace.fields.values() if field.outside}
    filled = elsewhere | outside | set(PROFILE)
    for node in case.flow.nodes:
        for name in sorted(kind_of(node).reads(node.config)):
            if name.startswith(PASSAGE):
                yield from _within_passage(case, node, name, writers.get(name, []))
            elif name in case.workspace.fields and name not in filled and name not in writers:
                yield case.issue(
                    "unset_field", NOTHING_FILLS, node, severity="warning", values={"name": name}
                )


def _within_passage(case: Case, node: Node, name: str, writers: list[str]) -> Iterator[Issue]:
    values = {"name": name.removeprefix(PASSAGE)}
    if not writers:
        yield case.issue("unset_field", NOTHING_FILLS, node, values=values)
    elif not any(nx.has_path(case.graph, writer, node.id) for writer in writers if writer != node.id):
        yield case.issue("unset_field", NOT_YET, node, values=values)


def _writers(flow: Flow) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in flow.nodes:
        for name in kind_of(node).writes(node.config):
            found.setdefault(name, []).append(node.id)
    return found


RULE = Rule("unset_field", "What a text or rule reads has been filled by then.", _check)
