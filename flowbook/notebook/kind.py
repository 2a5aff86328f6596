"""What a kind of cell declares; the schema, the reference in the documents and the running are derived from
it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flowbook.notebook.cells import Cell
from flowbook.notebook.stage import Stage, Step
from flowbook.shapes import Shape

Run = Callable[[Stage, Cell], Step]


@dataclass(frozen=True, slots=True)
class Name:
    """Something that is referred to. `what`: step, field, tag, stage, segment, language, event, customer or
    arm."""

    what: str
    name: str


def _nothing(value: Any) -> Iterable[Name]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`name` is the file's name and the key in a cell. `shape` is the JSON Schema of what stands behind it,
    `example` a cell as it is written. An `act` makes something happen: what is expected afterwards speaks of
    it. One that is `inert` leaves everything as it was, so that nothing after it depends on it. `names` are
    the things a cell refers to, so that one that is gone is noticed. `order` sorts the reference."""

    name: str
    label: str
    help: str
    shape: Shape
    example: str
    run: Run
    act: bool = False
    inert: bool = False
    names: Callable[[Any], Iterable[Name]] = field(default=_nothing)
    order: int = 50
