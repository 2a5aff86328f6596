"""Long lists, a page at a time: which page is shown, and the row below that leads to the others."""

from __future__ import annotations

from typing import Any

import streamlit as st

from builder.look import kit
from builder.texts import _

Chosen = dict[str, Any]


def page_shown(chosen: Chosen, found: int, size: int) -> int:
    """The number of the page, from 0; the last one where a list has become shorter. `chosen` is what a visit
    remembers of this list."""
    return min(int(chosen.get("page", 0)), _last(found, size))


def pages(chosen: Chosen, found: int, size: int, *, key: str) -> None:
    """Nothing where all fits on one."""
    last = _last(found, size)
    if not last:
        return
    page = page_shown(chosen, found, size)
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="right", gap="small", key=key
    ):
        first, end = page * size + 1, min(found, (page + 1) * size)
        told = _("{first}–{end} of {count}", first=f"{first:,}", end=f"{end:,}", count=f"{found:,}")
        kit.show(f'<span class="mut sm num">{told}</span>', width="content")
        for label, side, to in ((_("Page before"), "left", page - 1), (_("Next page"), "right", page + 1)):
            kit.button(
                label,
                key=f"{key}-{side}",
                glyph=f"chevron-{side}",
                bare=True,
                disabled=not 0 <= to <= last,
                on_click=_turn,
                args=(chosen, to),
            )


def _last(found: int, size: int) -> int:
    return max(0, found - 1) // size


def _turn(chosen: Chosen, page: int) -> None:
    chosen["page"] = page
