"""What of a flow its tests have seen: steps, ways out, rules both ways, thresholds, timers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flowbook.customer import NOTHING
from flowbook.flow import Flow, Node
from flowbook.nodes import exits_of, node_type
from flowbook.nodetype import NodeType
from flowbook.notebook.branches import branches_of
from flowbook.notebook.thresholds import boundaries, leaves
from flowbook.ways import Around, TimePasses
from flowbook.workspace import Workspace

NODES, EXITS, RULES, THRESHOLDS, TIMERS = "nodes", "exits", "rules", "thresholds", "timers"
KINDS = (NODES, EXITS, RULES, THRESHOLDS, TIMERS)
FIRED, CANCELLED = "fired", "cancelled"
HUNDRED = 100.0


class Target(NamedTuple):
    """Something to be seen. `detail` is empty for a step; an exit's name; for rules and thresholds the
    branch, the comparison's path, and its truth or -1, 0, 1; for timers fired or cancelled."""

    kind: str
    flow: str
    node: str
    detail: tuple[Any, ...] = ()


Seen = Mapping[Target, bool]
"""What was seen; true where it was checked, too: something was expected of the turn it was seen in."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one kind was seen. `missing` in flow order."""

    total: int
    seen: int
    checked: int
    missing: tuple[Target, ...] = ()

    @property
    def percent(self) -> float:
        """Of nothing, everything was seen."""
        return HUNDRED * self.seen / self.total if self.total else HUNDRED

    @property
    def percent_checked(self) -> float:
        return HUNDRED * self.checked / self.total if self.total else HUNDRED


@dataclass(frozen=True, slots=True)
class Coverage:
    """One flow's, by kind. `percent`, that of the exits, is what a floor is compared with."""

    flow: Flow
    shares: Mapping[str, Share] = field(default_factory=lambda: NOTHING)
    seen: Seen = field(default_factory=dict)

    @property
    def percent(self) -> float:
        return self.shares[EXITS].percent


def coverage_of(flow: Flow, workspace: Workspace, seen: Seen, unreachable: Iterable[Target] = ()) -> Coverage:
    """`unreachable` are targets proved to be so: they leave the count."""
    beyond = set(unreachable)
    wanted = [target for target in targets(flow, workspace) if target not in beyond]
    shares = {kind: _share([one for one in wanted if one.kind == kind], seen) for kind in KINDS}
    return Coverage(flow, shares, {target: seen[target] for target in wanted if target in seen})


def targets(flow: Flow, workspace: Workspace) -> tuple[Target, ...]:
    """All there is to be seen of a flow, in its order."""
    return tuple(target for node in flow.nodes for target in _of_node(flow, node, workspace))


def joined(parts: Iterable[Seen]) -> dict[Target, bool]:
    """Checked where it was checked in any of them."""
    found: dict[Target, bool] = {}
    for part in parts:
        for target, checked in part.items():
            found[target] = found.get(target, False) or checked
    return found


def _share(wanted: list[Target], seen: Seen) -> Share:
    missing = tuple(target for target in wanted if target not in seen)
    checked = sum(seen.get(target, False) for target in wanted)
    return Share(len(wanted), len(wanted) - len(missing), checked, missing)


def _of_node(flow: Flow, node: Node, workspace: Workspace) -> Iterator[Target]:
    yield Target(NODES, flow.id, node.id)
    for exit in exits_of(node):
        if exit.required or exit.id in node.exits:
            yield Target(EXITS, flow.id, node.id, (exit.id,))
    for branch in branches_of(node):
        for path in leaves(branch.rule):
            yield from (
                Target(RULES, flow.id, node.id, (branch.exit, path, truth)) for truth in (True, False)
            )
        for path, step in boundaries(branch.rule, workspace.segments):
            yield Target(THRESHOLDS, flow.id, node.id, (branch.exit, path, step))
    yield from (Target(TIMERS, flow.id, node.id, (end,)) for end in _timer_ends(node))


def _timer_ends(node: Node) -> tuple[str, ...]:
    """An answer, or a person, cancels a timer; nothing in the flow cancels a plain wait. What another system
    takes is no timer of the designer's."""
    kind = node_type(node.type)
    waits = kind.waits(node.config)
    if kind.plan:
        return (FIRED,) if _plans(kind, node) else ()
    if waits.startswith("time"):
        return (FIRED,)
    timed = any(exit.tone == "time" for exit in exits_of(node))
    return (FIRED, CANCELLED) if timed and waits.startswith(("answer", "person")) else ()


def _plans(kind: NodeType, node: Node) -> bool:
    """Of what can begin by itself not everything does: a change of a tag comes only from outside."""
    ways = kind.ways(node.config, Around()) if kind.ways else ()
    return not ways or any(TimePasses() in way.acts for way in ways)
