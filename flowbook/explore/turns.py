"""What one turn of a found conversation brought, as expectations of a notebook: all that became different but
what the bot said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.customer import Customer
from flowbook.desk import EXPIRY
from flowbook.events import HttpRequested, NodeEntered
from flowbook.filters import as_text
from flowbook.notebook import tellings
from flowbook.notebook.moments import later, read_span
from flowbook.notebook.stage import Stage
from flowbook.session import Timer
from flowbook.workspace import declared

Expected = dict[str, Any]
OWN = "_"
"""Begins the names of what the engine notes for itself in a conversation."""
UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def expectations(stage: Stage) -> list[Expected]:
    """The first has most of it; what the same key has to say again stands in further ones."""
    facts = {**_said(stage), **_place(stage), **_facts(stage)}
    timers = list(_timers(stage))
    first = {**facts, **({"timer": timers[0]} if timers else {})}
    return [*([first] if first else []), *({"timer": one} for one in timers[1:])]


def _said(stage: Stage) -> Expected:
    told = tellings.staff(stage.turn, stage.who)
    staff = {"staff": [bare(line) for line in told]} if told else {}
    silent = {} if stage.replies or told else {"silence": True}
    return {**silent, **staff, **_call(stage)}


def _call(stage: Stage) -> Expected:
    calls = stage.own(HttpRequested)
    if not calls:
        return {}
    body = {"body": calls[0].body} if isinstance(calls[0].body, dict) and calls[0].body else {}
    return {"call": {"node": calls[0].node, "method": calls[0].method, **body}}


def _place(stage: Stage) -> Expected:
    """The last step that was come to."""
    turn = [one for one in stage.turn if one.customer == stage.who and isinstance(one.event, NodeEntered)]
    if not turn:
        return {}
    flow, event = turn[-1].flow, turn[-1].event
    assert isinstance(event, NodeEntered)
    return {"node": event.node if flow == stage.ground.flow.id else f"{flow}.{event.node}"}


def _facts(stage: Stage) -> Expected:
    known = stage.before.states.get(stage.who)
    before, after = known.customer if known else stage.customer, stage.customer
    gone = sorted(before.tags - after.tags)
    found: Expected = {}
    if fields := dict(_fields(stage, before, after)):
        found["field"] = fields
    if tags := sorted(after.tags - before.tags):
        found["tag"] = tags if len(tags) > 1 else tags[0]
    if gone:
        found["not"] = {"tag": gone if len(gone) > 1 else gone[0]}
    if before.stage != after.stage:
        found["stage"] = after.stage or ""
    if before.subscribed != after.subscribed:
        found["subscribed"] = after.subscribed
    if before.orders != after.orders and after.orders:
        last = after.orders[-1]
        found["order"] = {"count": len(after.orders), "status": last.status, "total": last.total}
    return found


def _fields(stage: Stage, before: Customer, after: Customer) -> Iterator[tuple[str, Any]]:
    """Declared ones, which alone a notebook may speak of, and those of the conversation that asks."""
    names = declared(stage.ground.workspace)
    for name in sorted(before.fields.keys() | after.fields.keys()):
        value = after.fields.get(name)
        if name in names and before.fields.get(name) != value:
            yield name, _written(value)
    session = stage.situation.session
    past = stage.before.states.get(stage.who)
    earlier = past.sessions[session.id].variables if past and session.id in past.sessions else {}
    for name, value in sorted(session.variables.items()):
        told = isinstance(value, str | int | float) and not name.startswith(OWN)
        # A value that is empty from the beginning says nothing.
        if told and earlier.get(name, "") != value:
            yield f"session.{name}", _written(value)


def _written(value: Any) -> Any:
    if isinstance(value, list | tuple) and value:
        return [bare(as_text(one, "en")) for one in value]
    return bare(as_text(value, "en")) if value is not None else ""


def _timers(stage: Stage) -> Iterator[Any]:
    """Those that were set, the nearest first; `none` where the last one has gone."""
    known = stage.before.states.get(stage.who)
    before = {(one.id, one.due) for one in _own(known.timers.values())} if known else set()
    after = sorted(_own(stage.state.timers.values()), key=lambda one: (one.due, one.id))
    for timer in after:
        if (timer.id, timer.due) not in before:
            name = timer.node if timer.flow == stage.ground.flow.id else f"{timer.flow}.{timer.node}"
            yield {"node": name, **_when(stage, timer)}
    if before and not stage.state.timers:
        yield "none"


def _own(timers: Any) -> list[Timer]:
    return [one for one in timers if one.name != EXPIRY]


def _when(stage: Stage, timer: Timer) -> Expected:
    """In how long, where that is a round time; else the moment."""
    gap = timer.due - stage.world.now
    for unit, length in UNITS:
        amount = round(gap / length)
        text = f"{amount} {unit}{'' if amount == 1 else 's'}"
        if amount and later(stage.world.now, read_span(text), stage.situation.zone) == timer.due:
            return {"in": text}
    return {"at": written_moment(timer.due, stage.ground.zone)}


def written_moment(moment: datetime, zone: ZoneInfo) -> str:
    """As clocks in the zone show it, where that says it all."""
    local = moment.astimezone(zone)
    exact = local.second or local.microsecond or local.fold
    return moment.isoformat() if exact else f"{local:%Y-%m-%d %H:%M}"


def bare(text: str) -> str:
    """As a notebook has it, where braces stand for fields."""
    return text.replace("{", "{{").replace("}", "}}")
