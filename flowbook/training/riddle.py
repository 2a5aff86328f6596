"""Break the bot: a flow with one thing changed, known only by how it behaves; which step and what is to be
found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flowbook.events import Record
from flowbook.flow import Flow
from flowbook.mutation import Mutant, mutants, sample
from flowbook.notebook import tellings
from flowbook.notebook.playing import Options, run_scenario
from flowbook.notebook.run import ready
from flowbook.notebook.scenarios import Scenario, scenarios
from flowbook.notebook.stage import Ground
from flowbook.setting import library_of

TRIES = 60
OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Riddle:
    """`broken` is the conversation with the changed flow, `whole` that with the flow as it is. `steps` are
    ids to choose the changed one from; `changes` are mutants of that step to choose the right one from."""

    mutant: Mutant
    ground: Ground
    scenario: Scenario
    broken: tuple[Record, ...]
    whole: tuple[Record, ...]
    steps: tuple[str, ...]
    changes: tuple[Mutant, ...]


def riddle(grounds: Sequence[Ground], seed: int) -> Riddle | None:
    """The same for the same seed; None where no change shows in any of the notebooks' conversations."""
    if not grounds:
        return None
    flow = grounds[0].flow
    every = mutants(flow)
    whole = [(ground, one, _talked(ground, one)) for ground in grounds for one in scenarios(ground)]
    for mutant in sample(every, seed, TRIES):
        for ground, scenario, log in whole:
            broken = _talked(_with(ground, mutant.flow), scenario)
            if _heard(broken, scenario) != _heard(log, scenario):
                steps = tuple(node.id for node in flow.nodes)
                changes = _changes(every, mutant, seed)
                return Riddle(mutant, ground, scenario, broken, log, steps, changes)
    return None


def first_difference(riddle: Riddle) -> int:
    """The number of the record of `broken` from which on it is not as it should be."""
    pairs = zip(riddle.broken, riddle.whole, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a.event != b.event), len(riddle.whole))


def _talked(ground: Ground, scenario: Scenario) -> tuple[Record, ...]:
    """What comes of a scenario, whatever is expected of it."""
    last = run_scenario(ready(ground), scenario, Options(keep=True)).last
    return last.world.log if last else ()


def _with(ground: Ground, flow: Flow) -> Ground:
    live = ground.setting.library.live.values()
    flows = [flow if release.flow.id == flow.id else release.flow for release in live]
    return replace(ground, flow=flow, setting=replace(ground.setting, library=library_of(*flows)))


def _heard(log: Sequence[Record], scenario: Scenario) -> list[str]:
    """All that anybody sees: messages, and what teams are told."""
    name = scenario.customer.id
    return [*tellings.replies(log, name), *tellings.staff(log, name)]


def _changes(every: Sequence[Mutant], right: Mutant, seed: int) -> tuple[Mutant, ...]:
    """The right one among others of the same step, or of the same kind."""
    others = [one for one in every if one is not right and one.node == right.node]
    others += [one for one in every if one.node != right.node and one.kind == right.kind]
    told = {one.what: one for one in reversed(others) if one.what != right.what}
    chosen = list(_spread(list(told.values())[::-1], OPTIONS - 1, seed))
    return tuple(sorted([right, *chosen], key=lambda one: one.what))


def _spread(found: Sequence[Mutant], count: int, seed: int) -> Iterator[Mutant]:
    """Those of the same step first, from a place that the seed settles."""
    near = [one for one in found if found and one.node == found[0].node]
    begin = seed % len(near) if near else 0
    yield from [*near[begin:], *near[:begin], *found[len(near) :]][:count]
