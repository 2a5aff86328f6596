"""Mutants that nobody can notice, told apart by exploration: nobody comes to the step, nobody takes the way,
or no customer who comes there is answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flowbook.explore.exploration import Clock, Exploration
from flowbook.explore.facts import Facts
from flowbook.explore.granting import grant
from flowbook.explore.land import Land
from flowbook.explore.report import Exit, Report
from flowbook.explore.stage import library
from flowbook.flow import Flow, Node
from flowbook.mutation.mutant import CUT, SWAPPED, Mutant
from flowbook.nodes import exits_of
from flowbook.notebook.branches import branches_of
from flowbook.workspace import Rule

ASKED = "asked_"
"""Added to the id of the step that stands behind the one which looks for a difference."""
DIFFERS = "differs"
ROWS = "branches"
"""Where a step that parts customers by rules has them."""
NOBODY = "Nobody can ever come to this step."
NO_WAY = "Nobody can ever take these ways."
NO_DIFFERENCE = "Nobody who comes here is answered otherwise."


@dataclass(frozen=True)
class Excuses:
    """`report` is what exploration of the unchanged flow came to; `budget` in seconds of `clock` for each
    mutant."""

    land: Land
    report: Report
    clock: Clock = lambda: 0.0
    budget: float = 5.0

    def excuse(self, mutant: Mutant) -> str:
        """A sentence, or nothing where somebody may notice it or it cannot be told."""
        never = {exit for node, exit in self.report.proved if node == mutant.node}
        own = {exit for node, exit in self.land.exits if node == mutant.node}
        if own and own <= never:
            return NOBODY
        if mutant.kind in (CUT, SWAPPED):
            return NO_WAY if _moved(self.land.flow, mutant) <= never else ""
        rules = _differences(self.land.flow, mutant)
        if rules is None:
            return ""
        segments = self.land.workspace.segments
        somebody = [rule for rule in rules if grant(Facts(), [(rule, True)], segments)]
        alike = not somebody or self._is_never(mutant.node, {"any": somebody})
        return NO_DIFFERENCE if alike else ""

    def _is_never(self, node: str, rule: Rule) -> bool:
        """Whether it is proved that the rule is false of everybody who comes to the step."""
        asking = _asking(self.land.flow, node, rule)
        if asking is None:
            return False
        begun = self.clock()
        land = replace(self.land, flow=asking)
        exploration = Exploration(land, lambda: self.clock() - begun, self.budget, telling=False)
        exploration.live = library(land)
        goal: set[Exit] = {(node, DIFFERS)}
        exploration.find(goal, ())
        return not exploration.found.keys() & goal and bool(exploration.prove(goal))


def _moved(flow: Flow, mutant: Mutant) -> set[str]:
    """The exits that lead elsewhere."""
    before, after = flow.by_id[mutant.node].exits, mutant.flow.by_id[mutant.node].exits
    return {name for name in before if before[name] != after.get(name)}


def _differences(flow: Flow, mutant: Mutant) -> list[Rule] | None:
    """Some of which is true of whoever is sent to another step by the mutant; None where more than rules has
    changed."""
    before, after = flow.by_id[mutant.node], mutant.flow.by_id[mutant.node]
    if not branches_of(before) or mutant.flow.nodes == flow.nodes:
        return None
    if ROWS not in before.config or {**before.config, ROWS: ()} != {**after.config, ROWS: ()}:
        return None
    pairs = ((one, other) for one in _ways(before) for other in _ways(after))
    return [{"all": [*was, *now]} for (to, was), (there, now) in pairs if to != there]


def _ways(node: Node) -> Iterator[tuple[str, list[Rule]]]:
    """Where each branch leads, and what is true of whoever takes it; whoever takes none is last."""
    passed: list[Rule] = []
    for branch in branches_of(node):
        yield node.exits.get(branch.exit, ""), [branch.rule, *passed]
        passed = [*passed, {"not": branch.rule}]
    yield node.exits.get(_rest(node), ""), passed


def _rest(node: Node) -> str:
    """The way on of whoever takes no branch."""
    own = {branch.exit for branch in branches_of(node)}
    return next((exit.id for exit in exits_of(node) if exit.id not in own), "")


def _asking(flow: Flow, name: str, rule: Rule) -> Flow | None:
    """The flow with a step before this one that asks the rule of everybody, and lets them pass."""
    node, behind = flow.by_id[name], f"{ASKED}{name}"
    if behind in flow.by_id:
        return None
    config = {**node.config, ROWS: [{"id": DIFFERS, "rule": rule}]}
    probe = replace(node, config=config, exits={_rest(node): behind})
    moved = replace(node, id=behind)
    return replace(flow, nodes=(*(probe if one is node else one for one in flow.nodes), moved))
