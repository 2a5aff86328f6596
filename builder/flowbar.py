"""The bar of one flow on each of its screens: its name, how it stands, the four places, what can be done
here."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from builder import screens
from builder.look import kit
from builder.standing import bar_pill, standing_of
from builder.tour.strip import help_menu
from flowbook.flow import Flow


def flow_bar(flow: Flow, active: str, acts: Callable[[], None] | None = None) -> None:
    """`active` is the address of the screen that is open; `acts` draws buttons at the right."""
    with st.container(key="flowbar", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="flowtitle", horizontal=True, vertical_alignment="center", width="stretch"):
            name = f'<span class="flowname">{escape(flow.title)}</span>'
            kit.show(f'<div class="row">{name}{bar_pill(standing_of(flow))}</div>', width="content")
        with st.container(key="flowtabs", horizontal=True, vertical_alignment="center", width="content"):
            for screen in screens.flow_tabs():
                _tab(screen, flow.id, on=screen.address == active)
        with st.container(
            key="flowacts",
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="right",
            gap="small",
            width="stretch",
        ):
            # Something must stand there, else the tabs would not stay in the middle.
            help_menu()
            if acts:
                acts()


def _tab(screen: screens.Screen, flow: str, *, on: bool) -> None:
    state = "on" if on else "off"
    with st.container(key=kit.icon_key(f"tab-{screen.address}-{state}", screen.glyph), width="content"):
        st.page_link(screens.page_of(screen.address), label=screen.title(), query_params={"flow": flow})
