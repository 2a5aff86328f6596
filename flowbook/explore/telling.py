"""Found conversations as the cells of a notebook: customers who do the same share their cells, and each turn
is followed by what it brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flowbook.copies import altered
from flowbook.explore.aims import Told
from flowbook.explore.conversation import Script
from flowbook.explore.scripts import cell_of, settings
from flowbook.explore.turns import expectations
from flowbook.explore.wording import about
from flowbook.notebook.cells import Cell
from flowbook.notebook.coverage import Target
from flowbook.notebook.kinds.expect import unmet
from flowbook.notebook.run import Play, run_cell
from flowbook.notebook.scenarios import Scenario, opening
from flowbook.notebook.snapshots import accepted_value
from flowbook.notebook.stage import Ground, Stage, Taken

Data = dict[str, Any]
SNAPSHOT, EXPECT = "snapshot", "expect"


@dataclass(frozen=True, slots=True)
class Guest:
    """A conversation with the name that its customer has in the notebook."""

    name: str
    told: Told
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Group:
    """Guests who do the same deeds, with the same answers of other systems. `number` begins their cells'
    ids."""

    number: int
    guests: tuple[Guest, ...]

    @property
    def script(self) -> Script:
        return self.guests[0].told.conversation.script


def grouped(told: Iterable[Told]) -> list[list[Told]]:
    """Those that can share their cells, in the order in which they were found."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        script = one.conversation.script
        groups.setdefault(repr((script.deeds, script.mocks, dict(script.arms))), []).append(one)
    return list(groups.values())


def cells(ground: Ground, group: Group, news: frozenset[Target], known: set[str]) -> list[Data] | None:
    """None where a deed cannot be done as a notebook does it. `news` are the targets that no earlier group
    has seen; `known` are the beginnings that one of them has checked, and this one's are added."""
    found = _Telling(ground, group, known).run(about(ground, group.guests, news))
    if found is not None:
        known |= {one for place in range(1, len(group.script.deeds) + 1) for one in beginnings(group, place)}
    return found


def beginnings(group: Group, count: int) -> Iterator[str]:
    """For each guest all that decides what so many deeds bring."""
    for guest in group.guests:
        script = guest.told.conversation.script
        who = altered(script.customer, id="")
        yield repr((script.start, who, script.deeds[:count], script.mocks, dict(script.arms)))


class _Telling:
    def __init__(self, ground: Ground, group: Group, known: set[str]) -> None:
        self.group, self.play, self.known = group, Play(ground, ()), known
        self.stages = {one.name: opening(ground, one.scenario) for one in group.guests}
        self.cells: list[Data] = []

    def run(self, note: str) -> list[Data] | None:
        self.add("note", note)
        for cell in settings(self.group.script):
            if not self.do(cell):
                return None
        for count, deed in enumerate(self.group.script.deeds, 1):
            if not self.do(cell_of(deed)):
                return None
            if not self.known.issuperset(beginnings(self.group, count)):
                self.check()
        return self.cells

    def add(self, kind: str, value: Any, names: Sequence[str] = ()) -> Cell:
        own = names or list(self.stages)
        name = f"{self.group.number}-{len(self.cells) + 1}"
        self.cells.append({"id": name, "only": list(own) if len(own) > 1 else own[0], kind: value})
        return Cell(name, kind, value)

    def do(self, data: Data) -> bool:
        (kind, value), *_ = data.items()
        cell = self.add(kind, value)
        for guest in self.group.guests:
            stage, outcome = run_cell(self.play, guest.scenario, self.stages[guest.name], cell)
            if outcome.failures:
                return False
            self.stages[guest.name] = stage
        return True

    def check(self) -> None:
        """A snapshot of what the bot said, and expectations of all else; customers of whom the same is
        expected share a cell."""
        talking = [name for name, stage in self.stages.items() if stage.replies]
        if talking:
            self.photograph(talking)
        shared: dict[str, tuple[Data, list[str]]] = {}
        for name, stage in self.stages.items():
            for wanted in _true(stage, expectations(stage)):
                shared.setdefault(repr(wanted), (wanted, []))[1].append(name)
        for wanted, names in shared.values():
            self.add(EXPECT, wanted, names)

    def photograph(self, names: list[str]) -> None:
        cell = Cell("", SNAPSHOT, "replies")
        taken: dict[str, Taken] = {}
        for name in names:
            scenario = next(one.scenario for one in self.group.guests if one.name == name)
            outcome = run_cell(self.play, scenario, self.stages[name], cell)[1]
            assert outcome.taken
            taken[scenario.key] = outcome.taken
        self.add(SNAPSHOT, accepted_value(cell, taken), names)


def _true(stage: Stage, several: Iterable[Data]) -> Iterator[Data]:
    """Without what a notebook cannot say of this turn."""
    for wanted in several:
        kept = {key: value for key, value in wanted.items() if not list(unmet(stage, {key: value}))}
        if kept:
            yield kept
