"""Exploration of a whole flow: find every exit, prove what nobody can take, then tell it in few
conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from flowbook.explore.chaining import chain
from flowbook.explore.facts import Facts
from flowbook.explore.land import Land
from flowbook.explore.report import Found, Report
from flowbook.explore.search import ALONE, PATIENCE, THOROUGH, Exit, Move, Place, Search
from flowbook.explore.shrinking import shrink_all
from flowbook.explore.stage import library
from flowbook.explore.walking import confirm

TRIES = 3
"""Abstract paths to one exit that are tried before it is left unsettled."""
Clock = Callable[[], float]
Progress = Callable[[float], None]
"""Told how far it is, from 0 to 1."""
FOUND, PROVED = 0.5, 0.7
"""How far it is once all is found, and once all is proved."""


@dataclass
class Exploration:
    """`clock` gives seconds from the beginning, for the budget and for what the report tells of it."""

    land: Land
    clock: Clock = lambda: 0.0
    budget: float = 60.0
    telling: bool = True
    progress: Progress = lambda done: None
    found: dict[Exit, Found] = field(default_factory=dict)
    tried: Counter[Exit] = field(default_factory=Counter)

    def run(self) -> Report:
        self.live = library(self.land)
        wanted = set(self.land.exits)
        self.find(wanted, ())
        for entry in self.land.entries if len(self.land.entries) > 1 else ():
            left = wanted - self.found.keys()
            if left:
                self.find(left, (Place(entry, Facts(), entry=entry, begins=True),))
        self.progress(FOUND)
        after_finding = self.clock()
        proved = self.prove(wanted - self.found.keys())
        self.progress(PROVED)
        after_proving = self.clock()
        chained = chain(self.land, self.found, self.live, self.in_time) if self.telling else []
        conversations = shrink_all(self.land, chained, self.live, self.in_time)
        telling = self.clock() - after_proving
        return Report(
            self.land.flow.id,
            tuple(self.found.values()),
            tuple(one for one in self.land.exits if one in proved),
            tuple(one for one in self.land.exits if one not in proved and one not in self.found),
            conversations=tuple(conversations),
            seconds=(
                ("finding", after_finding),
                ("proving", after_proving - after_finding),
                ("telling", telling),
            ),
        )

    def find(self, wanted: set[Exit], begin: tuple[Place, ...]) -> None:
        """From every trigger; or from one, since by another way somebody may come who looks alike and cannot
        go on."""
        self.tried.clear()
        patience = ALONE if begin else PATIENCE
        self.search = Search(self.land, set(wanted), self.reached, self.in_time, patience=patience)
        self.search.run(begin)

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
        self.progress(FOUND * len(self.found) / len(self.land.exits))
        return exit in self.found or self.tried[exit] >= TRIES

    def prove(self, left: set[Exit]) -> set[Exit]:
        """What is not reached even when others may do all they can meanwhile. Where that brings somebody
        there, it is tried like any other path."""
        never = set(left)

        def reached(exit: Exit, move: Move) -> bool:
            never.discard(exit)
            return self.reached(exit, move)

        self.tried.clear()
        self.search = Search(self.land, set(left), reached, self.in_time, wary=True, patience=THOROUGH)
        settled = bool(left) and self.search.run()
        return never - self.found.keys() if settled and self.land.whole else set()


def explore(
    land: Land,
    clock: Clock = lambda: 0.0,
    budget: float = 60.0,
    telling: bool = True,
    progress: Progress = lambda done: None,
) -> Report:
    """`budget` in seconds of `clock`; without a clock it ends by itself, only later. Without `telling` the
    found exits are not told in few conversations."""
    return Exploration(land, clock, budget, telling, progress).run()
