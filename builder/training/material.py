"""What exercises are made of: the flow's notebooks that can be played."""

from __future__ import annotations

from builder.notebook import files, grounds
from flowbook.errors import FlowbookError
from flowbook.notebook.scenarios import Scenario, scenarios
from flowbook.notebook.stage import Ground

EXPLORED = ".explored"


def grounds_of(flow: str) -> list[Ground]:
    """Of every notebook that can be played: those that people wrote first, then explored ones."""
    found = []
    for name in sorted(files.names(flow), key=lambda name: EXPLORED in name):
        try:
            ground = grounds.ground_of(files.sheet_of(flow, name))[0]
            scenarios(ground)
        except FlowbookError:
            continue
        found.append(ground)
    return found


def conversation(some: list[Ground], turn: int) -> tuple[Ground, Scenario]:
    """One after another, so that each turn brings another one."""
    every = [(ground, one) for ground in some for one in scenarios(ground)[:1]]
    return every[turn % len(every)]
