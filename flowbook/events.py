"""What a turn reports: messages sent, facts changed, timers set, people called. The host carries events
out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flowbook.codec import family
from flowbook.customer import NOTHING, Order
from flowbook.messages import Message


@dataclass(frozen=True, slots=True)
class NodeEntered:
    node: str


@dataclass(frozen=True, slots=True)
class ExitTaken:
    """`exit` is empty where the conversation ends at the node. `why` is a sentence for the designer."""

    node: str
    exit: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class MessageSent:
    """`key` is the customer's running number of the message as text; `replaces` the key of the message that
    is edited in its place."""

    key: str
    message: Message
    node: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class MessageReceived:
    text: str
    to: str = "bot"


@dataclass(frozen=True, slots=True)
class TapAnswered:
    """`text` is shown to the person for a moment; empty only stops the button's spinner."""

    query: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRejected:
    node: str
    why: str


@dataclass(frozen=True, slots=True)
class FieldSet:
    """A value of None removes the field. `session.NAME` is kept in the session and forgotten with it."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class TagAdded:
    tag: str


@dataclass(frozen=True, slots=True)
class TagRemoved:
    tag: str


@dataclass(frozen=True, slots=True)
class StageEntered:
    stage: str


@dataclass(frozen=True, slots=True)
class OrderRegistered:
    order: Order


@dataclass(frozen=True, slots=True)
class OrderChanged:
    order: str
    status: str


@dataclass(frozen=True, slots=True)
class SubscriptionChanged:
    subscribed: bool


@dataclass(frozen=True, slots=True)
class TimerSet:
    timer: str
    due: datetime
    node: str = ""


@dataclass(frozen=True, slots=True)
class TimerVoided:
    timer: str


@dataclass(frozen=True, slots=True)
class HttpRequested:
    """`timeout` in seconds. `request` is unique and serves as the idempotency key."""

    request: str
    node: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    body: Any = None
    timeout: float = 10


@dataclass(frozen=True, slots=True)
class StaffNotified:
    team: str
    text: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    team: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The bot speaks again: a person handed back, or nobody came in time."""

    why: str


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """`values` are the session variables that the trigger gives it."""

    flow: str
    release: int
    node: str
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class SessionParked:
    """Another flow asks now; this one asks again later, goes on by its time-out, or has ended."""

    by: str


@dataclass(frozen=True, slots=True)
class SessionUnparked:
    node: str


@dataclass(frozen=True, slots=True)
class SessionEnded:
    reason: str


@dataclass(frozen=True, slots=True)
class SessionFailed:
    why: str
    node: str = ""


@dataclass(frozen=True, slots=True)
class Deferred:
    """A timer or event was held back until `until`: quiet hours, or a person is talking with the customer."""

    what: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A stimulus that nobody wanted, with the reason, so that nothing vanishes without a word."""

    what: str
    why: str


Event = (
    NodeEntered
    | ExitTaken
    | MessageSent
    | MessageReceived
    | TapAnswered
    | AnswerRejected
    | FieldSet
    | TagAdded
    | TagRemoved
    | StageEntered
    | OrderRegistered
    | OrderChanged
    | SubscriptionChanged
    | TimerSet
    | TimerVoided
    | HttpRequested
    | StaffNotified
    | HandedOver
    | TakenBack
    | SessionStarted
    | SessionParked
    | SessionUnparked
    | SessionEnded
    | SessionFailed
    | Deferred
    | Ignored
)
FAMILY = family(*Event.__args__)


@dataclass(frozen=True, slots=True)
class Record:
    """One event with its place: who, in which passage through which flow. `session` is empty outside of
    one."""

    at: datetime
    customer: str
    event: Event
    session: str = ""
    flow: str = ""
    channel: str = ""
