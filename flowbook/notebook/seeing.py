"""What one turn has seen of the flows: the coverage that its records stand for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flowbook.desk import EXPIRY
from flowbook.events import Deferred, ExitTaken, NodeEntered, Record, TimerSet, TimerVoided
from flowbook.notebook.coverage import CANCELLED, EXITS, FIRED, NODES, RULES, THRESHOLDS, TIMERS, Target
from flowbook.notebook.stage import Ground
from flowbook.notebook.thresholds import effects, touched
from flowbook.notebook.trace import Decision, decisions
from flowbook.world import World


def seen_between(ground: Ground, before: World, after: World) -> set[Target]:
    """By everybody in the world."""
    found: set[Target] = set()
    decided = False
    for record in after.log[len(before.log) :]:
        match record.event:
            case NodeEntered(node):
                found.add(Target(NODES, record.flow, node))
            case ExitTaken(node, exit) if exit:
                found.add(Target(EXITS, record.flow, node, (exit,)))
                decided = decided or f"{record.flow}.{node}" in ground.branches
    for decision in decisions(ground, before, after) if decided else ():
        found.update(_decided(decision))
    for name, state in after.states.items():
        known = before.states.get(name)
        if known is None or known.timers is not state.timers:
            found.update(_timers(name, before, after))
    return found


def _decided(decision: Decision) -> Iterator[Target]:
    flow, _, node = decision.node.partition(".")
    for branch in decision.asked:
        for path, truth in effects(branch.rule, decision.subject):
            yield Target(RULES, flow, node, (branch.exit, path, truth))
        for path, step in touched(branch.rule, decision.subject):
            yield Target(THRESHOLDS, flow, node, (branch.exit, path, step))


def _timers(name: str, before: World, after: World) -> Iterator[Target]:
    """A timer that was neither voided nor is pending any more has fired."""
    known = before.states.get(name)
    pending: dict[str, tuple[Target, datetime]] = {}
    for key, timer in known.timers.items() if known else ():
        if timer.name != EXPIRY:
            pending[key] = (Target(TIMERS, timer.flow, timer.node, (FIRED,)), timer.due)
    fired: dict[str, Target] = {}
    for record in after.log[len(before.log) :]:
        if record.customer == name:
            yield from _timer_record(record, pending, fired)
    left = after.states[name].timers
    yield from fired.values()
    yield from (target for key, (target, _) in pending.items() if key not in left)


def _timer_record(
    record: Record, pending: dict[str, tuple[Target, datetime]], fired: dict[str, Target]
) -> Iterator[Target]:
    match record.event:
        case TimerSet(key, due, node) if not key.endswith(f".{EXPIRY}"):
            flow = record.flow or key.partition(".")[0]
            if key in pending and pending[key][1] <= record.at:
                fired[key] = pending[key][0]
            pending[key] = (Target(TIMERS, flow, node, (FIRED,)), due)
        case TimerVoided(key) if key in pending:
            target, _ = pending.pop(key)
            yield target._replace(detail=(CANCELLED,))
        case Deferred(what):
            fired.pop(what.removeprefix("timer "), None)
