"""A flow as a networkx graph: who can be reached from where, which circles there are, what nobody can get
round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx

from flowbook.flow import Flow
from flowbook.nodes import node_type

Graph = Any
"""networkx.DiGraph; the library ships no types."""


def graph_of(flow: Flow) -> Graph:
    """Nodes carry `node`; an edge carries `exits`, the names of the exits that lead along it. Edges to nodes
    that are not there are left out."""
    graph: Graph = nx.DiGraph()
    for node in flow.nodes:
        graph.add_node(node.id, node=node)
    for edge in flow.edges():
        if edge.target not in flow.by_id:
            continue
        if graph.has_edge(edge.source, edge.target):
            graph.edges[edge.source, edge.target]["exits"].append(edge.exit)
        else:
            graph.add_edge(edge.source, edge.target, exits=[edge.exit])
    return graph


def trigger_ids(flow: Flow) -> list[str]:
    return [node.id for node in flow.nodes if node_type(node.type).category == "trigger"]


def reachable(graph: Graph, flow: Flow) -> set[str]:
    """Every node that some trigger leads to, the triggers included."""
    return reach_from(graph, set(trigger_ids(flow)))


def reach_from(graph: Graph, starts: set[str]) -> set[str]:
    """The starts and everything they lead to, in one walk however many they are."""
    if not starts:
        return set()
    layers: Iterator[list[str]] = nx.bfs_layers(graph, starts)
    return {name for layer in layers for name in layer}


def circles(graph: Graph, keep: set[str]) -> list[list[str]]:
    """One circle for every knot of nodes in `keep` that lead round to themselves, in flow order of the
    knots."""
    # A view of the graph would ask for each step and each way whether they are kept.
    part: Graph = nx.DiGraph()
    part.add_nodes_from(name for name in graph if name in keep)
    part.add_edges_from(way for way in graph.edges if keep.issuperset(way))
    found = []
    for knot in nx.strongly_connected_components(part):
        if len(knot) > 1 or any(part.has_edge(name, name) for name in knot):
            circle = [edge[0] for edge in nx.find_cycle(part.subgraph(knot))]
            found.append(circle)
    order = {name: number for number, name in enumerate(graph.nodes)}
    return sorted(found, key=lambda circle: min(order[name] for name in circle))
