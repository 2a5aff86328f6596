"""Health: whether the bots' program runs, what waits, what went wrong, and what its owner can do about it."""

from __future__ import annotations

import streamlit as st

from builder.health.asked import asked_card
from builder.health.cards import bots_card, program_card, queues_card
from builder.health.letters import letters_card
from builder.health.unsent import unsent_card
from builder.notices import show_notice
from builder.places import store
from builder.screens import Screen
from builder.texts import _
from flowbook.store.figures import count_all
from flowbook.store.values import now


def page() -> None:
    st.title(_("Health"), anchor=False)
    show_notice("health")
    left, right = st.columns([1, 1.6], gap="medium")
    with left:
        _present()
    with right:
        figures = count_all(store(), now())
        unsent_card("doubt", figures.outbox["doubt"])
        unsent_card("held", figures.outbox["held"])
        asked_card(figures.held_calls)
        unsent_card("failed", figures.outbox["failed"])
        letters_card(figures.dead)


@st.fragment(run_every=5.0)
def _present() -> None:
    """The figures keep up by themselves; the lists stand still under the hand."""
    figures = count_all(store(), now())
    program_card()
    queues_card(figures)
    bots_card()


SCREEN = Screen(address="health", title=lambda: _("Health"), page=page, order=80, glyph="server")
