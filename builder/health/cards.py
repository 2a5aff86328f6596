"""What is going on now: the program, the queues, the bots."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from html import escape

import streamlit as st

from builder import moments
from builder.look import kit
from builder.places import store
from builder.standing import ago
from builder.texts import _, many
from flowbook.store.bots import bot_names, bot_reasons, bot_states
from flowbook.store.figures import Figures
from flowbook.store.pulse import is_running, last_beat

LATE = 60.0
"""Seconds after which what waits has waited too long."""


def program_card() -> None:
    last = last_beat(store())
    with st.container(border=True, key="card-program"):
        if is_running(store()):
            told = _("It takes messages, fires timers and sends answers.")
            kit.state_card("ok", "circle-check", _("The bots' program runs"), told)
            return
        since = _("Last seen {when}.", when=ago(last)) if last else _("It was stopped, or never started.")
        title = _("The bots' program does not run")
        safe = _("Telegram keeps messages for 24 hours, so nothing is lost until then.")
        kit.state_card("bad", "circle-alert", title, since, small_print=safe)
        how_to_start()


def how_to_start() -> None:
    """The lines to type where the program does not run; wrapped, for a folder's path may be long."""
    lines = f"python3 run.py\npython -m runtime --data {shlex.quote(str(store().data))}"
    st.code(lines, language=None, wrap_lines=True)


def queues_card(figures: Figures) -> None:
    rows = [
        (_("Messages to be read"), f"{figures.waiting:,}", _waits(figures)),
        (_("Messages to be sent"), f"{_to_be_sent(figures):,}", ""),
        (_("Timers set"), f"{figures.timers:,}", _next(figures)),
        (_("Timers that should have fired"), f"{figures.overdue:,}", ""),
        (_("Other systems asked"), f"{figures.calls:,}", ""),
        (_("Customers"), f"{figures.customers:,}", _samples(figures)),
    ]
    drawn = "".join(
        f'<dt>{escape(label)}</dt><dd><b class="num">{count}</b>'
        f' <span class="mut sm">{escape(more)}</span></dd>'
        for label, count, more in rows
    )
    with st.container(border=True, key="card-queues"):
        kit.show(f'<div class="big">{escape(_("Right now"))}</div><dl class="kv">{drawn}</dl>')


def _to_be_sent(figures: Figures) -> int:
    return sum(figures.outbox[state] for state in ("queued", "sending", "leaving"))


def bots_card() -> None:
    names, reasons = bot_names(store()), bot_reasons(store())
    rows = "".join(
        _bot(names.get(bot, bot), state, reasons.get(bot, "")) for bot, state in bot_states(store()).items()
    )
    none = f'<div class="mut sm">{escape(_("There is none yet. Add one in Settings."))}</div>'
    with st.container(border=True, key="card-bots"):
        kit.show(f'<div class="big">{escape(_("Bots"))}</div>{rows or none}')


def _bot(name: str, state: str, why: str) -> str:
    words, tone = {
        "on": (_("On"), "ok"),
        "off": (_("Off"), ""),
    }.get(state, (_("Stopped"), "bad"))
    reason = f'<div class="mut sm">{escape(why)}</div>' if why else ""
    told = f'<div class="grow"><b>{escape(name)}</b>{reason}</div>'
    return f'<div class="timer">{told}{kit.pill(words, tone)}</div>'


def _waits(figures: Figures) -> str:
    if figures.since is None:
        return ""
    seconds = (datetime.now(UTC) - figures.since).total_seconds()
    return many("the oldest since {count} second", "the oldest since {count} seconds", int(seconds))


def _samples(figures: Figures) -> str:
    """They have timers, too."""
    if not figures.samples:
        return ""
    return many("and {count} sample person", "and {count} sample people", figures.samples)


def _next(figures: Figures) -> str:
    return _("the next on {when}", when=moments.moment(figures.next_due)) if figures.next_due else ""
