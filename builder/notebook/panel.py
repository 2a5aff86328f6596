"""A panel beside the cells or the list of notebooks: what it is called, and what it draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from builder.notebook.desk import Desk


def _always(desk: Desk) -> bool:
    return True


def _nothing(desk: Desk) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A card in the column at the right, below the cells on a phone. `name` is a word for its key; `title`
    stands at its top beside the icon `glyph` where one is named, and `aside` is HTML at the other end of that
    line. `order` sorts the panels; `shows` says whether there is anything to draw now."""

    name: str
    title: Callable[[Desk], str]
    draw: Callable[[Desk], None]
    glyph: str = ""
    order: int = 50
    aside: Callable[[Desk], str] = _nothing
    shows: Callable[[Desk], bool] = _always
