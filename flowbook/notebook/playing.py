"""Whole notebooks played headless: every scenario from the first cell to the last. The publish gate and the
command line call `run_notebooks`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from msgspec import Struct

from flowbook.copies import altered
from flowbook.invariants import breaches, chosen, passage_of
from flowbook.notebook.cells import Cell
from flowbook.notebook.coverage import Coverage, Seen, coverage_of, joined
from flowbook.notebook.run import FAILED, PASSED, Outcome, Play, ready, run_through, unused_mocks
from flowbook.notebook.scenarios import Scenario, opening, scenarios
from flowbook.notebook.seeing import seen_between
from flowbook.notebook.snapshots import NEW, Album, accepted_of, album_of, state_of
from flowbook.notebook.stage import Failure, Ground, Stage, Taken
from flowbook.notebook.trace import Decision, decisions
from flowbook.world import World

Progress = Callable[[float], None]
"""Told how far it is, from 0 to 1."""
CHECKING = ("expect", "snapshot")
IS_NEW = (
    "This snapshot is new: nothing is accepted yet. Run the test with --update, and look at what it writes."
)


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """`last` is the stage at the end, None where it was not to be kept. `seen` is empty unless it passed;
    `decided`, too, and unless stages are kept."""

    scenario: Scenario
    outcomes: tuple[Outcome, ...]
    seen: Seen
    last: Stage | None = None
    decided: tuple[Decision, ...] = ()

    @property
    def passed(self) -> bool:
        return not any(outcome.failures for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """`unused` has a sentence for each accepted snapshot that nobody uses, with its cell."""

    ground: Ground
    runs: tuple[ScenarioRun, ...]
    album: Album
    unused: tuple[tuple[Cell, str], ...] = ()

    @property
    def passed(self) -> bool:
        return not self.unused and all(run.passed for run in self.runs)


@dataclass(frozen=True, slots=True)
class Report:
    """`coverage` of every flow that has a notebook, in their order."""

    notebooks: tuple[NotebookRun, ...]
    coverage: tuple[Coverage, ...]

    @property
    def passed(self) -> bool:
        return all(one.passed for one in self.notebooks)


@dataclass(frozen=True, slots=True)
class Options:
    """`strict`: a new snapshot fails. `keep`: the stages at the end and all decisions are kept, which a
    report with the chats and the tables of truth needs. `cover`: it is told what was seen, a fifth of the
    time; whoever asks only what passes can do without."""

    strict: bool = False
    keep: bool = False
    cover: bool = True


def run_notebooks(
    grounds: Sequence[Ground], options: Options | None = None, progress: Progress | None = None
) -> Report:
    """Raises UnreadableFile for customers that are not there."""
    plays = [(ready(ground), scenarios(ground)) for ground in grounds]
    whole = sum(len(some) for _, some in plays) or 1
    done = 0

    def one_done() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done / whole)

    return report_of(_run_notebook(play, some, options or Options(), one_done) for play, some in plays)


def run_scenario(play: Play, scenario: Scenario, options: Options) -> ScenarioRun:
    """From the first cell to the last, and then whether every mock was of use."""
    first = first_stage(play, scenario)
    return scenario_run(play, scenario, run_through(play, scenario, first, play.cells), options, first)


def first_stage(play: Play, scenario: Scenario) -> Stage:
    """Before the first cell, with all that is accepted for this scenario."""
    return altered(opening(play.ground, scenario), accepted=accepted_of(play.cells, scenario.key))


def scenario_run(
    play: Play,
    scenario: Scenario,
    steps: Iterable[tuple[Stage, Outcome]],
    options: Options,
    first: Stage | None = None,
) -> ScenarioRun:
    """`steps` has every cell with the stage after it, however they were played; `first` is the stage before
    them, where it is known already."""
    stage = first = first or first_stage(play, scenario)
    outcomes: list[Outcome] = []
    turns: list[_Turn] = [_Turn(altered(first.world, states={}, log=()), first.world)]
    for stage, outcome in steps:
        outcomes.append(_strictly(outcome, options))
        _note_turn(turns, stage, outcomes[-1])
    told = _with_breaches(_with_unused(_with_nobodies(outcomes, play), stage), turns)
    passed = not any(outcome.failures for outcome in told)
    seen = joined(_seen(play.ground, turn) for turn in turns) if passed and options.cover else {}
    kept = turns if options.keep and passed else ()
    decided = tuple(one for turn in kept for one in decisions(play.ground, turn.before, turn.after))
    return ScenarioRun(scenario, told, seen, stage if options.keep or not passed else None, decided)


def notebook_run(play: Play, runs: Sequence[ScenarioRun]) -> NotebookRun:
    """All scenarios of a notebook, and what its snapshots came to."""
    taken: dict[str, dict[str, Taken]] = {}
    for run in runs:
        for outcome in run.outcomes:
            if outcome.taken:
                taken.setdefault(outcome.cell.id, {})[run.scenario.key] = outcome.taken
    album = album_of(play.cells, taken, [run.scenario.key for run in runs])
    return NotebookRun(play.ground, tuple(runs), album, tuple(_unused(play, album)))


def report_of(runs: Iterable[NotebookRun]) -> Report:
    """Of passing scenarios only is covered; what a notebook of another flow has seen counts as well."""
    notebooks = tuple(runs)
    return Report(notebooks, _coverage(notebooks))


class _Turn(Struct):
    """What one act brought, and whether something was expected of it and came."""

    before: World
    after: World
    checked: bool = False
    cell: str = ""


def _note_turn(turns: list[_Turn], stage: Stage, outcome: Outcome) -> None:
    if stage.before is not turns[-1].before and stage.before is not stage.world:
        turns.append(_Turn(stage.before, stage.world, cell=outcome.cell.id))
    compared = outcome.taken is None or outcome.taken.same
    if outcome.cell.kind in CHECKING and outcome.state == PASSED and compared:
        turns[-1].checked = True


def _seen(ground: Ground, turn: _Turn) -> Seen:
    return dict.fromkeys(seen_between(ground, turn.before, turn.after), turn.checked)


def _strictly(outcome: Outcome, options: Options) -> Outcome:
    if not options.strict or outcome.taken is None or state_of(outcome.taken) != NEW:
        return outcome
    return _failed(outcome, Failure(IS_NEW))


def _with_nobodies(outcomes: list[Outcome], play: Play) -> list[Outcome]:
    """A cell that is for nobody would be left out for ever, and nobody would notice."""
    told = play.nobodies
    return [_failed(one, Failure(told[one.cell.id])) if one.cell.id in told else one for one in outcomes]


def _with_unused(outcomes: list[Outcome], stage: Stage) -> tuple[Outcome, ...]:
    """A mock that was not used is a failure of its own cell, once the scenario has come to its end."""
    if any(outcome.halt for outcome in outcomes):
        return tuple(outcomes)
    unused = unused_mocks(stage)
    return tuple(
        _failed(outcome, unused[outcome.cell.id]) if outcome.cell.id in unused else outcome
        for outcome in outcomes
    )


def _with_breaches(outcomes: tuple[Outcome, ...], turns: list[_Turn]) -> tuple[Outcome, ...]:
    """A rule for all conversations that is broken is a failure of the act that broke it."""
    wanted = chosen(turns[0].after.setting.workspace)
    if not wanted:
        return outcomes
    worlds = [turn.after for turn in turns]
    found: dict[str, list[Failure]] = {}
    for customer in worlds[-1].states:
        for one, breach in breaches(passage_of(worlds, customer), wanted):
            sentence = f"{one.label}: {breach.sentence}"
            found.setdefault(turns[breach.turn + 1].cell, []).append(Failure(sentence))
    return tuple(reduce(_failed, found.get(one.cell.id, ()), one) for one in outcomes)


def _failed(outcome: Outcome, failure: Failure) -> Outcome:
    return altered(outcome, state=FAILED, failures=(*outcome.failures, failure))


def _run_notebook(
    play: Play, some: Iterable[Scenario], options: Options, one_done: Callable[[], None]
) -> NotebookRun:
    runs = []
    for scenario in some:
        runs.append(run_scenario(play, scenario, options))
        one_done()
    return notebook_run(play, runs)


def _unused(play: Play, album: Album) -> Iterable[tuple[Cell, str]]:
    for cell in play.cells:
        if names := album.unused.get(cell.id):
            told = ", ".join(names)
            yield cell, f"What is accepted here for {told} is used by nobody."


def _coverage(runs: Iterable[NotebookRun]) -> tuple[Coverage, ...]:
    seen = joined(run.seen for one in runs for run in one.runs)
    grounds = {one.ground.flow.id: one.ground for one in runs}
    return tuple(coverage_of(ground.flow, ground.workspace, seen) for ground in grounds.values())


def funnel(one: NotebookRun, cell: str) -> tuple[str, ...]:
    """How many of all customers had come to each step by that cell, which looks at it: `12 “Pick a size”`."""
    counts: dict[str, int] = {}
    for run in one.runs:
        for outcome in run.outcomes:
            if outcome.cell.id == cell:
                for step in outcome.shown:
                    counts[step] = counts.get(step, 0) + 1
    return tuple(f"{count} {step}" for step, count in sorted(counts.items(), key=lambda pair: -pair[1]))
