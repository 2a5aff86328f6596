"""Look: something is shown, and nothing is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flowbook.notebook import tellings
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.stage import Stage, Step

FUNNEL = "funnel"
_VIEWS: Mapping[str, Callable[[Stage], list[str]]] = {
    "state": tellings.state,
    "timers": lambda stage: tellings.timers(stage) or ["Nothing will happen by itself."],
    "path": lambda stage: tellings.path(stage, stage.world.log),
    FUNNEL: lambda stage: tellings.entered(stage, stage.world.log),
}


def _run(stage: Stage, cell: Cell) -> Step:
    return Step(stage, shown=tuple(_VIEWS[cell.value](stage)))


KIND = Kind(
    name="look",
    label="Look",
    help="Shows what the bot knows of the customer (`state`), what will happen by itself (`timers`), the way "
    "they took (`path`), or how many of all customers came to each step (`funnel`). It never fails.",
    shape={"type": "string", "enum": list(_VIEWS)},
    example="look: timers",
    run=_run,
    inert=True,
    order=120,
)
