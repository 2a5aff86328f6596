"""One notebook, open: its head, its cells with the chat under each, and what can be added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from builder import moments, state
from builder.look import kit
from builder.look.tap import tap
from builder.notebook.deeds import hear
from builder.notebook.desk import Desk, memory
from builder.notebook.drawn import Manner, cell_html
from builder.notebook.face import face
from builder.notebook.menu import add_row
from builder.notebook.results import own
from builder.notebook.rows import Row, Table, table_of
from builder.notebook.running import run_wanted
from builder.standing import ago
from builder.texts import _, many
from flowbook.notebook.moments import BEGIN

WINDOW = 120
"""Cells drawn at once; longer notebooks are shown in pages."""


def opened_notebook(desk: Desk) -> None:
    assert desk.sheet is not None
    if desk.problem:
        _head(desk)
        kit.state_card("bad", "circle-alert", _("This notebook cannot be played"), desk.problem)
        return
    run_wanted(desk)
    _head(desk)
    table = table_of(desk)
    _cells(desk, table)


def _head(desk: Desk) -> None:
    assert desk.sheet is not None
    with st.container(key="nbhead", horizontal=True, vertical_alignment="center", gap="small"):
        told = (
            f'<h2 class="big">{escape(desk.sheet.title)}</h2><div class="mut sm">{escape(_facts(desk))}</div>'
        )
        with st.container(width="stretch"):
            if kit.button(_("All tests"), key="test-all", glyph="arrow-left", type="tertiary"):
                state.name_notebook("")
                st.rerun()
            kit.show(told)
        _seen_as(desk)


def _facts(desk: Desk) -> str:
    if desk.seen is None or desk.ground is None:
        return desk.sheet.name if desk.sheet else ""
    start = desk.seen.start or BEGIN
    told = [
        many("{count} customer", "{count} customers", len(desk.scenarios)),
        _("starts {when}", when=moments.moment(start, desk.ground.zone)),
    ]
    sentence = f"{', '.join(told)}."
    kept = own(desk)
    if "at" in kept:
        when, took = ago(datetime.fromisoformat(kept["at"])), f"{kept['took']:.1f}"
        sentence += " " + _("Ran {when} in {took} s.", when=when, took=took)
    return sentence


def _seen_as(desk: Desk) -> None:
    if len(desk.scenarios) < 2 or desk.seen is None:
        return
    names = kit.distinct({one.key: _("Seen as {name}", name=one.label) for one in desk.scenarios})
    keys = list(names)
    chosen = st.selectbox(
        _("Seen as"),
        keys,
        index=keys.index(desk.seen.key),
        format_func=names.__getitem__,
        key=f"seen-{desk.sheet.name if desk.sheet else ''}-{desk.seen.key}",
        label_visibility="collapsed",
        width=200,
    )
    if chosen != desk.seen.key:
        memory(desk.flow.id)["seen"] = chosen
        st.rerun()


def _cells(desk: Desk, table: Table) -> None:
    kept = own(desk)
    manner = Manner(
        table.zone,
        _titles(desk),
        str(kept.get("open", "")),
        str(kept.get("adding", "")),
        dict(kept.get("decided", {})),
    )
    rows = _window(desk, table.rows)
    face(_drawn(rows, manner), key="cells-face", on_tap=lambda pressed: hear(desk, pressed))
    last = next((row.cell.id for row in reversed(table.rows) if row.is_own), "")
    tap(
        f'<div class="foot">{add_row(last)}</div>',
        key="cells-foot",
        on_tap=lambda pressed: hear(desk, pressed),
    )


def _drawn(rows: Sequence[Row], manner: Manner) -> list[tuple[str, str]]:
    return [(row.cell.id, cell_html(row, manner)) for row in rows]


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


def _titles(desk: Desk):  # type: ignore[no-untyped-def]
    ground = desk.ground
    assert ground is not None

    def title(name: str) -> str:
        found = ground.node(name)
        return found[1].title if found else name

    return title
