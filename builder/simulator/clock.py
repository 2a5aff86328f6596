"""The card of the rehearsal's clock: what time it is, what happens next, and turning it forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from time import monotonic

import streamlit as st

from builder import moments
from builder.look import kit
from builder.simulator.plans import next_in, timer_words
from builder.simulator.stage import Played
from builder.texts import _
from flowbook.schedule import gap_words
from flowbook.world import Progress

FARTHEST = timedelta(days=800)
PATIENCE = 0.3
"""Seconds after which a turn of the clock shows how far it is."""
Turn = Callable[[datetime], None]


def clock_card(played: Played, turn: Turn) -> None:
    """`turn` is called with the instant to which the clock is to be turned."""
    timer = next_in(played.state, played.world.now)
    with st.container(
        border=True, key="card-clock", horizontal=True, vertical_alignment="center", gap="medium"
    ):
        kit.show(_now(played), width="content")
        with st.container(width="stretch"):
            kit.show(_next(played))
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", width="content"):
            now = played.world.now
            go = _("Go there")
            look = {"type": "primary", "disabled": timer is None}
            due = timer.due if timer else now
            kit.button(
                go, key="clock-next", glyph="fast-forward", on_click=turn, args=(max(due, now),), **look
            )
            kit.button(_("+1 hour"), key="clock-hour", on_click=turn, args=(now + timedelta(hours=1),))
            kit.button(_("+1 day"), key="clock-day", on_click=turn, args=(_tomorrow(played),))
            with st.popover(kit.plain(_("Jump to…"))):
                _jump(played, turn)


def shown_progress() -> Progress:
    """A bar that appears when turning the clock takes its time."""
    place, begun = st.empty(), monotonic()

    def tell(done: float) -> None:
        if monotonic() - begun > PATIENCE:
            place.progress(min(done, 1.0), _("Turning the clock: {percent} %", percent=round(done * 100)))

    return tell


def _now(played: Played) -> str:
    zone = moments.zone_name(str(played.zone))
    told = _("Clock of this rehearsal, {zone}", zone=zone)
    return (
        f'<div class="row clock"><span class="tile k-time">{kit.icon("clock", 18)}</span><div>'
        f'<div class="now num">{escape(moments.moment(played.world.now, played.zone))}</div>'
        f'<div class="mut xs">{escape(told)}</div></div></div>'
    )


def _next(played: Played) -> str:
    timer = next_in(played.state, played.world.now)
    if timer is None:
        told = _("Nothing is planned: the bot waits for the customer.")
        return f'<div class="next mut">{escape(told)}</div>'
    step, what = timer_words(timer, played.stage.setting)
    gap = timer.due - played.world.now
    told = _(
        "Next thing that happens: {what}, in {gap}",
        what=f"<b>“{escape(step)}”: {escape(what[:1].lower() + what[1:])}</b>",
        gap=f'<span class="gap">{escape(gap_words(gap))}</span>',
    )
    return f'<div class="next">{told}</div>'


def _tomorrow(played: Played) -> datetime:
    """The same time of day on the customer's next day, which may be 23 or 25 hours away."""
    local = played.world.now.astimezone(played.zone)
    return _instant(local.date() + timedelta(days=1), local.time(), played)


def _jump(played: Played, turn: Turn) -> None:
    local = played.world.now.astimezone(played.zone)
    # Keys with the present instant: the fields begin anew wherever the clock stands.
    stamp = int(played.world.now.timestamp())
    day = st.date_input(
        _("Day"),
        local.date(),
        min_value=local.date(),
        max_value=local.date() + FARTHEST,
        key=f"jump-day-{stamp}",
    )
    at = st.time_input(_("Time of day there"), local.time(), step=900, key=f"jump-time-{stamp}")
    if not isinstance(day, date) or at is None:
        return
    until = _instant(day, at, played)
    late = until > played.world.now
    if not late:
        told = _("The clock only goes forward. To go back, point at a bubble.")
        kit.show(f'<div class="mut sm">{escape(told)}</div>')
    kit.button(
        _("Turn the clock"),
        key="clock-jump",
        glyph="fast-forward",
        type="primary",
        disabled=not late,
        on_click=turn,
        args=(until,),
    )


def _instant(day: date, at: time, played: Played) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None), tzinfo=played.zone).astimezone(UTC)
