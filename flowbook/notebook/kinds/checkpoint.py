"""Checkpoint: a place that other notebooks can begin from."""

from __future__ import annotations

from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.shapes import CELL_ID
from flowbook.notebook.stage import Stage, Step


def _run(stage: Stage, cell: Cell) -> Step:
    return Step(stage)


KIND = Kind(
    name="checkpoint",
    label="Checkpoint",
    help="A name to start from: another notebook can `include` the cells up to here. Nothing happens.",
    shape={"type": "string", "pattern": CELL_ID},
    example="checkpoint: booked",
    run=_run,
    inert=True,
    order=130,
)
