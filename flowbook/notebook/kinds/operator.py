"""Operator: what a person in the inbox writes or does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowbook.notebook.acting import act
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind, Name
from flowbook.notebook.shapes import TEXT, either, fields
from flowbook.notebook.stage import Stage, Step, stop
from flowbook.stimuli import HandedBack, OperatorSaid, StartedByHand

HANDS_BACK = "hands back"


def _run(stage: Stage, cell: Cell) -> Step:
    value = {"says": cell.value} if isinstance(cell.value, str) else cell.value
    if len(value) != 1:
        return stop(stage, "A person does one thing at a time: says, does, or starts.")
    if "says" in value:
        return act(stage, OperatorSaid(stage.fill(value["says"])))
    if "does" in value:
        return act(stage, HandedBack())
    found = stage.ground.node(value["starts"])
    if found is None:
        return stop(stage, f"There is no step “{value['starts']}” to start from.")
    return act(stage, StartedByHand(found[0].id, found[1].id))


def _names(value: Any) -> Iterable[Name]:
    start = "" if isinstance(value, str) else value.get("starts", "")
    return (Name("step", start),) if start else ()


KIND = Kind(
    name="operator",
    label="Operator",
    help="A person in the inbox writes to the customer (`says`), hands the conversation back to the bot "
    "(`does: hands back`), or starts a flow by hand (`starts`: the trigger's id).",
    shape=either(TEXT, fields(says=TEXT, does={"enum": [HANDS_BACK]}, starts=TEXT)),
    example="operator: I can set two pairs aside for you.",
    run=_run,
    act=True,
    names=_names,
    order=90,
)
