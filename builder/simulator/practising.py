"""A talk on the practice bot: stored by the running program, shown in the simulator's phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from builder.places import store
from builder.simulator.rehearsal import Rehearsal
from builder.simulator.stage import Played, Stage
from builder.texts import _
from flowbook.customer import Customer
from flowbook.events import HttpRequested
from flowbook.flow import Flow
from flowbook.session import CustomerState
from flowbook.stimuli import Stimulus
from flowbook.store import PRACTICE
from flowbook.store.customers import add_customer, load_state, new_id
from flowbook.store.history import journey
from flowbook.store.inbox import put_stimulus
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
    first = replace(world, now=log[0].at if log else world.now)
    return Played(Stage(flow, around, "practice"), state.customer.id, (first, world))


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
