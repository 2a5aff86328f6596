"""A notebook read from its file, with the notebooks of its workspace that it includes."""

from __future__ import annotations

from pathlib import Path

from flowbook.cli.places import is_at_home
from flowbook.cli.texts import text_of
from flowbook.notebook.cells import Cell, Notebook
from flowbook.notebook.including import INCLUDE, expanded, fault, file_of
from flowbook.notebook.reading import read_notebook


def read_whole(path: Path) -> Notebook:
    """With the cells of those that it includes in their places. Raises UnreadableFile."""
    notebook = _read(path)
    found: dict[str, Notebook] = {}
    ahead = list(notebook.cells)
    while ahead:
        cell = ahead.pop()
        if cell.kind != INCLUDE or cell.skip or file_of(cell) in found:
            continue
        if other := _included(cell, path):
            found[other.file] = other
            ahead += other.cells
    return expanded(notebook, found)


def _included(cell: Cell, first: Path) -> Notebook | None:
    """None where there is no such file."""
    path = Path(file_of(cell))
    if not is_at_home(path, first):
        raise fault(cell, f"“{path.as_posix()}” is not in this workspace. Only its own can be included.")
    return _read(path) if path.exists() else None


def _read(path: Path) -> Notebook:
    return read_notebook(text_of(path), path=path.as_posix())
