"""Places where a customer can get stuck with no way to a person."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Issue, Rule, kind_of
from flowbook.flow import Flow
from flowbook.graph import graph_of, reach_from, reachable
from flowbook.nodes import exits_of

TEXT = "From {step} no way leads to a person. Whoever gets stuck there can only give up."
STUCK = "failure"


def _check(case: Case) -> Iterator[Issue]:
    if any(_called_for(flow) for flow in case.others):
        return
    persons = {node.id for node in case.flow.nodes if kind_of(node).waits(node.config) == "person"}
    helped = reach_from(case.graph.reverse(copy=False), persons)
    for node in case.flow.nodes:
        if node.id in case.reached and node.id not in helped and _can_stick(case, node.id):
            yield case.issue("no_person", TEXT, node, severity="warning")
            return


def _can_stick(case: Case, name: str) -> bool:
    """A question whose answers are judged: after too many tries the customer is stuck."""
    node = case.flow.by_id[name]
    kind = kind_of(node)
    judged = any(exit.tone == STUCK and exit.required for exit in exits_of(node))
    return kind.waits(node.config).startswith("answer") and judged


def _called_for(flow: Flow) -> bool:
    """Another live flow that customers can call by words and that leads to a person."""
    graph, found = graph_of(flow), reachable(graph_of(flow), flow)
    words = any(kind_of(node).vocabulary(node.config) for node in flow.nodes if node.id in graph)
    return words and any(
        kind_of(flow.by_id[name]).waits(flow.by_id[name].config) == "person" for name in found
    )


RULE = Rule("no_person", "From wherever a customer can get stuck, a way leads to a person.", _check)
