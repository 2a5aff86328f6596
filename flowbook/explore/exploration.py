"""Exploration of a whole flow: find every exit, prove what nobody can take, then tell it in few
conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from flowbook.explore.land import Land
from flowbook.explore.report import Found, Report
from flowbook.explore.search import Exit, Move, Search
from flowbook.explore.stage import library
from flowbook.explore.walking import confirm

TRIES = 3
"""Abstract paths to one exit that are tried before it is left unsettled."""
Clock = Callable[[], float]


@dataclass
class Exploration:
    """`clock` gives seconds from the beginning, for the budget and for what the report tells of it."""

    land: Land
    clock: Clock = lambda: 0.0
    budget: float = 60.0
    found: dict[Exit, Found] = field(default_factory=dict)
    tried: Counter[Exit] = field(default_factory=Counter)

    def run(self) -> Report:
        self.live = library(self.land)
        wanted = set(self.land.exits)
        search = Search(self.land, set(wanted), self.reached, self.in_time)
        self.search = search
        search.run()
        after_finding = self.clock()
        proved = self.prove(wanted - self.found.keys())
        after_proving = self.clock()
        return Report(
            self.land.flow.id,
            tuple(self.found.values()),
            tuple(one for one in self.land.exits if one in proved),
            tuple(one for one in self.land.exits if one not in proved and one not in self.found),
            seconds=(("finding", after_finding), ("proving", after_proving - after_finding)),
        )

    def in_time(self) -> bool:
        return self.clock() < self.budget

    def reached(self, exit: Exit, move: Move) -> bool:
        """True when it was confirmed, or tried often enough."""
        self.tried[exit] += 1
        for walk in confirm(self.land, move, self.live):
            for taken in walk.conversation.exits:
                if taken not in self.found:
                    self.found[taken] = Found(taken, walk.conversation, self.clock())
                    self.search.drop(taken)
        return exit in self.found or self.tried[exit] >= TRIES

    def prove(self, left: set[Exit]) -> set[Exit]:
        """What is not reached even when others may do all they can meanwhile. Where that brings somebody
        there, it is tried like any other path."""
        never = set(left)

        def reached(exit: Exit, move: Move) -> bool:
            never.discard(exit)
            return self.reached(exit, move)

        self.tried.clear()
        self.search = Search(self.land, set(left), reached, self.in_time, wary=True)
        settled = bool(left) and self.search.run()
        return never - self.found.keys() if settled and self.land.whole else set()


def explore(land: Land, clock: Clock = lambda: 0.0, budget: float = 60.0) -> Report:
    """`budget` in seconds of `clock`; without a clock there is no end to it but the flow's own."""
    return Exploration(land, clock, budget).run()
