"""A path walked in the world: each move's acts done, and the exit it claims looked for in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from flowbook.customer import Customer
from flowbook.explore.conversation import Conversation, Deed, Script, deed_of
from flowbook.explore.facts import timed
from flowbook.explore.land import Land
from flowbook.explore.search import Move
from flowbook.explore.solving import Meanwhile, Solution, begin, solve
from flowbook.explore.stage import Stage, label_of, lines_of, open_stage, own_exits
from flowbook.mocks import Mock
from flowbook.setting import Library
from flowbook.stimuli import Changed
from flowbook.ways import Act, Press, Replied, TimePasses, Untold

PATIENCE = 6
"""Timers that may come before the one that a move waits for: quiet hours, triggers of their own."""
TRIES, SEASONS = 4, 30
NEARLY_TWO_DAYS = timedelta(hours=47)
LINGER = (3, 10, 20, 38)
"""Hours that somebody may think before they answer."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of it: the conversation as far as it went, whether all moves were made, the instants of its
    turns, and who walked."""

    conversation: Conversation
    whole: bool
    moments: tuple[datetime, ...]
    solution: Solution


def confirm(land: Land, move: Move, live: Library) -> list[Walk]:
    """The path to a move, tried with somebody for whom it should be; again when the clock turns out to
    matter. The last walk is the best one."""
    path, walks = move.path(), list[Walk]()
    moments: tuple[datetime, ...] = ()
    solved: list[Solution] = []
    dated = any(timed(claim.comparison) for claim in move.facts.claims)
    for variant in range(SEASONS if dated else TRIES):
        solution = solve(land, path, moments if variant < TRIES else (), variant)
        if solution is None and dated and not variant:
            # Something becomes so by time alone: then the turns cannot all be at one moment.
            solution = solve(land, path, _guessed(land, move))
        if solution in solved and variant < TRIES and dated:
            continue
        if solution is None or solution in solved:
            break
        solved.append(solution)
        walk = walk_path(land, path, solution, live)
        walks.append(walk)
        if walk.whole:
            break
        moments = walk.moments
    if not (walks and walks[-1].whole) and move.facts.moments:
        walks += _lingering(land, path, moments, live)
    return walks


def _guessed(land: Land, move: Move) -> list[datetime]:
    """What is looked at daily is looked at between two turns, and a day older than at the first."""
    return [begin(land) + turn * NEARLY_TWO_DAYS for turn in range(move.facts.turn + 1)]


def _lingering(
    land: Land, path: Sequence[Move], moments: Sequence[datetime], live: Library
) -> Iterator[Walk]:
    """The same, but that somebody takes their time before they answer, so that the clock says something
    else."""
    asked = max(one.turn for one in path[-1].facts.moments)
    answers = [one for one in path if not one.way.at_once and TimePasses() not in one.way.acts]
    own = [one for one in answers if 1 < one.facts.turn <= asked]
    known = [*moments, *[moments[-1] if moments else begin(land)] * (asked + 1)][: asked + 1]
    for answer, hours in product(own[:-4:-1], LINGER):
        late = answer.facts.turn
        shifted = [one + timedelta(hours=hours if turn >= late else 0) for turn, one in enumerate(known)]
        solution = solve(land, path, shifted)
        if solution is None:
            continue
        walk = walk_path(land, path, replace(solution, pause=(answer.number, hours)), live)
        yield walk
        if walk.whole:
            return


def walk_path(land: Land, path: Sequence[Move], solution: Solution, live: Library) -> Walk:
    acts = {move.number: acts_of(move, solution) for move in path}
    script = Script(solution.start, solution.customer, mocks=_mocks(path, acts), arms=_arms(path))
    walker = _Walker(open_stage(land, script, live))
    late, hours = solution.pause
    whole = all(
        (move.number != late or walker.do(("wait", f"{hours} hours")))
        and walker.changed(solution.meanwhile.get(move.number))
        and walker.make(move, acts[move.number])
        for move in path
    )
    done = replace(script, deeds=tuple(walker.deeds))
    exits = own_exits(land, walker.stage.taken())
    return Walk(Conversation(done, exits, tuple(walker.lines)), whole, tuple(walker.moments), solution)


def changes(now: Customer, meanwhile: Meanwhile) -> Iterator[Deed]:
    """What others do for the one to be as the other where that one was asked for anything."""
    become = meanwhile.become
    yield from _other_tags(now, meanwhile)
    yield from _other_fields(now, meanwhile)
    if become.stage and become.stage != now.stage:
        yield "stage", become.stage
    for occurrence in become.happened:
        yield "event", [occurrence.name, {}]
    for number, order in enumerate(become.orders, start=1):
        yield "order", [f"outside-{len(now.orders) + number}", order.total, order.status, list(order.items)]


def _other_tags(now: Customer, meanwhile: Meanwhile) -> Iterator[Deed]:
    yield from (("change", ["tag_added", tag, None]) for tag in sorted(meanwhile.become.tags - now.tags))
    for tag in sorted(now.tags - meanwhile.become.tags):
        if ("tag", tag) in meanwhile.asked:
            yield "change", ["tag_removed", tag, None]


def _other_fields(now: Customer, meanwhile: Meanwhile) -> Iterator[Deed]:
    become = meanwhile.become.fields
    for name, value in become.items():
        if now.fields.get(name) != value:
            yield "change", ["field", name, value]
    for name in sorted(now.fields.keys() - become.keys()):
        if ("field", name) in meanwhile.asked:
            yield "change", ["field", name, None]


def acts_of(move: Move, solution: Solution) -> tuple[Act, ...]:
    told = move.way.told
    if told is None:
        return move.way.acts
    act = told(solution.answers.get(move.number, {}))
    return (*move.way.acts, act if act is not None else Untold())


class _Walker:
    """Walks along the log: every exit that was taken in the path's own passage has to be the next one of the
    path. Which passage that is shows when its trigger begins."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.deeds: list[Deed] = []
        self.lines: list[tuple[str, ...]] = []
        self.moments = [stage.world.now]
        self.passed = 0
        self.session = ""

    def changed(self, meanwhile: Meanwhile | None) -> bool:
        """What others change about the customer before the next move."""
        done = changes(self.stage.state.customer, meanwhile) if meanwhile else ()
        return all(self.do(deed) for deed in done)

    def make(self, move: Move, acts: Sequence[Act]) -> bool:
        """False when the customer went another way, or nowhere."""
        begins = move.spot[1] if not self.session else ""
        if not move.way.at_once:
            self.moments.append(self.stage.world.now)
        if self.behind():
            return self.goes(move)
        if not all(self.act(move, act) for act in acts):
            return False
        if acts:
            self.moments[-1] = self.stage.world.now
        for _ in range(PATIENCE if acts else 0):
            if self.behind(begins):
                break
            if not self.do(("wait", "next")):
                return False
        if acts:
            self.moments[-1] = self.stage.world.now
        return self.goes(move)

    def behind(self, begins: str = "") -> bool:
        """Whether the passage has gone on; `begins` is the trigger it is known by until it has begun."""
        if begins:
            self.session = self.stage.begun(begins)
        return bool(self.session) and len(self.stage.taken(self.session)) > self.passed

    def goes(self, move: Move) -> bool:
        taken = self.stage.taken(self.session)
        if len(taken) <= self.passed or taken[self.passed] != (*move.spot, move.exit):
            return False
        self.passed += 1
        return True

    def act(self, move: Move, act: Act) -> bool:
        match act:
            case Replied():
                return True
            case Untold():
                return False
            case Changed(what, name, value):
                return self.do(("change", [what, name, value]))
            case Press(choice, place):
                label = label_of(self.stage.world, choice, place, move.spot[1])
                return label is not None and self.do(("tap", label))
        deed = deed_of(act)
        return deed is not None and self.do(deed)

    def do(self, deed: Deed) -> bool:
        before = len(self.stage.world.log)
        if not self.stage.act(deed):
            return False
        self.deeds.append(deed)
        self.lines.append(tuple(lines_of(self.stage.world, before)))
        return True


def _mocks(path: Sequence[Move], acts: dict[int, tuple[Act, ...]]) -> tuple[Mock, ...]:
    replies: dict[str, list[Any]] = {}
    for move in path:
        given = [act.reply for act in acts[move.number] if isinstance(act, Replied)]
        if given:
            replies.setdefault(move.spot[1], []).extend(given)
    return tuple(Mock(node=node, replies=tuple(several)) for node, several in replies.items())


def _arms(path: Sequence[Move]) -> dict[str, str]:
    return {f"{move.spot[0]}.{move.spot[1]}": move.way.arm for move in path if move.way.arm}
