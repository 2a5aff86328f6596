"""The line above a page that shows newcomers round, and the menu that brings it back."""

from __future__ import annotations

from contextlib import AbstractContextManager
from html import escape
from typing import Any

import streamlit as st

from builder import preferences, screens, state
from builder.look import kit
from builder.texts import _
from builder.tour.steps import STEPS, Step, step_at

KEY = "tour"
OFF = 0


def show_tour(screen: str) -> None:
    """`screen` is the address of the page below. Nothing where somebody has skipped it or is through; on the
    first page an offer to whoever was never asked."""
    number = preferences.read().get(KEY)
    if number is None:
        if screen == STEPS[0].screen:
            _offer()
    elif isinstance(number, int) and OFF < number <= len(STEPS):
        shown = step_at(number, screen)
        if shown != number:
            preferences.write(**{KEY: shown})
        _strip(shown, screen)


def help_menu() -> None:
    """What the four places are for, and the way into the tour."""
    # A new key for each step: a popover stays open until it is another one.
    key = kit.icon_key(f"help-menu-{preferences.read().get(KEY)}", "circle-help", bare=True)
    with st.popover(_("Help"), type="tertiary", key=key):
        places = {
            _("Draw"): _("what the bot says and when"),
            _("Try"): _("talk to it as any customer, at any hour"),
            _("Test"): _("conversations that must go on working"),
            _("Publish"): _("what changes for customers, and the way back"),
        }
        told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(what)}</dd>" for name, what in places.items())
        kit.show(f'<dl class="places">{told}</dl>')
        if kit.button(_("Show me round"), key="help-tour", glyph="play"):
            begin()


def begin() -> None:
    """From the first step, or from the one that belongs to what is open."""
    preferences.write(**{KEY: 1})
    st.rerun()


def _offer() -> None:
    with _row():
        says = _("From a template to a live bot in four short steps.")
        kit.show(f'<div class="tour-words"><b>{escape(_("New here?"))}</b> {escape(says)}</div>')
        if kit.button(_("Show me round"), key="tour-begin", glyph="play"):
            begin()
        if kit.button(_("Not now"), key="tour-off", type="tertiary"):
            _end()


def _strip(number: int, screen: str) -> None:
    step, flow = STEPS[number - 1], state.last_flow()
    here = screen == step.screen
    done = step.is_done(flow) and not (number == 1 and here)
    with _row():
        kit.show(_words(number, step, done=done))
        _onward(number, flow, here=here, done=done)
        if kit.button(_("Skip"), key="tour-off", type="tertiary"):
            _end()
    if here and not done:
        st.html(f"<style>{step.points_at} {{ outline: 2px dashed var(--act); outline-offset: 4px; }}</style>")


def _words(number: int, step: Step, *, done: bool) -> str:
    looks = ["on" if at < number else "now" if at == number else "" for at in range(1, len(STEPS) + 1)]
    dots = "".join(f'<i class="{look}"></i>' for look in looks)
    count = escape(_("Step {number} of {count}", number=number, count=len(STEPS)))
    mark = kit.icon("circle-check", 16) if done else ""
    words = _("Done. Go on when you like.") if done else step.text()
    return (
        f'<div class="tour-words"><span class="dots" role="img" aria-label="{count}">{dots}</span>'
        f"{mark}<b>{escape(step.title())}</b> {escape(words)}</div>"
    )


def _onward(number: int, flow: str, *, here: bool, done: bool) -> None:
    """To where the step is done, or to the next one."""
    if not here and not done:
        _way_to(number, flow, _("Take me there"))
    elif number == len(STEPS):
        if kit.button(_("Finish"), key="tour-end"):
            _end()
    elif flow or number > 1:
        _way_to(number + 1, flow, _("Next: {step}", step=STEPS[number].title()))


def _way_to(number: int, flow: str, label: str) -> None:
    if kit.button(label, key="tour-next", glyph="arrow-right"):
        preferences.write(**{KEY: number})
        screen = STEPS[number - 1].screen
        screens.go(screen, **({"flow": flow} if flow and number > 1 else {}))


def _row() -> AbstractContextManager[Any]:
    return st.container(key="tour", horizontal=True, vertical_alignment="center", gap="small")


def _end() -> None:
    """Help brings it back."""
    preferences.write(**{KEY: OFF})
    st.rerun()
