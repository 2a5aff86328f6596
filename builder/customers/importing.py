"""Bringing a list of people in: the file, its columns, what is wrong with it, and taking it in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape

import streamlit as st

from builder import screens, state
from builder.customers.browsing import people_in_words
from builder.customers.checking import Checked, Row, check_rows, recognise
from builder.customers.mapping import guess, targets
from builder.customers.table import Table, read_table
from builder.look import kit
from builder.look.folded import folded
from builder.places import store
from builder.signature import author
from builder.texts import _, many
from flowbook.errors import FlowbookError
from flowbook.store.audit import note_deed
from flowbook.store.exchange import import_rows
from flowbook.store.listing import known_by
from flowbook.workspace import Workspace

PART = 200
SHOWN = 8
COUNTRIES = ("", "LT", "LV", "EE", "AM", "GE", "UA", "PL", "DE", "GB", "US")


def import_page(workspace: Workspace) -> None:
    if kit.button(_("All customers"), key="to-customers", glyph="arrow-left", type="tertiary"):
        screens.go("customers")
    st.title(_("Bring a list of people"), anchor=False)
    with st.container(border=True, key="card-import-file"):
        told = _("A CSV file from your spreadsheet or shop. Its first line names the columns.")
        kit.show(f'<div class="mut">{escape(told)}</div>')
        file = st.file_uploader(
            _("CSV file"), type=["csv", "txt", "tsv"], key="import-file", label_visibility="collapsed"
        )
    if file is None:
        return
    try:
        table = _read(file.getvalue())
    except FlowbookError as error:
        with st.container(border=True, key="card-import-broken"):
            kit.state_card("bad", "circle-alert", _("This file cannot be read"), str(error))
        return
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        mapping, region = _columns(table, workspace)
    with right:
        _verdict(check_rows(table, mapping, workspace, region), workspace)


def _columns(table: Table, workspace: Workspace) -> tuple[dict[str, str], str]:
    """Column -> field as guessed or chosen; and the country of phone numbers."""
    labels = targets(workspace)
    guessed = guess(table.names, workspace)
    with st.container(border=True, key="card-import-columns", gap="small"):
        kit.show(f'<div class="big">{escape(_("Which column is what"))}</div>')
        chosen = {
            name: st.selectbox(
                kit.plain(f"{name}: {_example(table, place)}"),
                ["", *labels],
                index=["", *labels].index(guessed[name]),
                format_func=lambda field: labels.get(field, _("leave it out")),
                key=f"column-{place}-{name}",
            )
            for place, name in enumerate(table.names)
        }
        country = st.selectbox(
            _("Phone numbers without a + are from"),
            COUNTRIES,
            format_func=lambda code: code or _("no country: they need the +"),
            key="import-country",
        )
    return chosen, country


def _example(table: Table, place: int) -> str:
    found = next((cells[place] for _line, cells in table.rows if cells[place]), _("empty"))
    return found if len(found) <= 40 else f"{found[:39]}…"


def _verdict(checked: Checked, workspace: Workspace) -> None:
    known = {name: known_by(store(), name) for name in ("phone", "email")}
    rows = recognise(checked.rows, known)
    old = sum("id" in row for row in rows)
    with st.container(border=True, key="card-import-check"):
        kit.show(f'<div class="big">{escape(_title(len(rows), old))}</div>{_preview(rows, workspace)}')
        _problems(checked.problems)
        label = _("Bring in {people}", people=people_in_words(len(rows)))
        if kit.button(label, key="import-now", glyph="user-plus", type="primary", disabled=not rows):
            _take_in(rows, checked.problems)


def _title(count: int, old: int) -> str:
    if not count:
        return _("There is nobody to bring in")
    if not old:
        return many("{count} new person", "{count} new people", count)
    return _("{count} people, {old} of them known by phone, e-mail or id", count=f"{count:,}", old=f"{old:,}")


def _preview(rows: tuple[Row, ...], workspace: Workspace) -> str:
    labels = targets(workspace)
    fields = list(dict.fromkeys(name for row in rows[:SHOWN] for name in row if name != "id"))[:6]
    if not fields:
        return ""
    head = "".join(f"<th>{escape(labels.get(name, name))}</th>" for name in fields)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(row.get(name, '')))}</td>" for name in fields) + "</tr>"
        for row in rows[:SHOWN]
    )
    return f'<div class="scroll"><table class="tbl">{f"<tr>{head}</tr>"}{body}</table></div>'


def _problems(problems: tuple[str, ...]) -> None:
    if not problems:
        return
    told = many("{count} line is left out", "{count} lines are left out", len(problems))
    shown = "".join(kit.problem("warning", sentence) for sentence in problems[:SHOWN])
    kit.show(f'<div class="over told">{escape(told)}</div>{shown}')
    if problems[SHOWN:]:
        with folded(len(problems) - SHOWN, "more-lines"):
            kit.show("".join(kit.problem("warning", sentence) for sentence in problems[SHOWN:200]))


def _take_in(rows: tuple[Row, ...], problems: tuple[str, ...]) -> None:
    """In parts, so that a bar can show how far it is; each part is all or nothing."""
    bar = st.progress(0.0, _("Bringing people in"))
    added = changed = done = 0
    for part in _parts(rows):
        took = import_rows(store(), part)
        added, changed, done = added + took.added, changed + took.changed, done + len(part)
        bar.progress(done / len(rows), _("{done} of {count}", done=f"{done:,}", count=f"{len(rows):,}"))
    with store().transaction():
        note_deed(store(), author(), "imported customers", "", f"{added} new, {changed} changed")
    told = _("{added} new, {changed} brought up to date.", added=f"{added:,}", changed=f"{changed:,}")
    left = (
        many("{count} line was left out.", "{count} lines were left out.", len(problems)) if problems else ""
    )
    state.note(f"{told} {left}".strip())
    screens.go("customers")


def _parts(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    for start in range(0, len(rows), PART):
        yield rows[start : start + PART]


@lru_cache(maxsize=4)
def _read(content: bytes) -> Table:
    return read_table(content)
