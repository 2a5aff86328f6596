"""Breadth-first through a flow with abstract customers: which exits are reached, and by which path first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from msgspec import Struct

from flowbook.copies import altered
from flowbook.explore.consequences import take
from flowbook.explore.facts import NO_ORDER, Facts, Key, Known, key_of
from flowbook.explore.facts import Place as Thing
from flowbook.explore.land import PASS_ON, Land, Spot
from flowbook.ways import Way

Exit = tuple[str, str]
"""A node of the flow and one of its exits."""
Frame = tuple[Spot, str]
"""A step that called another flow, and the exit by which it goes on afterwards."""

PATIENCE = 2_500
"""Places looked at without anything new, before the search is given up."""
ALONE, THOROUGH = 600, 20_000
"""The same from one trigger alone, and where proofs are sought."""
MOST_KINDS = 120
"""Kinds of customers told apart at one step where proofs are sought."""


class Move(Struct, frozen=True):
    """One way taken by an abstract customer; `facts` is what is known then. `number` counts from 1 along the
    path. `exit` is the one the engine reports, which for a call comes first as an empty one."""

    spot: Spot
    way: Way
    facts: Facts
    number: int
    before: Move | None = None
    exit: str = ""

    def path(self) -> list[Move]:
        moves: list[Move] = []
        move: Move | None = self
        while move:
            moves.append(move)
            move = move.before
        return moves[::-1]


class Place(Struct, frozen=True):
    """Where a passage stands: about to enter `spot`, called from `frames`, the outermost first."""

    spot: Spot
    facts: Facts
    frames: tuple[Frame, ...] = ()
    move: Move | None = None
    entry: Spot = ("", "")
    begins: bool = False


@dataclass
class Search:
    """`reached` is told of every exit of the flow that some abstract customer takes, with the move that took
    it, and answers whether it need not be looked for any more. `wary` counts on all that other passages may
    do meanwhile, so that what is not reached is never reached; without it, paths are what a person would
    play."""

    land: Land
    goals: set[Exit]
    reached: Callable[[Exit, Move], bool]
    more: Callable[[], bool] = lambda: True
    wary: bool = False
    patience: int = PATIENCE

    def __post_init__(self) -> None:
        self.seen: set[tuple[Spot, tuple[Frame, ...], Spot, Key]] = set()
        self.queue: list[tuple[int, int, Place]] = []
        self.ahead = Counter[Spot]()
        self.live: set[Spot] = set()
        self.kinds = Counter[tuple[Spot, tuple[Frame, ...]]]()
        self.parts: dict[tuple[Spot, tuple[Frame, ...]], tuple[set[Any], ...]] = {}
        self.idle = 0
        for node, _ in self.goals:
            self.ahead[self.land.flow.id, node] += 1

    def run(self, begin: Iterable[Place] = ()) -> bool:
        """From these places, or else from every trigger. Whether everything was looked at that could lead to
        a goal."""
        triggers = (Place(entry, Facts(), entry=entry, begins=True) for entry in self.land.entries)
        for place in begin or triggers:
            self.push(place)
        while self.queue and self.goals:
            if self.idle >= self.patience or not self.more():
                return False
            self.idle += 1
            self.visit(heappop(self.queue)[2])
        return True

    def push(self, place: Place) -> None:
        if not self.useful(place):
            return
        live = sorted(self.land.read_ahead[place.spot])
        key = key_of(place.facts, live)
        if self.wary:
            seen = self.parts.setdefault((place.spot, place.frames), tuple(set() for _ in live))
            for kinds, part in zip(seen, key[1], strict=True):
                kinds.add(part)
            if self.kinds[place.spot, place.frames] >= MOST_KINDS:
                place = _widened(
                    place, [one for one, kinds in zip(live, seen, strict=True) if len(kinds) > 1]
                )
                key = key_of(place.facts, live)
        mark = (place.spot, place.frames, place.entry if self.wary else ("", ""), key)
        if mark not in self.seen:
            self.seen.add(mark)
            self.kinds[place.spot, place.frames] += 1
            heappush(self.queue, (self.kinds[place.spot, place.frames], len(self.seen), place))

    def useful(self, place: Place) -> bool:
        """Whether something that is looked for lies ahead; where it lies behind a call, too."""
        wanted = self.ahead.keys()
        spots = (place.spot, *(spot for spot, _ in place.frames))
        return any(not wanted.isdisjoint(self.land.ahead[spot]) for spot in spots)

    def visit(self, place: Place) -> None:
        if not self.useful(place):
            return
        if self.wary and self.land.stays_live(place.spot) and place.spot not in self.live:
            self.live.add(place.spot)
            self.push(Place(place.spot, Facts(), entry=place.spot))
        self.take_in(self.following(place))

    def following(self, place: Place) -> list[Move | Place]:
        return list(steps(self.land, place, self.wary))

    def take_in(self, following: Iterable[Move | Place]) -> None:
        for one in following:
            if isinstance(one, Place):
                self.push(one)
            elif self.is_goal(one):
                self.settle(one)

    def is_goal(self, move: Move) -> bool:
        return move.spot[0] == self.land.flow.id and (move.spot[1], move.exit) in self.goals

    def settle(self, move: Move) -> None:
        exit = (move.spot[1], move.exit)
        if self.reached(exit, move):
            self.idle = 0
            self.drop(exit)

    def drop(self, exit: Exit) -> None:
        """Look for this exit no longer."""
        if exit in self.goals:
            self.goals.discard(exit)
            spot = (self.land.flow.id, exit[0])
            self.ahead[spot] -= 1
            if not self.ahead[spot]:
                del self.ahead[spot]


def _widened(place: Place, varying: Iterable[Thing]) -> Place:
    """So many kinds of customers have been there that this one stands for all of them: nobody is ruled out by
    that, and circles come to an end."""
    facts, number = place.facts, place.move.number if place.move else 0
    for thing in varying:
        facts = facts.lose(thing, number) if thing[0] != "arm" else facts
    return altered(place, facts=facts)


def steps(land: Land, place: Place, wary: bool = False) -> Iterator[Move | Place]:
    """Every move somebody can make there, and where each leads."""
    own = land.ways[place.spot]
    ways = own if place.begins or not land.is_trigger(place.spot) else PASS_ON
    number = place.move.number + 1 if place.move else 1
    for way in ways:
        before = _disturbed(land, place, number) if wary and not way.at_once else place.facts
        facts = _drawn(land, place.spot, way, before)
        for after in take(facts, way, number, land.workspace.segments) if facts else ():
            yield from _follow(land, place, way, Move(place.spot, way, after, number, place.move, way.exit))


def _disturbed(land: Land, place: Place, number: int) -> Facts:
    """What others may write is lost; but nobody takes an order away again."""
    facts = place.facts
    for written in sorted(land.disturbed.get(place.entry, ())):
        facts = facts.lose(written, number)
    if place.spot not in land.asking_for_orders or place.facts.claim(NO_ORDER, True) is not None:
        return facts
    return facts.with_order()


def _drawn(land: Land, spot: Spot, way: Way, facts: Facts) -> Facts | None:
    """Whoever has drawn an arm keeps it."""
    if not way.arm:
        return facts
    place = ("arm", f"{spot[0]}.{spot[1]}")
    drawn = facts.cells.get(place)
    return facts.write(place, Known(way.arm)) if drawn in (None, Known(way.arm)) else None


def _follow(land: Land, place: Place, way: Way, move: Move) -> Iterator[Move | Place]:
    if way.call is None:
        yield move
        yield from _onward(land, altered(place, move=move, facts=move.facts, begins=False), way.exit)
        return
    entry = land.called(way)
    if entry is None:
        return
    frames = (*place.frames, (place.spot, way.exit)) if way.exit else place.frames
    if len(frames) <= len(land.flows):
        yield Place(entry, move.facts, frames, altered(move, exit=""), place.entry)


def _onward(land: Land, place: Place, exit: str) -> Iterator[Move | Place]:
    """Along the arrow; where there is none, back to whoever called."""
    spot = place.move.spot if place.move else place.spot
    while True:
        target = land.next(spot, exit)
        if target:
            yield altered(place, spot=target)
            return
        if not place.frames:
            return
        spot, exit = place.frames[-1]
        assert place.move
        back = Move(spot, Way(exit=exit), place.facts, place.move.number + 1, place.move, exit)
        yield back
        place = altered(place, frames=place.frames[:-1], move=back)
