"""On which bots a version goes live: their names, and the ticks beside the button."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from builder.look import kit
from builder.places import store
from builder.texts import _
from flowbook.store import PRACTICE
from flowbook.store.bots import bot_names
from flowbook.store.releases import ReleaseNote

Bots = tuple[str, ...]


def live_on(notes: Sequence[ReleaseNote]) -> Bots:
    """Wherever one of these versions is live."""
    return tuple(sorted({bot for note in notes for bot in note.bots}))


def names_of(bots: Bots) -> str:
    names = bot_names(store())
    return ", ".join(names.get(bot, bot) for bot in bots)


def choose_bots(flow: str, live: Bots) -> Bots:
    """Those with a tick; at first the ones it is live on, else the practice one."""
    names = bot_names(store())
    kit.show(f'<div class="over">{escape(_("On which bots"))}</div>')
    chosen = []
    for bot, name in names.items():
        told = _("{name}: only here, needs no token", name=name) if bot == PRACTICE else name
        if st.checkbox(kit.plain(told), bot in (live or (PRACTICE,)), key=f"on-{flow}-{bot}"):
            chosen.append(bot)
    if len(names) == 1:
        kit.show(f'<div class="mut xs">{escape(_("Add your Telegram bot in Settings."))}</div>')
    return tuple(chosen)
