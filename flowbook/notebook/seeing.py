"""What one turn has seen of the flows: the coverage that its records stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from flowbook.desk import EXPIRY
from flowbook.events import Deferred, ExitTaken, NodeEntered, Record, TimerSet, TimerVoided
from flowbook.notebook.coverage import CANCELLED, EXITS, FIRED, NODES, RULES, THRESHOLDS, TIMERS, Target
from flowbook.notebook.stage import Ground
from flowbook.notebook.thresholds import effects, touched
from flowbook.notebook.trace import Decision, decisions
from flowbook.session import Timer
from flowbook.world import World

OF_TIMERS = frozenset({TimerSet, TimerVoided, Deferred})
Pending = dict[str, tuple[Target, datetime]]
"""Timers that wait, by their id: what is seen when one fires, and when it is due."""


def seen_between(ground: Ground, before: World, after: World) -> set[Target]:
    """By everybody in the world."""
    found: set[Target] = set()
    timed: list[Record] = []
    decided = False
    for record in after.log[len(before.log) :]:
        event = record.event
        if type(event) is NodeEntered:
            found.add(_target(NODES, record.flow, event.node))
        elif type(event) is ExitTaken:
            if event.exit:
                found.add(_target(EXITS, record.flow, event.node, event.exit))
                decided = decided or (record.flow, event.node) in ground.branches
        elif type(event) in OF_TIMERS:
            timed.append(record)
    for decision in decisions(ground, before, after) if decided else ():
        found.update(_decided(decision))
    for name, state in after.states.items():
        known = before.states.get(name)
        if known is None or known.timers is not state.timers:
            own = [record for record in timed if record.customer == name]
            found.update(_timers(known.timers.values() if known else (), own, state.timers))
    return found


@lru_cache(maxsize=8192)
def _target(kind: str, flow: str, node: str, *detail: str) -> Target:
    """Made once: the same few are seen again and again."""
    return Target(kind, flow, node, detail)


def _decided(decision: Decision) -> Iterator[Target]:
    flow, _, node = decision.node.partition(".")
    for branch in decision.asked:
        for path, truth in effects(branch.rule, decision.subject):
            yield Target(RULES, flow, node, (branch.exit, path, truth))
        for path, step in touched(branch.rule, decision.subject):
            yield Target(THRESHOLDS, flow, node, (branch.exit, path, step))


def _timers(known: Iterable[Timer], turn: Sequence[Record], left: Iterable[str]) -> Iterator[Target]:
    """A timer that was neither voided nor is `left` any more has fired."""
    pending: Pending = {}
    for timer in known:
        if timer.name != EXPIRY:
            pending[timer.id] = (_target(TIMERS, timer.flow, timer.node, FIRED), timer.due)
    fired: dict[str, Target] = {}
    for record in turn:
        yield from _timer_record(record, pending, fired)
    yield from fired.values()
    yield from (target for key, (target, _) in pending.items() if key not in left)


def _timer_record(record: Record, pending: Pending, fired: dict[str, Target]) -> Iterator[Target]:
    match record.event:
        case TimerSet(key, due, node) if not key.endswith(f".{EXPIRY}"):
            flow = record.flow or key.partition(".")[0]
            if key in pending and pending[key][1] <= record.at:
                fired[key] = pending[key][0]
            pending[key] = (_target(TIMERS, flow, node, FIRED), due)
        case TimerVoided(key) if key in pending:
            target, _ = pending.pop(key)
            yield _target(TIMERS, target.flow, target.node, CANCELLED)
        case Deferred(what):
            fired.pop(what.removeprefix("timer "), None)
