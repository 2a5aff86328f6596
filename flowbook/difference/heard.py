"""What one customer met in a talk: what was said and when, the way through the steps, and what is known of
them at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flowbook.customer import Customer
from flowbook.difference.pairing import Ended
from flowbook.events import MessageSent, NodeEntered, Record, SessionEnded, SessionFailed
from flowbook.messages import Message
from flowbook.session import Session
from flowbook.timing import FORGOTTEN

Spot = tuple[str, str]
"""A flow and a step of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it was seen. `buttons` are rows of labels; `media` the kinds and sources of what was shown
    with it; `index` its place in the log."""

    spot: Spot
    at: datetime
    index: int
    text: str
    buttons: tuple[tuple[str, ...], ...]
    media: tuple[tuple[str, str], ...]
    html: str


@dataclass(frozen=True, slots=True)
class Heard:
    """`way` are the steps in order; `facts` name and value of what is known at the end; `waits` is where they
    still wait for an answer that nothing cuts short, None where they do not; `failed` where it broke off."""

    who: str
    name: str
    said: tuple[Said, ...]
    way: tuple[Spot, ...]
    facts: dict[str, Any]
    waits: Spot | None
    failed: Spot | None


def heard(ended: Ended) -> Iterator[Heard]:
    """By everybody in the world, in the order in which they came into it."""
    world = ended.stage.world
    for who, state in world.states.items():
        own = [(index, one) for index, one in enumerate(world.log) if one.customer == who]
        sessions = state.sessions.values()
        asks = [one for one in sessions if one.wait and one.wait.kind == "answer" and not one.wait.timers]
        left = [*map(_spot, asks), *_forgotten(own)]
        yield Heard(
            who,
            state.customer.name,
            tuple(_said(own)),
            tuple((one.flow, one.event.node) for _, one in own if isinstance(one.event, NodeEntered)),
            dict(_facts(state.customer)),
            left[0] if left else None,
            next(
                ((one.flow, one.event.node) for _, one in own if isinstance(one.event, SessionFailed)), None
            ),
        )


def _spot(session: Session) -> Spot:
    return session.flow, session.node


def _forgotten(own: Iterable[tuple[int, Record]]) -> Iterator[Spot]:
    """Where conversations stood that ended only since nobody answered for weeks."""
    stood: dict[str, Spot] = {}
    for _, one in own:
        if isinstance(one.event, NodeEntered):
            stood[one.session] = (one.flow, one.event.node)
        if isinstance(one.event, SessionEnded) and one.event.reason == FORGOTTEN and one.session in stood:
            yield stood[one.session]


def _said(own: Iterable[tuple[int, Record]]) -> Iterator[Said]:
    for index, record in own:
        if isinstance(record.event, MessageSent):
            message = record.event.message
            rows = tuple(tuple(button.label for button in row) for row in message.buttons)
            spot = (record.flow, record.event.node)
            yield Said(spot, record.at, index, message.text, rows, tuple(_media(message)), message.html)


def _media(message: Message) -> Iterator[tuple[str, str]]:
    for one in (message.media, *message.album):
        if one:
            yield one.kind, one.source


def _facts(customer: Customer) -> Iterator[tuple[str, Any]]:
    """Named for people: `the tag “regular”`, `the field “city”`."""
    for tag in sorted(customer.tags):
        yield f"tag {tag}", True
    for name, value in sorted(customer.fields.items()):
        if value is not None:
            yield f"field {name}", value
    if customer.stage:
        yield "stage", customer.stage
    if customer.orders:
        yield "orders", [[one.total, one.status, list(one.items)] for one in customer.orders]
    if not customer.subscribed:
        yield "subscribed", False


def last_entered(ended: Ended) -> Spot:
    """Where whoever talks stood when a cell could not be done."""
    for one in reversed(ended.stage.world.log[: ended.after]):
        if one.customer == ended.stage.who and isinstance(one.event, NodeEntered):
            return one.flow, one.event.node
    return "", ""
