"""One cell by itself, run from where a conversation stands."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from flowbook.copies import altered
from flowbook.errors import FlowbookError
from flowbook.notebook.cells import Cell
from flowbook.notebook.including import INCLUDE
from flowbook.notebook.kinds import kinds
from flowbook.notebook.run import Outcome, ready, run_cell
from flowbook.notebook.scenarios import Scenario
from flowbook.notebook.schema import cell_faults, typed_cell
from flowbook.notebook.stage import Stage
from flowbook.notebook.strict_yaml import HALF
from flowbook.notebook.typed import as_written
from flowbook.rules.suggestions import did_you_mean


def run_single(stage: Stage, scenario: Scenario, kind: str, value: Any) -> tuple[Stage, Outcome]:
    """`value` is what stands behind the kind's name, as a file would have it. Raises FlowbookError for what
    is no cell."""
    if kind == INCLUDE:
        raise FlowbookError("Only a file can include another notebook. Do its cells here one by one.")
    if kind not in kinds():
        raise FlowbookError(f"There is no kind of cell called “{kind}”.{did_you_mean(kind, kinds())}")
    written = typed_cell(kind, {"id": "it", kind: as_written(value)})
    if HALF.search(json.dumps(value, ensure_ascii=False, default=str)):
        raise FlowbookError(f"{kind}: This text has half of a character in it. Write the character itself.")
    for _, sentence in cell_faults(kind, written):
        raise FlowbookError(f"{kind}: {sentence}")
    cell = Cell("it", kind, written[kind])
    ground = stage.ground
    play = ready(replace(ground, notebook=altered(ground.notebook, cells=(cell,))))
    return run_cell(play, scenario, stage, cell)
