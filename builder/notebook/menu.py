"""What can be done with a cell, as small buttons and a menu; and the row of cells that can be added."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from builder.look import kit
from builder.notebook.rows import Row
from builder.notebook.words import look_of
from builder.texts import _, language
from flowbook.notebook.kinds import kinds

CELL = "\0"
"""Stands for a cell's id."""
FIRST = ("say", "tap", "wait", "expect")
"""Kinds that are offered at once; the others stand behind “More”."""


def cell_buttons(row: Row) -> str:
    return _small("run", row.cell.id, "play", _runs(row)) + _menu(row)


def _runs(row: Row) -> str:
    """The world before a cell is kept: only where one before it was changed, more than this one is played."""
    return _("Run to here: {count} cells", count=row.behind + 1) if row.behind else _("Run this cell")


def add_row(after: str) -> str:
    """`after` is the id of the cell to stand below, empty for the beginning."""
    label = f'<span class="mut sm">{escape(_("Add a cell"))}</span>'
    some = "".join(_kind(kind, after) for kind in FIRST)
    rest = "".join(_kind(kind, after) for kind in kinds() if kind not in FIRST)
    plus = kit.icon("plus", 15)
    more = f'<details data-menu><summary class="btn">{plus}{escape(_("More"))}</summary>'
    return f'<div class="addrow">{label}{some}{more}<div class="menu">{rest}</div></details></div>'


def _kind(kind: str, after: str) -> str:
    look = look_of(kind)
    return button("btn", f"add:{kind}:{after}", look.glyph, look.noun)


def button(look: str, tap: str, glyph: str, says: str) -> str:
    """HTML that answers with `tap`."""
    inside = f"{kit.icon(glyph, 15)}{escape(says)}"
    return f'<button type="button" class="{look}" data-tap="{escape(tap, quote=True)}">{inside}</button>'


def _small(what: str, cell: str, glyph: str, says: str) -> str:
    told = escape(says, quote=True)
    return (
        f'<button type="button" class="small" data-tap="{what}:{cell}" title="{told}" aria-label="{told}">'
        f"{kit.icon(glyph, 15)}</button>"
    )


def _menu(row: Row) -> str:
    return _menu_for(language(), bool(row.cell.skip)).replace(CELL, row.cell.id)


@lru_cache(maxsize=16)
def _menu_for(tag: str, left_out: bool) -> str:
    """The same for every cell but for its id: fifty of them would be half of the page's work. `tag` is the
    language its words are in."""
    skip = _("Play it again") if left_out else _("Leave it out")
    offered = [
        ("above", "list-plus", _("Add a cell above")),
        ("insert", "list-plus", _("Add a cell below")),
        ("up", "arrow-up", _("Move up")),
        ("down", "arrow-down", _("Move down")),
        ("copy", "copy", _("Copy")),
        ("skip", "eye" if left_out else "eye-off", skip),
        ("delete", "trash-2", _("Delete")),
    ]
    items = "".join(button("item", f"{what}:{CELL}", glyph, says) for what, glyph, says in offered)
    told = escape(_("More for this cell"), quote=True)
    summary = (
        f'<summary class="small" aria-label="{told}" title="{told}">{kit.icon("ellipsis", 16)}</summary>'
    )
    return f'<details data-menu class="more">{summary}<div class="menu">{items}</div></details>'
