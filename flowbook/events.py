"""What a turn reports: messages sent, facts changed, timers set, people called. The host carries events
out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from flowbook.codec import Kept, family
from flowbook.customer import Order
from flowbook.messages import Message


class NodeEntered(Kept, frozen=True):
    node: str


class ExitTaken(Kept, frozen=True):
    """`exit` is empty where the conversation ends at the node. `why` is a sentence for the designer."""

    node: str
    exit: str
    why: str = ""


class MessageSent(Kept, frozen=True):
    """`key` is the customer's running number of the message as text; `replaces` the key of the message that
    is edited in its place."""

    key: str
    message: Message
    node: str = ""
    replaces: str = ""


class MessageReceived(Kept, frozen=True):
    text: str
    to: str = "bot"


class TapAnswered(Kept, frozen=True):
    """`text` is shown to the person for a moment; empty only stops the button's spinner."""

    query: str
    text: str = ""


class AnswerRejected(Kept, frozen=True):
    node: str
    why: str


class FieldSet(Kept, frozen=True):
    """A value of None removes the field. `session.NAME` is kept in the session and forgotten with it."""

    name: str
    value: Any


class TagAdded(Kept, frozen=True):
    tag: str


class TagRemoved(Kept, frozen=True):
    tag: str


class StageEntered(Kept, frozen=True):
    stage: str


class OrderRegistered(Kept, frozen=True):
    order: Order


class OrderChanged(Kept, frozen=True):
    order: str
    status: str


class SubscriptionChanged(Kept, frozen=True):
    subscribed: bool


class TimerSet(Kept, frozen=True):
    timer: str
    due: datetime
    node: str = ""


class TimerVoided(Kept, frozen=True):
    timer: str


class HttpRequested(Kept, frozen=True):
    """`timeout` in seconds. `request` is unique and serves as the idempotency key."""

    request: str
    node: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    timeout: float = 10


class StaffNotified(Kept, frozen=True):
    team: str
    text: str


class HandedOver(Kept, frozen=True):
    team: str
    reason: str = ""


class TakenBack(Kept, frozen=True):
    """The bot speaks again: a person handed back, or nobody came in time."""

    why: str


class SessionStarted(Kept, frozen=True):
    """`values` are the session variables that the trigger gives it."""

    flow: str
    release: int
    node: str
    values: Mapping[str, Any] = field(default_factory=dict)


class SessionParked(Kept, frozen=True):
    """Another flow asks now; this one asks again later, goes on by its time-out, or has ended."""

    by: str


class SessionUnparked(Kept, frozen=True):
    node: str


class SessionEnded(Kept, frozen=True):
    reason: str


class SessionFailed(Kept, frozen=True):
    why: str
    node: str = ""


class Deferred(Kept, frozen=True):
    """A timer or event was held back until `until`: quiet hours, or a person is talking with the customer."""

    what: str
    until: datetime
    why: str


class Ignored(Kept, frozen=True):
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
"""By kind. Which one an event is, is asked where it is asked often by `type(event) is …`: for these classes
isinstance takes nine times as long to say no."""


class Record(Struct, frozen=True):
    """One event with its place: who, in which passage through which flow. `session` is empty outside of
    one."""

    at: datetime
    customer: str
    event: Event
    session: str = ""
    flow: str = ""
    channel: str = ""


class Told(Struct):
    """Events in a row that belong to one passage in one flow, or to none."""

    session: str
    flow: str
    events: list[Event]


class Report(Struct, frozen=True):
    """What has happened to one customer at one instant, in its order."""

    at: datetime
    customer: str
    channel: str
    told: Sequence[Told]

    @property
    def records(self) -> tuple[Record, ...]:
        at, customer, channel = self.at, self.customer, self.channel
        return tuple(
            [
                Record(at, customer, event, part.session, part.flow, channel)
                for part in self.told
                for event in part.events
            ]
        )

    def has(self, kinds: frozenset[type]) -> bool:
        """Whether any event is of one of these kinds."""
        for part in self.told:  # noqa: SIM110 - each turn is asked twice, and a generator costs more than that
            if not kinds.isdisjoint(map(type, part.events)):
                return True
        return False


def append(told: list[Told], session: str, flow: str, events: Sequence[Event]) -> None:
    """What happens next belongs there."""
    last = told[-1] if told else None
    if last and last.session == session and last.flow == flow:
        last.events += events
    elif events:
        told.append(Told(session, flow, [*events]))
