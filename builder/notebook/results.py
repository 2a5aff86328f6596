"""How the cells of the open notebook came out: what is kept of them for each customer, and what is stale."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from builder import state
from builder.notebook.desk import Desk
from builder.notebook.kept import Deck, Kept, digest_of, keys_of, looked_up, marks_of
from flowbook.notebook.playing import (
    NotebookRun,
    Options,
    ScenarioRun,
    notebook_run,
    scenario_run,
)
from flowbook.notebook.run import Outcome
from flowbook.notebook.scenarios import Scenario

SUMMED = 48
_summed: OrderedDict[str, NotebookRun] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it came out for one customer. `stale`: it was edited since, or something it depends on."""

    kept: Kept
    outcome: Outcome
    stale: bool = False


def deck_of(desk: Desk) -> Deck | None:
    """The open notebook ready to be played; None where it cannot be."""
    if desk.play is None or desk.played_on is None:
        return None
    if "deck" not in desk.made:
        digest = digest_of(desk.played_on[1], *map(repr, desk.scenarios))
        desk.made["deck"] = Deck(desk.play, digest, tuple(marks_of(desk.play.cells)))
    found: Deck = desk.made["deck"]
    return found


def ran(desk: Desk) -> dict[str, Any]:
    """What was run last in this visit, by cell: what it was played on, and its mark."""
    found: dict[str, Any] = own(desk).setdefault("ran", {})
    return found


def own(desk: Desk) -> dict[str, Any]:
    """What is remembered of the open notebook in this visit."""
    name = desk.sheet.name if desk.sheet else ""
    return state.remembered(f"test {desk.flow.id} {name}")


def shown_of(desk: Desk, deck: Deck, scenario: Scenario) -> list[Shown | None]:
    """Cell by cell; None where it was not run."""
    now = looked_up(keys_of(deck, scenario))
    last = ran(desk)
    old = [last.get(cell.id, ("", "")) for cell in deck.play.cells]
    then = looked_up((digest, scenario.key, mark) for digest, mark in old)
    summed = summed_up(deck, desk) if all(now) else None
    told = _outcomes(summed, scenario)
    return [
        _shown(fresh, stale, told[number] if told else None)
        for number, (fresh, stale) in enumerate(zip(now, then, strict=True))
    ]


def _shown(fresh: Kept | None, stale: Kept | None, told: Outcome | None) -> Shown | None:
    if fresh:
        return Shown(fresh, told or fresh.outcome)
    return Shown(stale, stale.outcome, stale=True) if stale else None


def _outcomes(run: NotebookRun | None, scenario: Scenario) -> tuple[Outcome, ...]:
    runs = run.runs if run else ()
    return next((one.outcomes for one in runs if one.scenario.key == scenario.key), ())


def summed_up(deck: Deck, desk: Desk) -> NotebookRun | None:
    """Of the notebook as it is now; None unless all of it was played and every stage of it is kept, which
    those of long notebooks are not."""
    key = digest_of(deck.digest, *deck.marks)
    with _lock:
        if key in _summed:
            _summed.move_to_end(key)
            return _summed[key]
    found = [looked_up(keys_of(deck, scenario)) for scenario in desk.scenarios]
    if not found or not all(one and one.stage for some in found for one in some):
        return None
    pairs = zip(desk.scenarios, found, strict=True)
    made = notebook_run(deck.play, [_run(deck, scenario, some) for scenario, some in pairs])
    with _lock:
        _summed[key] = made
        while len(_summed) > SUMMED:
            _summed.popitem(last=False)
    return made


def _run(deck: Deck, scenario: Scenario, some: list[Kept | None]) -> ScenarioRun:
    steps = [(one.stage, one.outcome) for one in some if one and one.stage]
    return scenario_run(deck.play, scenario, steps, Options(keep=True))


def failed(deck: Deck, desk: Desk) -> int | None:
    """How many customers failed; None unless all was played as the notebook is now."""
    run = summed_up(deck, desk)
    if run:
        return sum(not one.passed for one in run.runs)
    found = [looked_up(keys_of(deck, scenario)) for scenario in desk.scenarios]
    if not found or not all(map(all, found)):
        return None
    return sum(any(one and one.outcome.failures for one in some) for some in found)
