"""Choose: the arm of a split is settled, for everybody in the scenario from here on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flowbook.copies import altered
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind, Name
from flowbook.notebook.shapes import TEXT, fields
from flowbook.notebook.stage import Stage, Step


def _run(stage: Stage, cell: Cell) -> Step:
    return Step(settled(stage, cell.value["split"], cell.value["arm"]))


def settled(stage: Stage, split: str, arm: str) -> Stage:
    """`split` as a cell names a step: `lot`, or `welcome.lot` of another flow."""
    key = split if "." in split else f"{stage.ground.flow.id}.{split}"
    setting = stage.world.setting
    setting = replace(stage.world.setting, arms={**stage.world.setting.arms, key: arm})
    return altered(stage, world=altered(stage.world, setting=setting))


def _names(value: Any) -> Iterable[Name]:
    return (Name("arm", f"{value['split']}:{value['arm']}"),)


KIND = Kind(
    name="choose",
    label="Choose",
    help="Settles which way a split goes from here on, by the ids of the split and of the arm. Without it "
    "the lot falls by the notebook's seed.",
    shape=fields("split", "arm", split=TEXT, arm=TEXT),
    example="choose: {split: lot, arm: money}",
    run=_run,
    names=_names,
    order=80,
)
