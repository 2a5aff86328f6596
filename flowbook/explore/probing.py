"""The search for customers by whom a rule, or where it turns over, is seen; or the proof that there are
none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from flowbook.explore.aims import Arena, Told
from flowbook.explore.consequences import take
from flowbook.explore.probes import Probe, probes
from flowbook.explore.search import PATIENCE, THOROUGH, Move, Place, Search
from flowbook.explore.sharp import SHARP
from flowbook.explore.solving import moved
from flowbook.explore.walking import Walk, confirm, walk_path
from flowbook.notebook.coverage import THRESHOLDS, Target

TRIES = 4
"""Abstract paths by which one target is tried before it is left unsettled."""
NUDGES = 3


@dataclass
class Probing:
    """`told` are the conversations found, `proved` the targets that nobody can bring about, `left` those that
    are neither."""

    arena: Arena
    left: set[Target]
    more: Callable[[], bool] = lambda: True
    told: list[Told] = field(default_factory=list)
    proved: set[Target] = field(default_factory=set)
    tried: Counter[Target] = field(default_factory=Counter)

    def run(self) -> None:
        self.search(self.try_out).run()
        self.tried.clear()
        if self.left and self.arena.land.whole and self.more():
            self.prove()

    def prove(self) -> None:
        """What is not reached even when others may do all they can meanwhile is proved."""
        asked = {one.target for one in probes(self.arena.land, self.left)}

        def reached(probe: Probe, move: Move) -> bool:
            asked.discard(probe.target)
            return self.try_out(probe, move)

        search = self.search(reached)
        search.wary, search.patience = True, THOROUGH
        if search.run():
            self.proved = self.left & asked
            self.left -= self.proved

    def search(self, reached: Callable[[Probe, Move], bool]) -> ProbeSearch:
        goals = list(probes(self.arena.land, self.left))
        nodes = {(one.target.node, "") for one in goals}
        return ProbeSearch(
            self.arena.land, nodes, lambda exit, move: True, self.more, False, PATIENCE, goals, reached
        )

    def try_out(self, probe: Probe, move: Move) -> bool:
        """True when it was seen, or tried often enough."""
        self.tried[probe.target] += 1
        walks = confirm(self.arena.land, move, self.arena.live)
        for walk in walks:
            self.take(walk)
        for walk in walks if probe.target.kind in (THRESHOLDS, SHARP) else ():
            if probe.target in self.left:
                self.nudge(probe.target, move, walk)
        return probe.target not in self.left or self.tried[probe.target] >= TRIES

    def nudge(self, target: Target, move: Move, walk: Walk) -> None:
        """The same some days earlier or later: where a date was put together on the way, nobody can be asked
        for the right one."""
        away = self.arena.distances(walk.conversation.script, target)
        for days in sorted(away, key=abs)[:NUDGES]:
            for solution in moved(walk.solution, round(target.detail[2] - days)):
                self.take(walk_path(self.arena.land, move.path(), solution, self.arena.live))

    def take(self, walk: Walk) -> None:
        told = self.arena.play(walk.conversation.script)
        if told and told.aims & self.left:
            self.told.append(told)
            self.left -= told.aims


@dataclass
class ProbeSearch(Search):
    """A search whose goals are probes: whoever comes to a node tries those of it."""

    probes: list[Probe] = field(default_factory=list)
    attempt: Callable[[Probe, Move], bool] = lambda probe, move: True

    def take_in(self, following: Iterable[Move | Place]) -> None:
        for one in following:
            if isinstance(one, Place):
                self.push(one)

    def visit(self, place: Place) -> None:
        if place.spot[0] == self.land.flow.id:
            for probe in [one for one in self.probes if one.target.node == place.spot[1]]:
                self._try(probe, place)
        super().visit(place)

    def _try(self, probe: Probe, place: Place) -> None:
        number = place.move.number + 1 if place.move else 1
        for after in take(place.facts, probe.way, number, self.land.workspace.segments)[:1]:
            move = Move(place.spot, probe.way, after, number, place.move, probe.way.exit)
            if probe in self.probes and self.attempt(probe, move):
                self.idle = 0
                self._settle(probe.target)

    def _settle(self, target: Target) -> None:
        """With all its other ways; a node of which nothing is wanted any more is no goal."""
        self.probes = [one for one in self.probes if one.target is not target]
        if not any(one.target.node == target.node for one in self.probes):
            self.drop((target.node, ""))
