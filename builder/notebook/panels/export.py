"""The open notebook as a file to take along: as it stands, or for Jupyter."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder.look import kit
from builder.notebook.desk import Desk
from builder.notebook.panel import Panel
from builder.texts import _
from flowbook.notebook.jupyter import jupyter_text
from flowbook.store.notebooks import ENDING


def _draw(desk: Desk) -> None:
    sheet, ground = desk.sheet, desk.ground
    assert sheet is not None
    told = _("In the folder of its flow each of them finds all that it needs.")
    kit.show(f'<p class="mut sm">{escape(told)}</p>')
    plain = {"on_click": "ignore", "width": "stretch"}
    st.download_button(
        _("As it stands"),
        data=sheet.text,
        file_name=sheet.name,
        mime="application/yaml",
        key=kit.icon_key("take-yaml", "file-down"),
        **plain,
    )
    if ground is not None and not desk.problem:
        st.download_button(
            _("For Jupyter"),
            data=lambda: jupyter_text(ground, f"{desk.flow.id}.flow.json"),
            file_name=sheet.name.removesuffix(ENDING) + ".ipynb",
            mime="application/x-ipynb+json",
            key=kit.icon_key("take-jupyter", "file-down"),
            **plain,
        )


PANEL = Panel(
    name="export",
    title=lambda desk: _("Take it along"),
    draw=_draw,
    order=95,
    shows=lambda desk: desk.sheet is not None,
)
