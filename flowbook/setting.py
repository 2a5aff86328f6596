"""What surrounds a turn and does not change in it: the workspace, the live flows, the seed of the dice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flowbook.customer import NOTHING
from flowbook.flow import Flow, Node, Release
from flowbook.nodes import node_type
from flowbook.nodetype import NodeType
from flowbook.workspace import Workspace


@dataclass(frozen=True)
class Library:
    """The flows that are live on a channel, by id, and every release that somebody may still be in, by
    number. `find` is asked for a release that is not among them; it must always give the same answer."""

    live: Mapping[str, Release] = field(default_factory=lambda: NOTHING)
    find: Callable[[int], Release | None] = lambda number: None

    @cached_property
    def numbers(self) -> dict[int, Release]:
        return {release.number: release for release in self.live.values()}

    def release(self, number: int) -> Release | None:
        return self.numbers.get(number) or self.find(number)

    @cached_property
    def triggers(self) -> tuple[tuple[Release, Node, NodeType], ...]:
        """Every trigger of the live flows, in the order of flows and nodes."""
        return tuple(self._triggers())

    @cached_property
    def planners(self) -> tuple[tuple[Release, Node, NodeType], ...]:
        """Triggers that may fire by themselves."""
        return tuple(entry for entry in self.triggers if entry[2].plan)

    @cached_property
    def watched(self) -> frozenset[str]:
        """Segments whose entering or leaving some trigger waits for."""
        return frozenset(name for _, node, kind in self.triggers for name in kind.watches(node.config))

    @cached_property
    def listeners(self) -> dict[type, tuple[tuple[Release, Node, NodeType], ...]]:
        """Triggers by the class of stimulus that may wake them."""
        found: dict[type, list[tuple[Release, Node, NodeType]]] = {}
        for entry in self.triggers:
            for stimulus in entry[2].wakes:
                found.setdefault(stimulus, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    def _triggers(self) -> Iterator[tuple[Release, Node, NodeType]]:
        for release in self.live.values():
            for node in release.flow.nodes:
                kind = node_type(node.type)
                if kind.category == "trigger":
                    yield release, node, kind


@dataclass(frozen=True)
class Setting:
    """`seed` decides the arms of splits together with node and customer. `arms` settles them for everybody,
    by flow.node: only tests do that."""

    workspace: Workspace = field(default_factory=Workspace)
    library: Library = field(default_factory=Library)
    seed: int = 0
    arms: Mapping[str, str] = field(default_factory=lambda: NOTHING)


def library_of(*flows: Flow) -> Library:
    """Drafts made live, numbered from 1 in order: for simulations, tests and checks, where nothing is
    published."""
    releases = {flow.id: Release(number, flow) for number, flow in enumerate(flows, start=1)}
    return Library(live=releases)
