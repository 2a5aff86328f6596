"""Person within: wherever somebody is asked something, a person is only so many steps away."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from flowbook.events import NodeEntered
from flowbook.flow import Flow, Node
from flowbook.graph import graph_of
from flowbook.invariants.rule import Breach, Invariant, Passage, titled
from flowbook.nodes import node_type

FAR = "From {step} a person is {count} steps away; at most {most} are wanted."
NEVER = "From {step} no way leads to a person."


def _check(passage: Passage, wanted: int) -> Iterator[Breach]:
    seen: set[tuple[str, str]] = set()
    for number, record in passage.records():
        event = record.event
        if not isinstance(event, NodeEntered) or (record.flow, event.node) in seen:
            continue
        seen.add((record.flow, event.node))
        found = passage.place(record.flow, event.node)
        if found is None or not _waits_for(found[1], "answer"):
            continue
        away = steps_to_person(found[0], event.node)
        if away is None or away > wanted:
            values = {"step": titled(found[1]), "count": away, "most": wanted}
            yield Breach(number, f"{record.flow}.{event.node}", NEVER if away is None else FAR, values)


def steps_to_person(flow: Flow, node: str) -> int | None:
    """Along the arrows; None where none leads there."""
    away = nx.single_source_shortest_path_length(graph_of(flow), node)
    return min(
        (away[one.id] for one in flow.nodes if one.id in away and _waits_for(one, "person")), default=None
    )


def _waits_for(node: Node, whom: str) -> bool:
    return node_type(node.type).waits(node.config).startswith(whom)


INVARIANT = Invariant(
    name="person_within",
    label="A person within reach",
    help="From every question, so many steps at most lead to a person who takes over.",
    shape={"type": "integer", "minimum": 1, "maximum": 1000},
    usual=5,
    check=_check,
    order=60,
)
