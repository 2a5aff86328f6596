"""Invariants held against all that exploration finds: for each that is broken the shortest conversation that
shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flowbook.explore.aims import Arena
from flowbook.explore.conversation import Conversation, Script, script_to_json
from flowbook.explore.report import Report
from flowbook.explore.shrinking import shrink
from flowbook.explore.stage import lines_of, open_stage, own_exits
from flowbook.invariants import Breach, Chosen, Invariant, breaches, passage_of

Key = tuple[str, str]
"""An invariant's name and the step that breaks it."""


@dataclass(frozen=True, slots=True)
class Violation:
    """The conversation ends with the turn that breaks the invariant."""

    invariant: Invariant
    breach: Breach
    conversation: Conversation

    @property
    def node(self) -> str:
        """Empty where another flow breaks it."""
        flow, _, node = self.breach.node.partition(".")
        return node if flow else ""


def violations(
    arena: Arena, report: Report, wanted: Chosen, more: Callable[[], bool] = lambda: True
) -> list[Violation]:
    """One for each invariant and step, in the order of invariants and steps."""
    found: dict[Key, Violation] = {}
    scripts = [one.script for one in (*report.conversations, *(one.conversation for one in report.found))]
    for script in _each(scripts):
        for one in _broken(arena, script, wanted):
            key = (one.invariant.name, one.breach.node)
            known = found.get(key)
            if known is None or _length(one) < _length(known):
                found[key] = one
    small = [_shrunk(arena, key, one, wanted, more) for key, one in found.items()]
    order = {f"{arena.land.flow.id}.{node.id}": place for place, node in enumerate(arena.land.flow.nodes)}
    return sorted(small, key=lambda one: (one.invariant.order, order.get(one.breach.node, len(order))))


def violation_to_json(one: Violation, flow: str) -> dict[str, Any]:
    return {
        "invariant": one.invariant.name,
        "label": one.invariant.label,
        "text": one.breach.text,
        "values": dict(one.breach.values),
        "node": one.node,
        "sentence": one.breach.sentence,
        "conversation": script_to_json(one.conversation, one.invariant.label, flow),
    }


def _each(scripts: Iterable[Script]) -> Iterator[Script]:
    known: set[str] = set()
    for script in scripts:
        if repr(script) not in known:
            known.add(repr(script))
            yield script


def _length(one: Violation) -> int:
    return len(one.conversation.script.deeds)


def _shrunk(arena: Arena, key: Key, one: Violation, wanted: Chosen, more: Callable[[], bool]) -> Violation:
    return shrink(one.conversation.script, one, partial(_still, arena, key, wanted), more)


def _still(arena: Arena, key: Key, wanted: Chosen, script: Script) -> Violation | None:
    broken = _broken(arena, script, tuple(pair for pair in wanted if pair[0].name == key[0]))
    return next((one for one in broken if one.breach.node == key[1]), None)


def _broken(arena: Arena, script: Script, wanted: Chosen) -> Iterator[Violation]:
    """None of them where one of the deeds cannot be done."""
    stage = open_stage(arena.land, script, arena.live)
    worlds, lines = [stage.world], []
    for deed in script.deeds:
        if not stage.act(deed):
            return
        worlds.append(stage.world)
        lines.append(tuple(lines_of(stage.world, len(worlds[-2].log))))
    exits = own_exits(arena.land, stage.taken())
    for invariant, breach in breaches(passage_of(worlds, script.customer.id), wanted):
        until = breach.turn + 1
        short = replace(script, deeds=script.deeds[:until])
        yield Violation(invariant, breach, Conversation(short, exits, tuple(lines[:until])))
