"""Practice: talk to a published flow as it really runs, with real timers and without any token."""

from __future__ import annotations

import streamlit as st

from builder import opening, screens, state
from builder.flowbar import flow_bar
from builder.health.cards import how_to_start
from builder.look import kit
from builder.look.tap import tap
from builder.notices import show_notice
from builder.places import store
from builder.screens import Screen
from builder.simulator import practising
from builder.simulator.deeds import stimulus_of
from builder.simulator.facts import known
from builder.simulator.phone import phone
from builder.texts import _
from flowbook.flow import Flow
from flowbook.store.pulse import is_running


def page() -> None:
    draft = opening.opened()
    if draft is None:
        return
    flow_bar(draft.flow, "practice", lambda: _acts(draft.flow.id))
    show_notice(f"practice {draft.flow.id}")
    flow = practising.live_flow(draft.flow.id)
    if flow is None:
        _not_live(draft.flow)
        return
    left, middle, right = st.columns([1, 1.2, 1.05], gap="medium")
    with left, st.container(border=True, key="card-practice"):
        _person(flow.id)
    with middle, st.container(key="first"):
        _talk(flow)
    with right:
        _runtime()


@st.fragment(run_every=1.0)
def _talk(flow: Flow) -> None:
    """Looks every second at what the running program has made of it."""
    waiting, played = practising.seen(flow, _who(flow.id))
    html = phone(played, practising.NO_ACTS, rewinds=False, waiting=waiting)
    tap(html, key=f"practice-{flow.id}", on_tap=lambda pressed: _hear(flow, pressed))
    with st.container(border=True, key="card-knows"):
        kit.show(known(played))


def _hear(flow: Flow, pressed: str) -> None:
    stimulus = stimulus_of(pressed, practising.talk(flow, _who(flow.id)))
    if stimulus is not None:
        _memory(flow.id)["who"] = practising.say(_who(flow.id), stimulus)


def _person(flow: str) -> None:
    names = practising.people()
    who = _who(flow)
    keys = list(names)
    kit.show(f'<div class="big">{_("Real time, no token")}</div>')
    chosen = st.selectbox(
        _("Talk as"),
        keys,
        index=keys.index(who) if who in names else 0,
        format_func=lambda key: names[key],
        key=f"practice-as-{flow}-{who}",
    )
    if chosen is not None and chosen != who:
        _memory(flow)["who"] = chosen
        st.rerun()
    st.caption(_("What you write here is kept with this customer, as with a real one. Nobody else sees it."))


def _runtime() -> None:
    if is_running(store()):
        with st.container(border=True, key="card-runtime"):
            told = _("Messages, waits and timers are real. A wait of a day lasts a day.")
            kit.state_card("ok", "circle-check", _("The bots' program runs"), told)
        return
    with st.container(border=True, key="card-runtime"):
        told = _("Nobody answers here until it does. What you write waits for it, and is answered then.")
        kit.state_card("bad", "circle-alert", _("The bots' program does not run"), told)
        st.caption(_("Start everything with the first line, or the program alone with the second:"))
        how_to_start()


def _not_live(flow: Flow) -> None:
    told = _("Publish it to the bot “Practice”. It needs no token.")
    kit.empty("people", "messages-square", _("“{title}” is not live in practice", title=flow.title), told)
    if kit.button(_("To Publish"), key="practice-publish", glyph="rocket", type="primary"):
        screens.go("publish", flow=flow.id)


def _acts(flow: str) -> None:
    again = {"on_click": _begin_again, "args": (flow,)}
    kit.button(_("As somebody new"), key="practice-again", glyph="rotate-ccw", **again)


def _begin_again(flow: str) -> None:
    _memory(flow)["who"] = practising.NOBODY


def _who(flow: str) -> str:
    return str(_memory(flow).get("who", practising.NOBODY))


def _memory(flow: str) -> dict[str, object]:
    return state.remembered(f"practice {flow}")


SCREEN = Screen(
    address="practice",
    title=lambda: _("Practice"),
    page=page,
    place="hidden",
    order=60,
    glyph="messages-square",
)
