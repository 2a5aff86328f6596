"""A notebook from its file: strict, with file, line, cell and a sentence for whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flowbook.copies import altered
from flowbook.errors import UnreadableFile
from flowbook.notebook.cells import Cell, Matrix, Notebook
from flowbook.notebook.chunks import Chunk, Chunks, split
from flowbook.notebook.kinds import kinds
from flowbook.notebook.moments import check_moment
from flowbook.notebook.schema import (
    ALL,
    CELL_LIMIT,
    NOTE,
    cell_faults,
    head_faults,
    typed_cell,
    typed_head,
)
from flowbook.notebook.shapes import as_list
from flowbook.notebook.strict_yaml import Path, Tree, read_yaml
from flowbook.rules.suggestions import did_you_mean

SIZE_LIMIT = 2_000_000
PIECE = 200
"""Cells read before somebody is told how far it is."""
COMMON = ("id", "note", "skip", "only")
_ID = re.compile(r"\bid: *[\"']?([\w.-]+)")
"""For cells that cannot be read any further."""


def read_notebook(
    text: str, *, path: str = "", progress: Callable[[float], None] = lambda share: None
) -> Notebook:
    """Raises UnreadableFile for the first fault found. `progress` is told now and then how far it is, from 0
    to 1."""
    if len(text) > SIZE_LIMIT:
        raise UnreadableFile(f"The file has {len(text):,} characters; {SIZE_LIMIT:,} is the most.", path=path)
    chunks = split(plain(text))
    head, lines = _head(chunks, path)
    if len(chunks.cells) > CELL_LIMIT:
        sentence = f"The notebook has {len(chunks.cells):,} cells; {CELL_LIMIT:,} is the most."
        raise UnreadableFile(sentence, path=path, place=f"line {chunks.cells[CELL_LIMIT].line}")
    cells = tuple(_cells(chunks, path, progress))
    _refuse_doubled(cells, path)
    return altered(_notebook(head, cells), file=path, lines=lines)


def plain(text: str) -> str:
    """Without the mark that some editors put first, and with one kind of line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _head(chunks: Chunks, path: str) -> tuple[dict[str, Any], Mapping[Path, int]]:
    tree = read_yaml(chunks.frame, path=path)
    if not isinstance(tree.value, dict):
        sentence = "A notebook begins with the lines “notebook: …” and “flow: …”, and then has cells."
        raise UnreadableFile(sentence, path=path, place="line 1")
    data: dict[str, Any] = typed_head({key: value for key, value in tree.value.items() if key != "cells"})
    for where, sentence in head_faults(data):
        raise UnreadableFile(f"{_named(where)}{sentence}", path=path, place=f"line {tree.line(where)}")
    _refuse_moments(data, tree, path)
    _refuse_cells(tree, chunks, path)
    return data, tree.lines


def _refuse_moments(data: dict[str, Any], tree: Tree, path: str) -> None:
    starts = data.get("matrix", {}).get("starts", ())
    places: list[tuple[Path, str]] = [(("start",), data["start"])] if "start" in data else []
    places += [(("matrix", "starts", number), start) for number, start in enumerate(starts)]
    for where, written in places:
        if wrong := check_moment(written):
            raise UnreadableFile(wrong, path=path, place=f"line {tree.line(where)}")


def _refuse_cells(tree: Tree, chunks: Chunks, path: str) -> None:
    """Cells that were not found where they should begin."""
    there = tree.value.get("cells")
    if chunks.indent is None and there is None:
        raise UnreadableFile("“cells” is missing.", path=path, place="line 1")
    if there:
        sentence = "Write all cells under one “cells:”, one below another, each begun by “- ”."
        raise UnreadableFile(sentence, path=path, place=f"line {tree.line(('cells',))}")


def _cells(chunks: Chunks, path: str, progress: Callable[[float], None]) -> Iterator[Cell]:
    for number, chunk in enumerate(chunks.cells):
        if number and number % PIECE == 0:
            progress(number / len(chunks.cells))
        yield _cell(chunk, path)


def _cell(chunk: Chunk, path: str) -> Cell:
    try:
        tree = read_yaml(chunk.body, path=path, first=chunk.line)
    except UnreadableFile as fault:
        written = _ID.search(chunk.body)
        called = f", cell “{written[1]}”" if written else ""
        raise UnreadableFile(fault.sentence, path=path, place=f"{fault.place}{called}") from None
    data = tree.value[0] if isinstance(tree.value, list) and len(tree.value) == 1 else None
    if not isinstance(data, dict):
        sentence = "A cell has an id and says what happens, such as: id: hello, and below it say: /start"
        raise UnreadableFile(sentence, path=path, place=f"line {chunk.line}")
    name = str(data.get("id", ""))
    called = f", cell “{name}”" if name else ""

    def refuse(where: Path, sentence: str) -> UnreadableFile:
        place = f"line {tree.line((0, *where)) + chunk.line - 1}{called}"
        return UnreadableFile(sentence, path=path, place=place)

    kind, key, wrong = _kind_of(data)
    if wrong:
        raise refuse((key,), wrong)
    value = typed_cell(kind, data)
    for where, sentence in cell_faults(kind, value):
        raise refuse(where, f"{_named(where)}{sentence}")
    return _made(kind, value, chunk.line, path)


def _kind_of(data: dict[str, Any]) -> tuple[str, str, str]:
    """The kind; or the key that is wrong, and a sentence why."""
    named = [key for key in data if key in kinds() and key != NOTE]
    known = [*COMMON, *kinds()]
    unknown = next((key for key in data if key not in known), "")
    if unknown:
        return "", unknown, f"“{unknown}” is not known in a cell.{did_you_mean(unknown, known)}"
    if len(named) > 1:
        both = " and ".join(f"“{name}”" for name in named)
        return "", named[1], f"A cell does one thing; this one has {both}."
    if not named and NOTE not in data:
        return "", "id", f"This cell does nothing. It needs one of: {', '.join(kinds())}."
    return (named[0] if named else NOTE), "", ""


def _made(kind: str, data: dict[str, Any], line: int, path: str) -> Cell:
    skip = data.get("skip", False)
    return Cell(
        data["id"],
        kind,
        data[kind],
        note="" if kind == NOTE else data.get("note", ""),
        skip="left out" if skip is True else skip or "",
        only=tuple(as_list(data.get("only", []))),
        line=line,
        file=path,
    )


def _refuse_doubled(cells: tuple[Cell, ...], path: str) -> None:
    seen: dict[str, int] = {}
    for cell in cells:
        if cell.id in seen:
            sentence = f"The id stands twice, first in line {seen[cell.id]}; each cell needs its own."
            raise UnreadableFile(sentence, path=path, place=f"line {cell.line}, cell “{cell.id}”")
        seen[cell.id] = cell.line


def _notebook(head: dict[str, Any], cells: tuple[Cell, ...]) -> Notebook:
    return Notebook(
        title=head["notebook"],
        flow=head["flow"],
        cells=cells,
        start=head.get("start", ""),
        seed=head.get("seed", 0),
        customers=tuple(as_list(head.get("customers", []))),
        matrix=_matrix(head.get("matrix", {})),
        tags=tuple(as_list(head.get("tags", []))),
        coverage=head.get("coverage"),
        beside=tuple(as_list(head.get("beside", []))),
    )


def _matrix(data: dict[str, Any]) -> Matrix:
    arms = data.get("arms", {})
    every = arms == ALL
    chosen = {} if every else {split: tuple(as_list(some)) for split, some in arms.items()}
    return Matrix(tuple(data.get("languages", ())), tuple(data.get("starts", ())), chosen, every)


def _named(where: Path) -> str:
    """Which part of the cell or head is meant, where it is not plain from the line."""
    keys = [str(part) for part in where if isinstance(part, str)]
    return f"“{'.'.join(keys)}”: " if keys else ""
