"""What a notebook is: a head, and cells in order, each of one kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from flowbook.customer import NOTHING
from flowbook.errors import UnreadableFile


class Cell(Struct, frozen=True):
    """`value` is what stands behind the kind's name, typed by its schema. `skip` is the reason for leaving it
    out, `only` whom it is for. `file` and `line` are where it was written; of an included cell, there."""

    id: str
    kind: str
    value: Any
    note: str = ""
    skip: str = ""
    only: tuple[str, ...] = ()
    line: int = 0
    file: str = ""

    @property
    def place(self) -> str:
        """For sentences: flows/salon/salon.test.yaml, line 12, cell “pick”."""
        where = [self.file, f"line {self.line}"] if self.line else [self.file]
        return ", ".join([*filter(None, where), f"cell “{self.id}”"])


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every combination is run. `languages` and `starts` are empty for what the notebook has anyway; `arms`
    has the arms to try of each split, by its step's id, or is all of them."""

    languages: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    arms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    all_arms: bool = False


MATRIX = Matrix()


class Notebook(Struct, frozen=True):
    """`customers` are ids, `segment:NAME`, `file:NAME`, `everybody`, or whole customers as objects; none at
    all stands for one invented newcomer. `beside` names flows that answer as well; `coverage` is the floor in
    percent, None for none. `lines` has where each part of the head stands in the file, by its path."""

    title: str
    flow: str
    cells: tuple[Cell, ...] = ()
    start: str = ""
    seed: int = 0
    customers: tuple[Any, ...] = ()
    matrix: Matrix = MATRIX
    tags: tuple[str, ...] = ()
    coverage: float | None = None
    beside: tuple[str, ...] = ()
    file: str = ""
    lines: Mapping[tuple[str | int, ...], int] = NOTHING

    def fault(self, sentence: str, *where: str | int) -> UnreadableFile:
        """What is wrong with a part of the head, with its file and line."""
        while where and where not in self.lines:
            where = where[:-1]
        line = self.lines.get(where, 0)
        return UnreadableFile(sentence, path=self.file, place=f"line {line}" if line else "")
