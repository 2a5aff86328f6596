"""All notebooks of a flow as a list: what each is called, with whom it is played, how it came out last."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import state
from builder.look import kit
from builder.notebook import files
from builder.notebook.desk import Desk
from builder.places import data_folder
from builder.standing import ago
from builder.texts import _, many
from flowbook.store import notebooks as shelf


def notebook_list(desk: Desk) -> None:
    names = files.names(desk.flow.id)
    if not names:
        _nothing_yet()
    for name in names:
        _row(desk, name)


def bring_back(flow: str, binned: str) -> None:
    """A notebook that was deleted. Raises StoreError."""
    shelf.restore_notebook(data_folder(), flow, binned)


def _nothing_yet() -> None:
    kit.empty(
        "act",
        "list-checks",
        _("No tests yet"),
        _(
            "Tests are conversations that Flowbook repeats by itself, to see that the bot still says what "
            "it should."
        ),
    )


def _row(desk: Desk, name: str) -> None:
    sheet = files.sheet_of(desk.flow.id, name)
    with st.container(border=True, key=f"card-test-{name.partition('.')[0]}-{len(name)}"):
        told = sheet.problem or _facts(desk, name)
        kit.show(f'<h3 class="big">{escape(sheet.title)}</h3><p class="mut sm">{escape(told)}</p>')
        if kit.button(_("Open {title}", title=sheet.title), key=f"open-{name}"):
            state.name_notebook(name)
            st.rerun()


def _facts(desk: Desk, name: str) -> str:
    sheet = files.sheet_of(desk.flow.id, name)
    cells = len(sheet.notebook.cells) if sheet.notebook else 0
    count = many("{count} cell", "{count} cells", cells)
    return f"{count} · {ago(files.changed(desk.flow.id, name))}"
