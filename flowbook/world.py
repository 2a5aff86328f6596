"""The virtual world: customers, a clock that only goes forward, mocked services. It drives the same dispatch
as the runtime, and every world is immutable, so that an earlier one is a rewind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from msgspec import Struct

from flowbook.copies import altered
from flowbook.customer import NOTHING, Customer
from flowbook.dispatch import Outcome, dispatch, plan
from flowbook.events import HttpRequested, Record
from flowbook.mocks import Mock, answer
from flowbook.session import CustomerState, Timer
from flowbook.setting import Setting
from flowbook.stimuli import HttpAnswered, Stimulus, TimerFired

CHANNEL = "simulator"
Progress = Callable[[float], None]
"""Told how far a long run is, from 0 to 1."""


class World(Struct, frozen=True):
    """`now` is aware UTC. `log` has every record since the world began, oldest first; `calls` counts how
    often each mock has answered, so that replies in a row come in order."""

    setting: Setting
    now: datetime
    states: Mapping[str, CustomerState] = NOTHING
    log: tuple[Record, ...] = ()
    mocks: tuple[Mock, ...] = ()
    calls: Mapping[int, int] = NOTHING


def world_of(setting: Setting, now: datetime, customers: Iterable[Customer] = ()) -> World:
    """A world in which every customer already has the timers that the live flows plan for them."""
    world = World(setting, now)
    run = _Run(world)
    for customer in customers:
        run.take(plan(CustomerState(customer, channel=CHANNEL), setting, now))
    return run.world(now)


def join(world: World, customer: Customer) -> World:
    """The world with one more customer in it, and the timers that the live flows plan for them; whoever has
    the same id is replaced."""
    run = _Run(world)
    run.take(plan(CustomerState(customer, channel=CHANNEL), world.setting, world.now))
    return run.world(world.now)


def do(world: World, customer: str, stimulus: Stimulus) -> World:
    """The world after something happened to a customer now; other systems answer at once, by their mocks.
    Raises KeyError for a customer who is not in it."""
    run = _Run(world)
    run.happen(customer, stimulus)
    return run.world(world.now)


def advance(world: World, until: datetime, progress: Progress | None = None) -> World:
    """Turn the clock forward: every timer fires at its own instant, cascades included, in the order of
    instants. An `until` that is past leaves the world as it is."""
    run = _Run(world)
    run.run_until(until, progress)
    return run.world(max(until, world.now))


def advance_to_next(world: World, customer: str = "") -> World:
    """To the next thing that happens, to one customer or to anybody; the same world when nothing is due."""
    timer = next_timer(world, customer)
    return advance(world, timer.due) if timer else world


def next_timer(world: World, customer: str = "") -> Timer | None:
    states = [world.states[customer]] if customer else world.states.values()
    return min(
        (timer for state in states for timer in state.timers.values()), key=lambda t: t.due, default=None
    )


def run_days(world: World, days: float, progress: Progress | None = None) -> World:
    return advance(world, world.now + timedelta(days=days), progress)


class _Run:
    """A stretch of simulation on mutable copies; `world` makes it immutable again."""

    def __init__(self, world: World) -> None:
        self.start = world
        self.now = world.now
        self.states = dict(world.states)
        self.log: list[Record] = []
        self.calls = dict(world.calls)
        self.queue: list[tuple[datetime, str, str]] = []
        self.queued = False

    def world(self, now: datetime) -> World:
        log = (*self.start.log, *self.log)
        return altered(self.start, now=now, states=self.states, log=log, calls=self.calls)

    def happen(self, customer: str, stimulus: Stimulus) -> None:
        pending = [stimulus]
        while pending:
            outcome = dispatch(self.states[customer], pending.pop(0), self.start.setting, self.now, CHANNEL)
            self.take(outcome)
            events = (event for part in outcome.report.told for event in part.events)
            pending += [self._answer(event) for event in events if type(event) is HttpRequested]

    def take(self, outcome: Outcome) -> None:
        state = outcome.state
        before = self.states.get(state.customer.id)
        self.states[state.customer.id] = state
        self.log += outcome.records
        if self.queued and (before is None or before.timers is not state.timers):
            old = before.timers if before else {}
            for key, timer in state.timers.items():
                if old.get(key) is not timer:
                    heappush(self.queue, (timer.due, state.customer.id, key))

    def run_until(self, until: datetime, progress: Progress | None) -> None:
        self.queue = [
            (t.due, name, key) for name, state in self.states.items() for key, t in state.timers.items()
        ]
        heapify(self.queue)
        self.queued = True
        whole = max((until - self.now).total_seconds(), 1)
        begun, told = self.now, 0.0
        while self.queue and self.queue[0][0] <= until:
            due, customer, key = heappop(self.queue)
            timer = self.states[customer].timers.get(key)
            if timer is None or timer.due != due:
                continue
            self.now = max(self.now, due)
            self.happen(customer, TimerFired(key))
            done = (self.now - begun).total_seconds() / whole
            if progress and done - told >= 0.01:
                progress(done)
                told = done
        self.now = max(self.now, until)

    def _answer(self, event: HttpRequested) -> HttpAnswered:
        reply, number = answer(self.start.mocks, self.calls, event)
        if number is not None:
            self.calls[number] = self.calls.get(number, 0) + 1
        return reply
