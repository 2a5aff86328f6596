"""One customer's passage through a flow, and everything that is kept of a customer between two turns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from flowbook.codec import decode, encode
from flowbook.copies import altered
from flowbook.customer import NOTHING, Customer, customer_from_json, customer_to_json


class Wait(Struct, frozen=True, omit_defaults=True):
    """Why a session stands still. `kind`: answer, time, call, person. `timers` are (name, due) pairs in UTC;
    `ask` is the running number of the message that asks, 0 where nothing is asked; `data` belongs to the
    node."""

    kind: str
    timers: tuple[tuple[str, datetime], ...] = ()
    ask: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)


class Frame(Struct, frozen=True, omit_defaults=True):
    """A flow that called another one, and the node it goes on from when that one ends."""

    flow: str
    release: int
    node: str


class Session(Struct, frozen=True, omit_defaults=True):
    """`revision` rises with every turn; a timer remembers it and is void once it has risen. `variables` are
    forgotten with the session. `parked` is set while another flow asks. `frames` has the outermost caller
    first; `trigger` is what it began with, as flow.node."""

    id: str
    flow: str
    release: int
    node: str
    started: datetime
    channel: str = ""
    revision: int = 0
    wait: Wait | None = None
    parked: bool = False
    variables: Mapping[str, Any] = field(default_factory=dict)
    frames: tuple[Frame, ...] = ()
    trigger: str = ""


class Timer(Struct, frozen=True, omit_defaults=True):
    """`session` is empty for a trigger's own timer (a date, a calendar, silence); then flow and node name the
    trigger. `due` is UTC."""

    id: str
    due: datetime
    session: str = ""
    revision: int = 0
    flow: str = ""
    node: str = ""
    name: str = ""


class CustomerState(Struct, frozen=True):
    """All that a turn reads and writes. `count` numbers sessions and messages of this customer; `parked` has
    the session that was displaced last at its end; `memory` is what triggers remember (flowbook/triggers.py);
    `held` has what a held-back trigger will start with, by its timer's id."""

    customer: Customer
    sessions: Mapping[str, Session] = NOTHING
    timers: Mapping[str, Timer] = NOTHING
    count: int = 0
    channel: str = ""
    parked: tuple[str, ...] = ()
    memory: Mapping[str, str] = NOTHING
    held: Mapping[str, Mapping[str, Any]] = NOTHING


def session_to_json(session: Session) -> dict[str, Any]:
    data: dict[str, Any] = encode(session)
    return data


def session_from_json(data: Mapping[str, Any]) -> Session:
    session: Session = decode(Session, {**data, "wait": None})
    wait = data.get("wait")
    if wait is None:
        return session
    timers = tuple((name, datetime.fromisoformat(due)) for name, due in wait.get("timers", ()))
    plain = Wait(wait["kind"], timers, wait.get("ask", 0), wait.get("data", {}))
    return altered(session, wait=plain)


def state_to_json(state: CustomerState) -> dict[str, Any]:
    """The whole state as plain JSON; equal states give equal text when dumped with sorted keys."""
    data: dict[str, Any] = {
        "customer": customer_to_json(state.customer),
        "sessions": [session_to_json(state.sessions[key]) for key in sorted(state.sessions)],
        "timers": [encode(state.timers[key]) for key in sorted(state.timers)],
        "count": state.count,
        "channel": state.channel,
        "parked": list(state.parked),
        "memory": dict(sorted(state.memory.items())),
        "held": {key: dict(state.held[key]) for key in sorted(state.held)},
    }
    return data


def state_from_json(data: Mapping[str, Any]) -> CustomerState:
    sessions = [session_from_json(item) for item in data.get("sessions", ())]
    timers: list[Timer] = [decode(Timer, item) for item in data.get("timers", ())]
    return CustomerState(
        customer=customer_from_json(data["customer"]),
        sessions={session.id: session for session in sessions},
        timers={timer.id: timer for timer in timers},
        count=data.get("count", 0),
        channel=data.get("channel", ""),
        parked=tuple(data.get("parked", ())),
        memory=dict(data.get("memory", {})),
        held=dict(data.get("held", {})),
    )
