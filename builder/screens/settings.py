"""Settings: bots, the workspace, hours, fields, words, teams, and the person at the screen."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from builder import state
from builder.look import kit
from builder.look.tap import tap
from builder.notices import show_notice
from builder.screens import Screen
from builder.settings.bots import bots_section
from builder.settings.general import workspace_section
from builder.settings.opening import hours_section
from builder.settings.person import person_section
from builder.settings.vocabulary import fields_section, lists_section, teams_section
from builder.texts import _

SECTIONS: dict[str, tuple[Callable[[], str], str, Callable[[], None]]] = {
    "bots": (lambda: _("Bots"), "bot", bots_section),
    "workspace": (lambda: _("Workspace"), "store", workspace_section),
    "hours": (lambda: _("Opening hours"), "clock", hours_section),
    "fields": (lambda: _("Fields"), "text-cursor-input", fields_section),
    "lists": (lambda: _("Tags, stages, segments"), "tags", lists_section),
    "teams": (lambda: _("Teams"), "headset", teams_section),
    "you": (lambda: _("You"), "user-round", person_section),
}


def page() -> None:
    asked = st.query_params.get("section", "bots")
    section = asked if asked in SECTIONS else "bots"
    st.title(_("Settings"), anchor=False)
    show_notice("settings")
    tap(_choices(section), key="sections", on_tap=_open)
    SECTIONS[section][2]()


def _choices(section: str) -> str:
    drawn = ""
    for name, (title, glyph, _draw) in SECTIONS.items():
        on = "true" if name == section else "false"
        words = f"{kit.icon(glyph, 15)}{escape(title())}"
        drawn += f'<button type="button" class="sel" aria-pressed="{on}" data-tap="{name}">{words}</button>'
    return f'<div class="pills">{drawn}</div>'


def _open(section: str) -> None:
    st.query_params["section"] = section
    state.clear_notice()


SCREEN = Screen(address="settings", title=lambda: _("Settings"), page=page, order=90, glyph="settings")
