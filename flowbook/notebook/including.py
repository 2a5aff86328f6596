"""Notebooks within notebooks: the cells of another file put where a cell includes them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from flowbook.copies import altered
from flowbook.errors import UnreadableFile
from flowbook.notebook.cells import Cell, Notebook
from flowbook.notebook.schema import CELL_LIMIT

INCLUDE, CHECKPOINT, SNAPSHOT = "include", "checkpoint", "snapshot"
ELSEWHERE = "what is accepted belongs to the notebook it stands in"


def included_files(notebook: Notebook) -> tuple[str, ...]:
    """The files it includes itself, as paths from where its own is named from."""
    return tuple(file_of(cell) for cell in notebook.cells if cell.kind == INCLUDE)


def file_of(cell: Cell) -> str:
    name = cell.value if isinstance(cell.value, str) else cell.value["notebook"]
    return posixpath.normpath(posixpath.join(posixpath.dirname(cell.file), name))


def expanded(notebook: Notebook, others: Mapping[str, Notebook]) -> Notebook:
    """`others` has every notebook that is included on the way, by its path. A cell `pick` of one included at
    `first` is `first/pick`. Raises UnreadableFile."""
    cells: list[Cell] = []
    for cell in _cells(notebook, others, (notebook.file,)):
        cells.append(cell)
        if len(cells) > CELL_LIMIT:
            sentence = f"With all that it includes the notebook has more than {CELL_LIMIT:,} cells."
            raise UnreadableFile(sentence, path=notebook.file)
    return altered(notebook, cells=tuple(cells))


def _cells(notebook: Notebook, others: Mapping[str, Notebook], way: tuple[str, ...]) -> Iterator[Cell]:
    for cell in notebook.cells:
        if cell.kind != INCLUDE or cell.skip:
            yield cell
            continue
        path = file_of(cell)
        if path in way:
            raise fault(cell, f"“{path}” includes itself, over {len(way)} files.")
        if path not in others:
            raise fault(cell, f"There is no notebook “{path}” to include.")
        for inner in _cells(_until(cell, others[path]), others, (*way, path)):
            skip = inner.skip or (ELSEWHERE if inner.kind == SNAPSHOT else "")
            yield altered(inner, id=f"{cell.id}/{inner.id}", only=inner.only or cell.only, skip=skip)


def _until(cell: Cell, other: Notebook) -> Notebook:
    """Up to the checkpoint that is named, or all of it."""
    wanted = "" if isinstance(cell.value, str) else cell.value.get("until", "")
    if not wanted:
        return other
    places = [n for n, one in enumerate(other.cells) if one.kind == CHECKPOINT and one.value == wanted]
    if not places:
        raise fault(cell, f"There is no checkpoint “{wanted}” in “{other.file}”.")
    return altered(other, cells=other.cells[: places[0]])


def fault(cell: Cell, sentence: str) -> UnreadableFile:
    return UnreadableFile(sentence, path=cell.file, place=f"line {cell.line}, cell “{cell.id}”")
