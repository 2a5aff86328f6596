"""One notebook, open: its head, its cells with the chat under each, and what can be added."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from builder.look import kit
from builder.look.tap import tap
from builder.notebook.deeds import hear
from builder.notebook.desk import Desk
from builder.notebook.drawings import drawing_of
from builder.notebook.drawn import TOP, Manner, cell_html, top_html
from builder.notebook.face import face
from builder.notebook.forms.form import cell_form
from builder.notebook.head import notebook_head
from builder.notebook.heading import head_form
from builder.notebook.meant import teller
from builder.notebook.menu import add_row
from builder.notebook.results import deck_of, own
from builder.notebook.rows import Row, Table, table_of
from builder.notebook.running import run_wanted
from builder.notebook.texting import text_form
from builder.texts import _

WINDOW = 120
"""Cells drawn at once; longer notebooks are shown in pages."""


def opened_notebook(desk: Desk) -> None:
    assert desk.sheet is not None
    if not desk.problem:
        run_wanted(desk)
    notebook_head(desk)
    if desk.problem:
        kit.state_card("bad", "circle-alert", _("This notebook cannot be played"), desk.problem)
    as_text = own(desk).get("as_text") or desk.sheet.notebook is None
    if own(desk).get("as_head") or (desk.problem and not as_text):
        head_form(desk)
    if as_text:
        text_form(desk)
    elif not desk.problem:
        _cells(desk, table_of(desk))


def _cells(desk: Desk, table: Table) -> None:
    kept = own(desk)
    manner = Manner(
        table.zone,
        desk.title_of,
        str(kept.get("open", "")),
        str(kept.get("adding", "")),
        dict(kept.get("decided", {})),
        {one.key: one.label for one in desk.scenarios} if len(desk.scenarios) > 1 else {},
        teller(desk),
    )
    rows = _window(desk, table.rows)
    at = next((number for number, row in enumerate(rows) if row.cell.id == manner.open and row.is_own), None)
    with st.container(key="cells"):
        if at is None:
            _face(desk, [*_top(rows, manner), *_drawn(desk, rows, manner)], "whole")
        else:
            opened = rows[at]
            above = [
                *_top(rows, manner),
                *_drawn(desk, rows[:at], manner),
                (opened.cell.id, cell_html(opened, manner, body=False)),
            ]
            _face(desk, above, "above")
            cell_form(desk, opened)
            below = (f"{opened.cell.id} below", cell_html(opened, manner, head=False))
            _face(desk, [below, *_drawn(desk, rows[at + 1 :], manner)], "below")
    last = next((row.cell.id for row in reversed(table.rows) if row.is_own), "")
    foot = f'<div class="foot">{add_row(last)}</div>'
    tap(foot, key="cells-foot", on_tap=lambda pressed: hear(desk, pressed))


def _top(rows: Sequence[Row], manner: Manner) -> list[tuple[str, str]]:
    return [(TOP, top_html(manner))] if rows and rows[0].number == 0 else []


def _face(desk: Desk, rows: Sequence[tuple[str, str]], which: str) -> None:
    face(rows, key=f"cells-{which}", on_tap=lambda pressed: hear(desk, pressed))


def _drawn(desk: Desk, rows: Sequence[Row], manner: Manner) -> list[tuple[str, str]]:
    deck = deck_of(desk)
    assert deck is not None
    place = f"{deck.digest} {desk.seen.key if desk.seen else ''}"
    return [(row.cell.id, drawing_of(row, manner, place)) for row in rows]


def _window(desk: Desk, rows: Sequence[Row]) -> Sequence[Row]:
    if len(rows) <= WINDOW:
        return rows
    pages = (len(rows) - 1) // WINDOW + 1
    names = [f"{n * WINDOW + 1}–{min(len(rows), (n + 1) * WINDOW)}" for n in range(pages)]
    page = min(int(own(desk).get("page", 0)), pages - 1)
    chosen = st.selectbox(
        _("Cells shown, of {count}", count=f"{len(rows):,}"),
        range(pages),
        index=page,
        format_func=names.__getitem__,
        key=f"cells-page-{page}",
        width=240,
    )
    if chosen != page:
        own(desk)["page"] = chosen
        st.rerun()
    return rows[page * WINDOW : (page + 1) * WINDOW]
