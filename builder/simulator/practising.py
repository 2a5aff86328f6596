"""A talk on the practice bot: stored by the running program, shown in the simulator's phone."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any

from builder import moments
from builder.look.chat import Bubble
from builder.places import store
from builder.simulator.rehearsal import Rehearsal
from builder.simulator.stage import Played, Stage
from builder.texts import _
from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.events import HttpRequested
from flowbook.flow import Flow
from flowbook.hearing import words_of
from flowbook.session import CustomerState
from flowbook.stimuli import OperatorSaid, Stimulus, Tapped
from flowbook.store import PRACTICE
from flowbook.store.customers import add_customer, load_state, new_id
from flowbook.store.history import journey
from flowbook.store.inbox import put_stimulus, waiting_of
from flowbook.store.library import setting
from flowbook.store.listing import labels_of
from flowbook.store.releases import live_releases, load_release
from flowbook.store.values import now
from flowbook.world import World

NOBODY = ""
"""Somebody new, who is stored once they say something."""
NO_ACTS: Rehearsal = {"acts": [{}]}
SHOWN = 200


def live_flow(flow: str) -> Flow | None:
    """As it is live on the practice bot."""
    number = live_releases(store(), PRACTICE).get(flow)
    return load_release(store(), number).flow if number else None


def talk(flow: Flow, who: str) -> Played:
    """The talk as it is stored now, in the shape that the phone reads."""
    around = setting(store(), PRACTICE)
    state = load_state(store(), who) if who else None
    state = state or CustomerState(_newcomer(NOBODY), channel=PRACTICE)
    records = [one for _row, one in journey(store(), who, limit=SHOWN)] if who else []
    # Another system is really asked here, so the simulator's line that nobody answers would be wrong.
    log = tuple(
        one for one in records if one.channel in ("", PRACTICE) and not isinstance(one.event, HttpRequested)
    )
    world = World(around, now(), {state.customer.id: state}, log)
    first = altered(world, now=log[0].at if log else world.now)
    return Played(Stage(flow, around, "practice"), state.customer.id, (first, world))


def seen(flow: Flow, who: str) -> tuple[list[Bubble], Played]:
    """What waits, and the talk. In this order: what is taken up between the two is shown twice for a second,
    where the other order would hide it."""
    arrivals = waiting_of(store(), who, PRACTICE) if who else []
    played = talk(flow, who)
    said = [(at, arrival.stimulus()) for at, arrival in arrivals]
    shown = [_waits(one, moments.clock_of(at, played.zone)) for at, one in said if _told(one)]
    return shown, played


def _waits(stimulus: Stimulus, at: str) -> Bubble:
    mine = not isinstance(stimulus, OperatorSaid)
    return Bubble(escape(_told(stimulus)), mine=mine, at=_("{time}, waits", time=at))


def _told(stimulus: Stimulus) -> str:
    match stimulus:
        case Tapped(data, label):
            return label or data
        case OperatorSaid(text):
            return text
    return words_of(stimulus)


def say(who: str, stimulus: Stimulus) -> str:
    """Into the inbox of the running program; returns who it was, who may have become somebody by it."""
    with store().transaction():
        if not who:
            who = new_id()
            add_customer(store(), _newcomer(who))
        put_stimulus(store(), who, stimulus, now(), PRACTICE)
    return who


def people() -> dict[str, str]:
    """Id to name: somebody new, then the invented customers."""
    found = {NOBODY: _("Somebody new")}
    for key, fields in labels_of(store()):
        found[key] = _name(key, fields)
    return found


def _name(key: str, fields: dict[str, Any]) -> str:
    return " ".join(str(fields[one]) for one in ("first_name", "last_name") if fields.get(one)) or key


def _newcomer(key: str) -> Customer:
    at = datetime.now(UTC)
    return Customer(key, at, {"first_name": "Sam"}, invented=True)
