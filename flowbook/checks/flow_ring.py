"""Flows that call each other in a ring, and calls of flows that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx

from flowbook.checks.configs import called_flows, parts_of
from flowbook.checks.issue import Case, Issue, Rule

RING = "{step} calls “{flow}”, which leads back here: {ring}. The flows would call each other without end."


def _check(case: Case) -> Iterator[Issue]:
    graph: Any = nx.DiGraph()
    for flow in (case.flow, *case.others, *case.drafts):
        graph.add_node(flow.id)
        graph.add_edges_from((flow.id, called) for called in called_flows(flow))
    for part in parts_of(case, "flow"):
        if part.value in graph and nx.has_path(graph, part.value, case.flow.id):
            path = nx.shortest_path(graph, part.value, case.flow.id)
            values = {"flow": part.value, "ring": " → ".join([case.flow.id, *path])}
            yield case.issue("flow_ring", RING, part.node, field=part.path, values=values)


RULE = Rule("flow_ring", "Flows do not call each other in a ring.", _check)
