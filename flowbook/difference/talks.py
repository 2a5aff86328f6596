"""What both versions are told: a customer, and what happens to them, from notebooks and from exploration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flowbook.customer import customer_to_json
from flowbook.explore.conversation import Conversation
from flowbook.explore.notebooks import TAG
from flowbook.explore.scripts import cell_of, settings
from flowbook.flow import Flow
from flowbook.notebook.cells import Cell, Notebook
from flowbook.notebook.kinds import kinds
from flowbook.notebook.scenarios import Scenario, scenarios
from flowbook.notebook.stage import Ground
from flowbook.setting import library_of

SETTING_UP = ("mock", "choose")
"""Kinds of cells that make nothing happen and still decide what does."""


@dataclass(frozen=True, slots=True)
class Talk:
    """`ground` is the notebook's, whichever version it is for; `cells` only those that make something
    happen. `source` names the notebook, empty for what exploration found."""

    ground: Ground
    scenario: Scenario
    cells: tuple[Cell, ...]
    source: str = ""

    def on(self, flow: Flow) -> Ground:
        """The same ground with this version in place of the flow."""
        live = self.ground.setting.library.live.values()
        others = (release.flow for release in live if release.flow.id != flow.id)
        setting = replace(self.ground.setting, library=library_of(flow, *others))
        return replace(self.ground, flow=flow, setting=setting)


def talks_of_notebook(ground: Ground) -> Iterator[Talk]:
    """One for each of its scenarios. Raises UnreadableFile for customers that are not there."""
    known = kinds()
    cells = tuple(one for one in ground.notebook.cells if known[one.kind].act or one.kind in SETTING_UP)
    for scenario in scenarios(ground):
        yield Talk(ground, scenario, cells, ground.notebook.title)


def talks_of_conversations(ground: Ground, found: Iterable[Conversation]) -> Iterator[Talk]:
    """`ground` gives the workspace and the flows beside it."""
    bare = replace(ground, notebook=Notebook(ground.flow.title, ground.flow.id))
    for number, one in enumerate(found, start=1):
        script = one.script
        rows = [*settings(script), *map(cell_of, script.deeds)]
        cells = tuple(Cell(f"c{place}", *next(iter(row.items()))) for place, row in enumerate(rows, start=1))
        who = script.customer
        yield Talk(bare, Scenario(f"{who.id}/{number}", who.name, who, script.start), cells)


def distinct(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """Each once: what two versions, or two notebooks, have in common. Those that people wrote come first, so
    that examples are theirs."""
    found: dict[str, Talk] = {}
    for talk in sorted(talks, key=lambda one: (not one.source, TAG in one.ground.notebook.tags)):
        scenario = talk.scenario
        done = [(cell.kind, cell.value, cell.only, cell.skip) for cell in talk.cells]
        key = repr((customer_to_json(scenario.customer), scenario.start, scenario.language, done))
        key += repr(sorted(scenario.arms.items()))
        found.setdefault(key, talk)
    return tuple(found.values())
