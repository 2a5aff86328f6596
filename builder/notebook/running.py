"""Cells run from the page: to one, from one on, or all; with a bar and a way to stop where it takes long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import streamlit as st

from builder.look import kit
from builder.notebook.desk import Desk
from builder.notebook.kept import Deck, play_until
from builder.notebook.results import deck_of, own, ran
from builder.texts import _

AT_ONCE = 5_000
"""Cells, all customers together, that are run when a notebook is opened."""
PATIENCE = 0.7
"""Seconds before a bar is shown."""
PIECE = 250
ALL = 1_000_000


def want_run(desk: Desk, count: int) -> None:
    """Before the page is drawn: the first `count` cells are to be run."""
    own(desk)["wanted"] = count


def run_wanted(desk: Desk) -> None:
    """What was asked for; a notebook that is opened for the first time whole, where that is quick."""
    memory, deck = own(desk), deck_of(desk)
    if deck is None:
        return
    if "ran" not in memory and len(deck.marks) * len(desk.scenarios) <= AT_ONCE:
        memory.setdefault("wanted", ALL)
    count = min(int(memory.pop("wanted", 0)), len(deck.marks))
    if count:
        bar = Bar(monotonic(), _("Running the test…"))
        _play(desk, deck, count, bar.show)
        bar.clear()


def run_every(desks: Sequence[Desk]) -> None:
    """Every notebook that can be played."""
    decks = [(desk, deck) for desk in desks if (deck := deck_of(desk))]
    bar = Bar(monotonic(), _("Running the test…"))
    for number, (desk, deck) in enumerate(decks):
        _play(desk, deck, len(deck.marks), lambda share, done=number: bar.show((done + share) / len(decks)))
    bar.clear()


def _play(desk: Desk, deck: Deck, count: int, tell: Callable[[float], None]) -> None:
    began = monotonic()
    for number, scenario in enumerate(desk.scenarios):
        for until in (*range(PIECE, count, PIECE), count):
            play_until(deck, scenario, until)
            tell((number + until / max(count, 1)) / len(desk.scenarios))
    pairs = zip(deck.play.cells[:count], deck.marks, strict=False)
    desk.made.pop("table", None)
    ran(desk).update({cell.id: [deck.digest, mark] for cell, mark in pairs})
    own(desk).update(at=datetime.now(UTC).isoformat(), took=monotonic() - began)


class Bar:
    """Appears once it has taken a while. A press of Stop ends the run at the next piece, as any press
    does."""

    def __init__(self, began: float, words: str, *, stops: bool = True) -> None:
        self.began, self.words, self.stops = began, words, stops
        self.place: Any = None
        self.progress: Any = None

    def show(self, share: float) -> None:
        if self.progress is None and monotonic() - self.began > PATIENCE:
            self.place = st.empty()
            with self.place.container(key="running", horizontal=True, vertical_alignment="center"):
                self.progress = st.progress(0.0, self.words)
                if self.stops:
                    kit.button(_("Stop"), key="run-stop", glyph="circle-stop")
        if self.progress is not None:
            self.progress.progress(min(1.0, share), self.words)

    def clear(self) -> None:
        if self.progress is not None:
            self.place.empty()
