"""Note: words for whoever reads the notebook."""

from __future__ import annotations

from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.shapes import TEXT
from flowbook.notebook.stage import Stage, Step


def _run(stage: Stage, cell: Cell) -> Step:
    return Step(stage)


KIND = Kind(
    name="note",
    label="Note",
    help="Markdown for whoever reads the notebook. Nothing happens. Any other cell may carry a note as well.",
    shape=TEXT,
    example="note: Anna books, **comes** and is happy.",
    run=_run,
    inert=True,
    order=10,
)
