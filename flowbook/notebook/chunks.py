"""A notebook's text cut where its cells begin, so that one cell can be read or written and all others stay as
they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_CELLS = re.compile(r"cells:\s*(#.*)?$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One cell as written: `lead` has the empty lines and remarks before it; `line` is where `body` begins,
    1 for the first."""

    lead: str
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class Chunks:
    """`head` ends with the line `cells:`, `tail` begins where the last cell ends. `indent` is how far the
    cells' dashes are moved in; None where there is no list of cells."""

    head: str
    cells: tuple[Chunk, ...] = ()
    tail: str = ""
    indent: int | None = None

    @property
    def text(self) -> str:
        return self.head + "".join(chunk.lead + chunk.body for chunk in self.cells) + self.tail

    @property
    def frame(self) -> str:
        """The text without the cells, each line where it was."""
        lines = sum((chunk.lead + chunk.body).count("\n") for chunk in self.cells)
        above = self.head[: self.head.rstrip("\n").rfind("\n") + 1] if self.indent is not None else self.head
        return above + "\n" * (lines + (self.indent is not None)) + self.tail


def split(text: str) -> Chunks:
    """Every text can be split; what is no notebook has no cells. Joined again it is the same text."""
    lines = _LINES.findall(text)
    begin = next((i for i, line in enumerate(lines, 1) if _CELLS.match(line)), None)
    first = next((line for line in lines[begin:] if not _is_bare(line)), "") if begin else ""
    if begin is None or not _is_item(first, _depth(first)):
        return Chunks(text)
    indent = _depth(first)
    end = begin + next((i for i, line in enumerate(lines[begin:]) if _is_over(line, indent)), len(lines))
    cells, rest = _cells(lines[begin:end], indent, begin + 1)
    return Chunks("".join(lines[:begin]), cells, rest + "".join(lines[end:]), indent)


def _cells(lines: list[str], indent: int, number: int) -> tuple[tuple[Chunk, ...], str]:
    """Chunks, and what follows the last one without being part of it."""
    found: list[Chunk] = []
    lead: list[str] = []
    body: list[str] = []
    start = number
    for at, line in enumerate([*lines, ""], number):
        if line and not _is_item(line, indent):
            body.append(line)
            continue
        kept, after = _parted(body, indent)
        if kept:
            found.append(Chunk("".join(lead), "".join(kept), start))
        lead = after if kept else body
        body, start = [line], at
    return tuple(found), "".join(lead)


def _parted(body: list[str], indent: int) -> tuple[list[str], list[str]]:
    """Empty lines at a cell's end, and remarks no deeper than its dash, belong to what comes next."""
    end = len(body)
    while end and _is_bare(body[end - 1]) and (not body[end - 1].strip() or _depth(body[end - 1]) <= indent):
        end -= 1
    return body[:end], body[end:]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_bare(line: str) -> bool:
    return not line.strip() or line.lstrip(" ").startswith("#")


def _is_item(line: str, indent: int) -> bool:
    return _depth(line) == indent and line[indent : indent + 2] in ("- ", "-\n", "-")


def _is_over(line: str, indent: int) -> bool:
    """Another key of the head, behind the cells."""
    return not _is_bare(line) and not _is_item(line, indent) and _depth(line) <= indent
