"""Every panel of the Test screen, found by itself: one file each, ending in one value PANEL."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import import_module
from pkgutil import iter_modules

import streamlit as st

from builder.look import kit
from builder.notebook.desk import Desk
from builder.notebook.panel import Panel


@cache
def panels() -> tuple[Panel, ...]:
    found = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return tuple(sorted((one.PANEL for one in found if hasattr(one, "PANEL")), key=lambda one: one.order))


def draw_panels(desk: Desk) -> None:
    for panel in panels():
        if panel.shows(desk):
            with st.container(border=True, key=f"card-{panel.name}"):
                _head(panel, desk)
                panel.draw(desk)


def _head(panel: Panel, desk: Desk) -> None:
    glyph = kit.icon(panel.glyph, 17) if panel.glyph else ""
    title = f'<h3 class="big grow">{glyph} {escape(panel.title(desk))}</h3>'
    kit.show(f'<div class="row">{title}{panel.aside(desk)}</div>')
