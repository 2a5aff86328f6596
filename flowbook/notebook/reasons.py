"""Why something did not come: the decision that led elsewhere, and what would have made it otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from flowbook.events import Ignored
from flowbook.graph import Graph
from flowbook.notebook.stage import Ground, Stage
from flowbook.notebook.trace import Decision, decisions
from flowbook.rules import deciding, explain, would_need
from flowbook.workspace import Rule

FAR = 10**6


@dataclass(frozen=True, slots=True)
class Reason:
    """`facts` is “orders 2”, `why` “orders is at least 3” was false., `need` One more order would do."""

    facts: str = ""
    why: str = ""
    need: str = ""


NO_REASON = Reason()


def reason(stage: Stage, towards: Iterable[str]) -> Reason:
    """Of the last act, for whoever talks; `towards` are the steps it should have led to, as flow.node."""
    wanted = set(towards)
    made = [one for one in decisions(stage.ground, stage.before, stage.world) if _is_of(stage, one)]
    for decision in reversed(made):
        better = _better_exit(stage.ground, decision, wanted)
        if better is not None:
            return _told(stage.ground, decision, better)
    return _ignored(stage)


def _is_of(stage: Stage, decision: Decision) -> bool:
    return decision.subject.customer.id == stage.who


def _better_exit(ground: Ground, decision: Decision, wanted: set[str]) -> str | None:
    """Another exit that leads to a wanted step by a shorter way than the one that was taken."""
    flow = decision.node.partition(".")[0]
    found = ground.node(decision.node)
    targets = {name.partition(".")[2] for name in wanted if name.partition(".")[0] == flow}
    if found is None or not targets:
        return None
    ways = {exit: _distance(ground.graphs[flow], target, targets) for exit, target in found[1].exits.items()}
    taken = ways.pop(decision.exit, FAR)
    nearest = min(ways, key=lambda exit: ways[exit], default=None)
    return nearest if nearest is not None and ways[nearest] < taken else None


def _distance(graph: Graph, start: str, targets: set[str]) -> int:
    if start not in graph:
        return FAR
    lengths = nx.single_source_shortest_path_length(graph, start)
    return min((lengths[target] for target in targets if target in lengths), default=FAR)


def _told(ground: Ground, decision: Decision, better: str) -> Reason:
    """The rule of the better exit was false; or it was not asked, since the one that was taken was true."""
    asked = {branch.exit: branch.rule for branch in decision.asked}
    if better in asked:
        return _of_rule(ground, decision, asked[better])
    taken = asked.get(decision.exit)
    return _of_rule(ground, decision, {"not": taken}) if taken else NO_REASON


def _of_rule(ground: Ground, decision: Decision, rule: Rule) -> Reason:
    verdict = explain(rule, decision.subject, ground.workspace)
    leaves = deciding(verdict)
    facts = ", ".join(leaf.actual.replace(" is ", " ", 1) for leaf in leaves if leaf.actual)
    why = " ".join(f"“{leaf.words}” was {'true' if leaf.truth else 'false'}." for leaf in leaves)
    return Reason(facts, why, would_need(rule, decision.subject, ground.workspace))


def _ignored(stage: Stage) -> Reason:
    """Something was said or fired that nobody took."""
    told = [f"{event.what}: {event.why}" for event in stage.own(Ignored)]
    return Reason(why=" ".join(told)) if told else NO_REASON
