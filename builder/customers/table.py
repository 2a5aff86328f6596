"""A list of people as a file holds it: read from bytes in whatever encoding, with caps on its size."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from builder.texts import _
from flowbook.errors import FlowbookError

LARGEST = 10 * 1024 * 1024
MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 50_000, 60, 2_000
SIGNS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are as long as `names`; a row keeps the number of its line in the file."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[str, ...] = ()


def read_table(content: bytes) -> Table:
    """Raises FlowbookError with a sentence for what cannot be read as a table at all; a line that does not
    fit the first one is left out and told of."""
    if len(content) > LARGEST:
        raise FlowbookError(_("The file is larger than {size} MB. Split it.", size=LARGEST // 1024**2))
    text = _decoded(content)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_sign(text), strict=True))
    except csv.Error as error:
        raise FlowbookError(
            _("This is no table: {why}. Save it as CSV, UTF-8, from your spreadsheet.", why=str(error))
        ) from None
    numbered = [(number, cells) for number, cells in enumerate(lines, start=1) if any(map(str.strip, cells))]
    if not numbered:
        raise FlowbookError(_("The file is empty. Its first line names the columns."))
    names = _names(numbered[0][1])
    if len(numbered) - 1 > MOST_LINES:
        raise FlowbookError(_("The file has more than {count} lines. Split it.", count=f"{MOST_LINES:,}"))
    return _table(names, numbered[1:])


def _table(names: tuple[str, ...], numbered: list[tuple[int, list[str]]]) -> Table:
    rows: list[tuple[int, tuple[str, ...]]] = []
    problems: list[str] = []
    for number, cells in numbered:
        if any(map(str.strip, cells[len(names) :])):
            problems.append(_("Line {line} has more cells than the first line has names.", line=number))
        elif any(len(cell) > LONGEST_CELL for cell in cells):
            problems.append(
                _("Line {line} has a cell of more than {most} characters.", line=number, most=LONGEST_CELL)
            )
        else:
            filled = [_plain(cell) for cell in cells[: len(names)]]
            rows.append((number, tuple(filled + [""] * (len(names) - len(filled)))))
    return Table(names, tuple(rows), tuple(problems))


def _names(cells: list[str]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise FlowbookError(_("The file has more than {count} columns.", count=MOST_COLUMNS))
    trimmed = [cell.strip() for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(name or _("Column {number}", number=place) for place, name in enumerate(trimmed, start=1))


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" and len(text) > 1 else text


def _decoded(content: bytes) -> str:
    """UTF-8 first, UTF-16 by its mark; then Windows' letters, Cyrillic where the bytes look like it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    high = [byte for byte in content if byte >= 0x80]
    cyrillic = sum(byte >= 0xC0 for byte in high) > 0.9 * len(high) and len(high) > 0.2 * len(content)
    return content.decode("cp1251" if cyrillic else "cp1252", errors="replace")


def _sign(text: str) -> str:
    """The one that stands most often in the first line."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(SIGNS, key=first.count)
