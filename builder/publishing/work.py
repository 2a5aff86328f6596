"""Work that takes longer than a moment: begun once the page stands, with a bar and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.texts import _

TICK = 0.1
"""Seconds between two steps of the bar; each is a moment at which a press is heard."""
Told = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Job:
    """`name` is the part of the page it is for, `stamp` what it looks at: another stamp is other work. `slot`
    is an empty place on the page."""

    name: str
    stamp: str
    slot: Any
    says: str

    @property
    def stopped(self) -> bool:
        return bool(_memory(self.name).get("stopped") == self.stamp)

    def go_on(self) -> None:
        _memory(self.name).clear()

    def run(self, work: Callable[[Told], object]) -> None:
        """Draws the page anew once it is done. A press on Stop, or on anything else, ends it in between."""
        with self.slot.container():
            bar = st.progress(0.0, text=self.says)
            kit.button(
                _("Stop"),
                key=f"stop-{self.name}",
                glyph="circle-stop",
                type="tertiary",
                on_click=_stop,
                args=(self.name, self.stamp),
            )
        work(_ticking(lambda done: bar.progress(min(done, 1.0), text=self.says)))
        st.rerun()


def _ticking(show: Told) -> Told:
    last = 0.0

    def told(done: float) -> None:
        nonlocal last
        if monotonic() - last >= TICK:
            last = monotonic()
            show(done)

    return told


def _stop(name: str, stamp: str) -> None:
    _memory(name)["stopped"] = stamp


def _memory(name: str) -> dict[str, Any]:
    return state.remembered(f"work {name}")
