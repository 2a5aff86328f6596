"""Include: another notebook's cells in this place."""

from __future__ import annotations

from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.shapes import CELL_ID, TEXT, either, fields
from flowbook.notebook.stage import Stage, Step, stop


def _run(stage: Stage, cell: Cell) -> Step:
    """Cells are put in before anything is run (flowbook/notebook/including.py)."""
    return stop(stage, "The other notebook's cells have not been put in here.")


KIND = Kind(
    name="include",
    label="Include",
    help="Puts another notebook's cells in this place: its file, of the same workspace, and `until` which "
    "checkpoint of it. Of its head nothing is taken.",
    shape=either(TEXT, fields("notebook", notebook=TEXT, until={"type": "string", "pattern": CELL_ID})),
    example="include: {notebook: booking.test.yaml, until: booked}",
    run=_run,
    order=140,
)
