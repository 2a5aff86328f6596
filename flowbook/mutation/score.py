"""How many mutants of a flow its notebooks notice, and which of the others nobody could."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flowbook.copies import altered
from flowbook.mutation.mutant import Mutant
from flowbook.notebook.run import Play, ready, run_through, unused_mocks
from flowbook.notebook.scenarios import Scenario, opening, scenarios
from flowbook.notebook.snapshots import accepted_of
from flowbook.notebook.stage import Ground

KILLED, SURVIVED, EQUIVALENT = "killed", "survived", "equivalent"
HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant. `why` is the sentence of the first failure, or how it is known that nobody can
    notice the difference."""

    mutant: Mutant
    outcome: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    fates: tuple[Fate, ...]

    def count(self, outcome: str) -> int:
        return sum(fate.outcome == outcome for fate in self.fates)

    @property
    def percent(self) -> float:
        """Killed, of those that somebody could notice; of none, all were."""
        counted = len(self.fates) - self.count(EQUIVALENT)
        return HUNDRED * self.count(KILLED) / counted if counted else HUNDRED

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        return tuple(fate.mutant for fate in self.fates if fate.outcome == SURVIVED)


def score(
    grounds: Sequence[Ground],
    mutants: Iterable[Mutant],
    excuse: Callable[[Mutant], str] = lambda mutant: "",
    progress: Callable[[Fate], None] = lambda fate: None,
) -> Score:
    """`grounds` are the flow's notebooks, all of which pass; `excuse` is asked about survivors and says why
    nobody can notice one, or nothing."""
    fates = []
    for mutant in mutants:
        fates.append(_fate(grounds, mutant, excuse))
        progress(fates[-1])
    return Score(tuple(fates))


def first_failure(grounds: Iterable[Ground], mutant: Mutant) -> str:
    """Its sentence, empty where all notebooks pass with the mutant in place of its flow."""
    for ground in grounds:
        changed = mutated(ground, mutant)
        play = ready(changed)
        for scenario in scenarios(changed):
            if sentence := _failure(play, scenario):
                return sentence
    return ""


def mutated(ground: Ground, mutant: Mutant) -> Ground:
    """The same notebook on the changed flow; everything around it stays."""
    live = ground.setting.library.live
    changed = {**live, mutant.flow.id: replace(live[mutant.flow.id], flow=mutant.flow)}
    setting = replace(ground.setting, library=replace(ground.setting.library, live=changed))
    own = mutant.flow if ground.flow.id == mutant.flow.id else ground.flow
    return replace(ground, flow=own, setting=setting)


def by_kind(score: Score) -> Mapping[str, tuple[int, int]]:
    """Killed, and all that could be noticed, by the kind of the change."""
    found: dict[str, tuple[int, int]] = {}
    for fate in score.fates:
        if fate.outcome != EQUIVALENT:
            killed, counted = found.get(fate.mutant.kind, (0, 0))
            found[fate.mutant.kind] = (killed + (fate.outcome == KILLED), counted + 1)
    return found


def _fate(grounds: Sequence[Ground], mutant: Mutant, excuse: Callable[[Mutant], str]) -> Fate:
    if sentence := first_failure(grounds, mutant):
        return Fate(mutant, KILLED, sentence)
    why = excuse(mutant)
    return Fate(mutant, EQUIVALENT if why else SURVIVED, why)


def _failure(play: Play, scenario: Scenario) -> str:
    """What follows the first failure is not played any more."""
    accepted = accepted_of(play.cells, scenario.key)
    first = altered(opening(play.ground, scenario), accepted=accepted)
    last = first
    for stage, outcome in run_through(play, scenario, first, play.cells):
        if outcome.failures:
            return outcome.failures[0].sentence
        last = stage
    return next((failure.sentence for failure in unused_mocks(last).values()), "")
