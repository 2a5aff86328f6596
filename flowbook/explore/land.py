"""What is explored: a flow and the flows it calls, with the ways on of every step and what is still read
ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import networkx as nx

from flowbook.events import FieldSet
from flowbook.explore.consequences import field_place, written_places
from flowbook.explore.facts import OPEN, ORDERS, Place, place_of
from flowbook.explore.granting import comparisons
from flowbook.flow import Flow, Node
from flowbook.graph import trigger_ids
from flowbook.nodes import exits_of, node_type
from flowbook.rules.sources import FIGURES
from flowbook.ways import Around, Bought, OrderMoved, Plus, Same, Way, ways_of
from flowbook.workspace import Workspace

Spot = tuple[str, str]
"""A flow's id and a node's."""
END = ""
PASS_ON = (Way(exit="next"),)
"""How a trigger is left by somebody who comes to it along an arrow, or by a call."""


@dataclass(frozen=True)
class Land:
    """`others` are the flows that may be called; nothing else is live in this world. `neighbours` are the
    other flows of the workspace, which may write about the same customer meanwhile."""

    flow: Flow
    workspace: Workspace = field(default_factory=Workspace)
    others: tuple[Flow, ...] = ()
    neighbours: tuple[Flow, ...] = ()

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        return {one.id: one for one in (*self.others, self.flow)}

    @cached_property
    def entries(self) -> tuple[Spot, ...]:
        return tuple((self.flow.id, name) for name in trigger_ids(self.flow))

    @cached_property
    def exits(self) -> tuple[tuple[str, str], ...]:
        """(node, exit) of every exit there is, in flow order."""
        found = ((node, exit) for node in self.flow.nodes for exit in exits_of(node))
        return tuple((node.id, exit.id) for node, exit in found)

    @cached_property
    def ways(self) -> Mapping[Spot, tuple[Way, ...]]:
        return {spot: own for flow in self.flows.values() for spot, own in _ways(flow, self.workspace)}

    @cached_property
    def lots(self) -> frozenset[Spot]:
        """Where arms are drawn."""
        return frozenset(spot for spot, ways in self.ways.items() if any(way.arm for way in ways))

    def node(self, spot: Spot) -> Node:
        return self.flows[spot[0]].by_id[spot[1]]

    def is_trigger(self, spot: Spot) -> bool:
        return node_type(self.node(spot).type).category == "trigger"

    def next(self, spot: Spot, exit: str) -> Spot | None:
        """None where the exit leads nowhere."""
        target = self.node(spot).exits.get(exit, "")
        return (spot[0], target) if target in self.flows[spot[0]].by_id else None

    def called(self, way: Way) -> Spot | None:
        """Where a call leads; None when the flow, or the trigger in it, is not here."""
        flow = self.flows.get(way.call[0]) if way.call else None
        if flow is None or way.call is None:
            return None
        entry = way.call[1] or next(iter(trigger_ids(flow)), "")
        return (flow.id, entry) if entry in flow.by_id else None

    @cached_property
    def whole(self) -> bool:
        """Whether all that is called is here, and no flow comes back to itself by calls: else nothing can be
        said of what is never reached."""
        calls: Any = nx.DiGraph()
        for spot, ways in self.ways.items():
            for way in ways:
                if way.call and self.called(way) is None:
                    return False
                if way.call:
                    calls.add_edge(spot[0], way.call[0])
        return bool(nx.is_directed_acyclic_graph(calls))

    @cached_property
    def graph(self) -> Any:
        """Spots and the arrows between them; (flow, "") is where the passages of a flow end, and leads back
        to those who called it."""
        graph: Any = nx.DiGraph()
        graph.add_nodes_from((flow, END) for flow in self.flows)
        for spot, ways in self.ways.items():
            graph.add_node(spot)
            for way in (*ways, *(PASS_ON if self.is_trigger(spot) else ())):
                graph.add_edges_from((spot, target) for target in self._targets(spot, way))
                if way.call and self.called(way):
                    graph.add_edge((way.call[0], END), self.next(spot, way.exit) or (spot[0], END))
            if not ways:
                graph.add_edge(spot, (spot[0], END))
        return graph

    @cached_property
    def ahead(self) -> Mapping[Spot, frozenset[Spot]]:
        """Each spot with all that can be reached from it."""
        return {spot: frozenset(nx.descendants(self.graph, spot) | {spot}) for spot in self.graph}

    @cached_property
    def outside(self) -> frozenset[Place]:
        """What may become different while somebody waits, by no step of these flows: orders, which shops and
        imports bring; the stage, moved on the board; fields that staff fill; and what other flows write."""
        fields = (("field", one.name) for one in self.workspace.fields.values() if one.outside)
        flows = [one for one in self.neighbours if one.id not in self.flows]
        ways = (way for flow in flows for _, own in _ways(flow, self.workspace) for way in own)
        written = (place for way in ways for place in lasting(way))
        shapes = (*((shape, OPEN) for shape in (*ORDERS, "event")), ("stage", ""), ("subscribed", ""))
        return frozenset((*shapes, *fields, *(place for place in written if place[0] not in ORDERS)))

    @cached_property
    def disturbed(self) -> Mapping[Spot, frozenset[Place]]:
        """For each entry what other passages through these flows may write while one from there waits. A
        passage that a person has goes on beside another one from the same entry."""
        entries = [*self.entries, *(spot for spot in self.ways if self._is_entry(spot))]
        found = {}
        for entry in dict.fromkeys(entries):
            shared = any(
                node_type(self.node(one).type).waits(self.node(one).config) == "person"
                for one in self.ahead[entry]
                if one[1] != END
            )
            others = [one for one in entries if one != entry or shared]
            reached = frozenset().union(*(self.ahead[one] for one in others))
            ways = (way for spot in reached if spot[1] != END for way in self.ways[spot])
            found[entry] = self.outside.union(place for way in ways for place in lasting(way))
        return found

    def _is_entry(self, spot: Spot) -> bool:
        return self.is_trigger(spot) or self.stays_live(spot)

    def stays_live(self, spot: Spot) -> bool:
        """Whether a button of it begins a passage of its own when it is tapped later."""
        return bool(self.node(spot).config.get("stays_live"))

    @cached_property
    def read_ahead(self) -> Mapping[Spot, frozenset[Place]]:
        """The places that somebody who stands there may still be asked about, before they are written
        anew."""
        live: dict[Spot, frozenset[Place]] = {spot: frozenset() for spot in self.graph}
        waiting = list(reversed(list(self.graph)))
        while waiting:
            spot = waiting.pop()
            now = self._reads(spot, live)
            if now != live[spot]:
                live[spot] = now
                waiting += list(self.graph.predecessors(spot))
        return live

    @cached_property
    def asking_for_orders(self) -> frozenset[Spot]:
        """The spots from which on somebody may still be asked what they have ordered."""
        return frozenset(
            spot for spot, live in self.read_ahead.items() if any(shape in ORDERS for shape, _ in live)
        )

    def _reads(self, spot: Spot, live: Mapping[Spot, frozenset[Place]]) -> frozenset[Place]:
        if spot[1] == END:
            return frozenset().union(*(live[one] for one in self.graph.successors(spot)))
        found: set[Place] = set()
        for way in (*self.ways[spot], *(PASS_ON if self.is_trigger(spot) else ())):
            later = frozenset().union(*(live[one] for one in self._targets(spot, way)))
            found |= later - frozenset(written_places(way))
            found |= _asked(way, self.workspace)
            if way.arm:
                found.add(("arm", f"{spot[0]}.{spot[1]}"))
        return frozenset(found)

    def _targets(self, spot: Spot, way: Way) -> Iterator[Spot]:
        entry = self.called(way)
        if entry:
            yield entry
        target = self.next(spot, way.exit)
        if target:
            yield target
        elif not entry:
            yield (spot[0], END)


def _ways(flow: Flow, workspace: Workspace) -> Iterator[tuple[Spot, tuple[Way, ...]]]:
    around = Around(workspace, flow.languages)
    for node in flow.nodes:
        yield (flow.id, node.id), ways_of(node_type(node.type), node.config, around)


def _asked(way: Way, workspace: Workspace) -> frozenset[Place]:
    wishes = (*way.when, *way.after)
    found = {place_of(one.source) for rule, _ in wishes for one in comparisons(rule, workspace.segments)}
    for effect in way.effects:
        if isinstance(effect, FieldSet) and isinstance(effect.value, Same):
            found.add(field_place(effect.value.field))
        if isinstance(effect, FieldSet) and isinstance(effect.value, Plus):
            found.add(field_place(effect.name))
    return frozenset(found)


def lasting(way: Way) -> Iterator[Place]:
    """What the way writes and other conversations with the same customer can see."""
    places = [*written_places(way)]
    for effect in way.effects:
        match effect:
            case FieldSet(name):
                places.append(field_place(name))
            case Bought(items):
                places += [("orders", name) for name in FIGURES]
                places += [("product", item) for item in (items if items is not None else (OPEN,))]
            case OrderMoved():
                places.append(("orders", "last_status"))
    yield from (place for place in places if place[0] != "session")
