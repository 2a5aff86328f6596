"""What a flow is: nodes with named exits that lead to other nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from flowbook.customer import NOTHING

Config = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """`config` is valid by its type's own schema once the flow was read. `exits` maps an exit's id to the id
    of the node it leads to; an exit that leads nowhere is absent. `note` is for colleagues."""

    id: str
    type: str
    title: str
    config: Config = field(default_factory=lambda: NOTHING)
    exits: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    exit: str
    target: str


@dataclass(frozen=True)
class Flow:
    """`languages` has the one that others fall back to first. `timezone` serves customers without one; empty
    means the workspace's. `expires_days` ends a passage in which nobody has answered for that long."""

    id: str
    title: str
    nodes: tuple[Node, ...] = ()
    about: str = ""
    languages: tuple[str, ...] = ("en",)
    timezone: str = ""
    expires_days: int = 30

    @cached_property
    def by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    def get(self, node: str) -> Node | None:
        return self.by_id.get(node)

    def edges(self) -> Iterator[Edge]:
        """In flow order: by node, then by exit as the file has them."""
        for node in self.nodes:
            for name, target in node.exits.items():
                yield Edge(node.id, name, target)

    def title_of(self, node: str) -> str:
        """The title a designer gave, in curly quotes; the id where there is no such node."""
        found = self.by_id.get(node)
        return f"“{found.title}”" if found else f"“{node}”"


@dataclass(frozen=True, slots=True)
class Release:
    """An immutable published flow. `number` is unique in the workspace and 0 for a draft; `version` counts
    the releases of this flow."""

    number: int
    flow: Flow
    version: int = 0


def with_node(flow: Flow, node: Node) -> Flow:
    """The node replaced where its id is known, else added at the end."""
    if node.id in flow.by_id:
        return replace(flow, nodes=tuple(node if old.id == node.id else old for old in flow.nodes))
    return replace(flow, nodes=(*flow.nodes, node))
