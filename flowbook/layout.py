"""Where a flow's boxes stand: kept in a file of its own, so that a moved box is no change of logic."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import networkx as nx

from flowbook.customer import NOTHING
from flowbook.errors import UnreadableFile
from flowbook.flow import Flow
from flowbook.graph import Graph, graph_of
from flowbook.marginalia import Group, Note, group_line, is_pair, note_line, read_groups, read_notes, within
from flowbook.nodes import exits_of
from flowbook.strict import read_json

COLUMN, ROW = 290, 40
BOX_WIDTH, BOX_BASE, EXIT_HEIGHT = 224, 96, 24
ROOT = ""
"""Stands before the triggers while columns are counted; no node has it for an id."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`places` maps a node's id to the (x, y) of its upper left corner, in pixels, y downwards. `collapsed`
    are nodes drawn by their title alone."""

    places: Mapping[str, tuple[int, int]] = field(default_factory=lambda: NOTHING)
    collapsed: frozenset[str] = frozenset()
    notes: Mapping[str, Note] = field(default_factory=lambda: NOTHING)
    groups: Mapping[str, Group] = field(default_factory=lambda: NOTHING)


def read_layout(text: str, *, path: str = "") -> Layout:
    """Raises UnreadableFile. Places of nodes that are gone do no harm: `complete` drops them."""
    data = read_json(text, path=path)
    places = data.get("places") if isinstance(data, dict) else None
    if not isinstance(places, dict):
        raise UnreadableFile("A layout is an object with “places”.", path=path)
    for name, place in places.items():
        if not is_pair(place):
            raise UnreadableFile("A place is two numbers, [x, y].", path=path, place=f"places.{name}")
    return Layout(
        {name: (round(x), round(y)) for name, (x, y) in places.items()},
        _collapsed(data, path),
        read_notes(data, path=path),
        read_groups(data, path=path),
    )


def _collapsed(data: dict[str, Any], path: str) -> frozenset[str]:
    names = data.get("collapsed", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UnreadableFile("This should be a list of ids of steps.", path=path, place="collapsed")
    return frozenset(names)


def write_layout(layout: Layout) -> str:
    """One box, note or group a line, sorted by id; what there is none of is left out."""
    parts = [("places", ((name, f"[{x}, {y}]") for name, (x, y) in layout.places.items()))]
    parts += [("notes", ((name, note_line(note)) for name, note in layout.notes.items()))]
    parts += [("groups", ((name, group_line(group)) for name, group in layout.groups.items()))]
    told = [text for key, lines in parts if (text := _object(key, lines)) or key == "places"]
    if layout.collapsed:
        told.insert(1, f'  "collapsed": {json.dumps(sorted(layout.collapsed))}')
    return "{\n" + ",\n".join(told) + "\n}\n"


def _object(key: str, lines: Iterable[tuple[str, str]]) -> str:
    written = [f"    {json.dumps(name, ensure_ascii=False)}: {line}" for name, line in sorted(lines)]
    if not written and key != "places":
        return ""
    return f'  "{key}": {{\n' + ",\n".join(written) + "\n  }"


def arrange(flow: Flow) -> Layout:
    """A tidy picture from left to right: a column for each step away from the triggers, branches below each
    other."""
    columns = _columns(flow)
    incoming = _incoming(flow)
    places: dict[str, tuple[int, int]] = {}
    for number in sorted(set(columns.values())):
        wished = {name: _level(incoming[name], places) for name in flow.by_id if columns[name] == number}
        y = 0.0
        for name in sorted(wished, key=wished.__getitem__):
            top = max(y, wished[name])
            places[name] = (number * COLUMN, round(top))
            y = top + box_height(flow, name) + ROW
    return Layout(places)


def complete(flow: Flow, layout: Layout) -> Layout:
    """The layout with a place for every node, and of no other: new ones stand where `arrange` would put
    them, below the rest."""
    known = {name: layout.places[name] for name in flow.by_id if name in layout.places}
    kept = replace(
        layout,
        places=known,
        collapsed=layout.collapsed & flow.by_id.keys(),
        groups=within(layout.groups, flow.by_id),
    )
    if len(known) == len(flow.nodes):
        return kept
    tidy = arrange(flow).places
    drop = max((y + box_height(flow, name) + ROW for name, (_, y) in known.items()), default=0)
    fresh = {name: (x, y + drop) for name, (x, y) in tidy.items() if name not in known}
    return replace(kept, places=known | fresh)


def box_height(flow: Flow, node: str) -> int:
    """What a box takes on the map, by the number of its named exits."""
    found = flow.by_id[node]
    return BOX_BASE + EXIT_HEIGHT * max(0, len(exits_of(found)) - 1)


def _columns(flow: Flow) -> dict[str, int]:
    """How many steps from a trigger, the long way round, with circles cut where they close."""
    graph: Any = nx.DiGraph(graph_of(flow))
    forward: Graph = nx.DiGraph()
    forward.add_nodes_from(graph.nodes)
    closing = _closing(_rooted(graph, flow))
    forward.add_edges_from(edge for edge in graph.edges if edge not in closing)
    columns: dict[str, int] = {}
    for name in nx.topological_sort(forward):
        columns[name] = max((columns[before] + 1 for before in forward.predecessors(name)), default=0)
    return columns


def _rooted(graph: Any, flow: Flow) -> Any:
    """The graph with one root before every node that nothing leads to, then before every other in flow
    order."""
    rooted = graph.copy()
    roots = [node.id for node in flow.nodes if graph.in_degree(node.id) == 0]
    rooted.add_edges_from((ROOT, name) for name in [*roots, *(node.id for node in flow.nodes)])
    return rooted


def _closing(rooted: Any) -> set[tuple[str, str]]:
    """The edges that lead back to where the way came from: one in every circle."""
    under_way: set[str] = {ROOT}
    found: set[tuple[str, str]] = set()
    for source, target, label in nx.dfs_labeled_edges(rooted, ROOT):
        if label == "forward":
            under_way.add(target)
        elif label == "reverse":
            under_way.discard(target)
        elif target in under_way:
            found.add((source, target))
    return found


def _incoming(flow: Flow) -> dict[str, list[tuple[str, int]]]:
    """For each node, who leads to it and by which exit, counted from the top."""
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in flow.by_id}
    for node in flow.nodes:
        for number, target in enumerate(node.exits.values()):
            if target in found:
                found[target].append((node.id, number))
    return found


def _level(sources: list[tuple[str, int]], places: Mapping[str, tuple[int, int]]) -> float:
    """The height at which the topmost edge into a node would run level."""
    return min(
        (places[name][1] + EXIT_HEIGHT * number for name, number in sources if name in places), default=0.0
    )
