"""What became of cells, kept by what they depend on: a cell that was played once in the same place is only
looked up. Of all visitors together; what is gone is only played again."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from flowbook.copies import altered
from flowbook.events import Record
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.playing import first_stage
from flowbook.notebook.run import Outcome, Play, not_reached, run_cell
from flowbook.notebook.scenarios import Scenario
from flowbook.notebook.snapshots import accepted_of
from flowbook.notebook.stage import Stage

MOST = 40_000
EVERY, DENSE = 100, 300
"""Of the first cells of a notebook every stage is kept, further on every hundredth."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`records` are what the cell brought; `stage` is None where it has to be played for again. `halted`:
    nothing after it is reached."""

    outcome: Outcome
    records: tuple[Record, ...]
    halted: bool
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Deck:
    """A notebook ready to be played. `digest` stands for all it is played on; `marks` has for each cell what
    stands for it and for everything before it that it depends on."""

    play: Play
    digest: str
    marks: tuple[str, ...]


Key = tuple[str, str, str]
_kept: OrderedDict[Key, Kept] = OrderedDict()
_lock = Lock()


def digest_of(*parts: object) -> str:
    return sha256("\0".join(map(str, parts)).encode()).hexdigest()[:20]


def marks_of(cells: Iterable[Cell]) -> Iterator[str]:
    """An expectation changes nothing, so that what comes after it does not depend on it."""
    before = ""
    for cell in cells:
        told = json.dumps([cell.id, cell.kind, cell.value, cell.skip, cell.only], sort_keys=True)
        mark = digest_of(before, told)
        yield mark
        if not kinds()[cell.kind].inert:
            before = mark


def looked_up(keys: Iterable[Key]) -> list[Kept | None]:
    with _lock:
        return [_kept.get(key) for key in keys]


def keys_of(deck: Deck, scenario: Scenario) -> list[Key]:
    return [(deck.digest, scenario.key, mark) for mark in deck.marks]


def play_until(deck: Deck, scenario: Scenario, count: int) -> int:
    """The first `count` cells, as far as they are not kept; returns how many had to be played."""
    found = looked_up(keys_of(deck, scenario)[:count])
    if all(found):
        return 0
    missing = found.index(None)
    begin = next((n + 1 for n in range(missing - 1, -1, -1) if _has_stage(found[n])), 0)
    stage, halted = _restored(deck, scenario, found[begin - 1] if begin else None)
    for index in range(begin, count):
        stage, halted = _play_one(deck, scenario, index, stage, halted)
    return count - begin


def _has_stage(one: Kept | None) -> bool:
    return one is not None and one.stage is not None


def _restored(deck: Deck, scenario: Scenario, last: Kept | None) -> tuple[Stage, bool]:
    """With this notebook's own ground and accepted texts: the kept one may be from before an edit."""
    if last is None or last.stage is None:
        return first_stage(deck.play, scenario), False
    accepted = accepted_of(deck.play.cells, scenario.key)
    return altered(last.stage, ground=deck.play.ground, accepted=accepted), last.halted


def _play_one(deck: Deck, scenario: Scenario, index: int, stage: Stage, halted: bool) -> tuple[Stage, bool]:
    cell = deck.play.cells[index]
    if halted:
        outcome = not_reached(stage, cell)
    else:
        stage, outcome = run_cell(deck.play, scenario, stage, cell)
    halted = halted or outcome.halt
    dense = index < DENSE or index % EVERY == 0 or index == len(deck.marks) - 1
    records = stage.world.log[outcome.since : outcome.until]
    _keep(
        (deck.digest, scenario.key, deck.marks[index]),
        Kept(outcome, records, halted, stage if dense else None),
    )
    return stage, halted


def _keep(key: Key, one: Kept) -> None:
    with _lock:
        _kept[key] = one
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
