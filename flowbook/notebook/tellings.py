"""What a snapshot keeps and a look shows, in lines: messages, what is known of a customer, the way taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flowbook.customer import Customer
from flowbook.desk import EXPIRY
from flowbook.events import (
    ExitTaken,
    HandedOver,
    MessageSent,
    NodeEntered,
    Record,
    StaffNotified,
    TapAnswered,
)
from flowbook.filters import as_text
from flowbook.messages import Message
from flowbook.nodes import labels_of
from flowbook.notebook.moments import shown_moment
from flowbook.notebook.stage import Stage
from flowbook.schedule import gap_words
from flowbook.session import Timer


def replies(records: Iterable[Record], customer: str) -> list[str]:
    """What a person saw, message by message: `Which size? [36–38 | 39–41]`; `~ ` stands before a message that
    was changed in place, `! ` before what a tap was answered with."""
    told: list[str] = []
    for record in records:
        match record.event:
            case _ if record.customer != customer:
                continue
            case MessageSent(_, message, _, replaces):
                told.append(("~ " if replaces else "") + message_line(message))
            case TapAnswered(_, text) if text:
                told.append(f"! {text}")
    return told


def message_line(message: Message) -> str:
    kinds = [media.kind for media in (message.media, *message.album) if media]
    labels = [button.label for row in message.buttons for button in row]
    buttons = [f"[{' | '.join(labels)}]"] if labels else []
    return " ".join([*(f"<{kind}>" for kind in kinds), *filter(None, [message.text]), *buttons])


def staff(records: Iterable[Record], customer: str) -> list[str]:
    """What teams were told: `salon: New booking`; `salon takes over: Gave 2` where a person takes over."""
    told = []
    for record in records:
        match record.event:
            case StaffNotified(team, text) if record.customer == customer:
                told.append(f"{team}: {text}")
            case HandedOver(team, reason) if record.customer == customer:
                told.append(f"{team} takes over: {reason}")
    return told


def state(stage: Stage) -> list[str]:
    """What the bot knows of whoever talks, and where they stand."""
    return [*_facts(stage.customer), *_places(stage)]


def timers(stage: Stage) -> list[str]:
    """What will happen by itself, the nearest first."""
    due = sorted(stage.state.timers.values(), key=lambda timer: (timer.due, timer.id))
    zone, now = stage.ground.zone, stage.world.now
    return [
        f"{shown_moment(timer.due, zone)}, in {gap_words(timer.due - now)}: {_what_happens(stage, timer)}"
        for timer in due
    ]


def path(stage: Stage, records: Iterable[Record]) -> list[str]:
    """`“Pick a size” → 36–38`: every step passed, and the way out of it."""
    own = [record for record in records if record.customer == stage.who]
    left = {(record.session, record.event.node) for record in own if type(record.event) is ExitTaken}
    lines = []
    for record in own:
        match record.event:
            case ExitTaken(node, exit, _):
                name = f"{record.flow}.{node}"
                lines.append(f"{stage.ground.title(name)} → {_exit_label(stage, name, exit)}")
            case NodeEntered(node) if (record.session, node) not in left:
                lines.append(stage.ground.title(f"{record.flow}.{node}"))
    return lines


def entered(stage: Stage, records: Iterable[Record]) -> list[str]:
    """The steps that whoever talks came to, each once, in the order of their first time."""
    steps = (
        f"{record.flow}.{record.event.node}"
        for record in records
        if record.customer == stage.who and isinstance(record.event, NodeEntered)
    )
    return [stage.ground.title(name) for name in dict.fromkeys(steps)]


def _what_happens(stage: Stage, timer: Timer) -> str:
    if timer.name == EXPIRY:
        return "the conversation ends, nobody has answered"
    named = f" ({timer.name})" if timer.name else ""
    return f"{stage.ground.title(f'{timer.flow}.{timer.node}')}{named}"


def _exit_label(stage: Stage, name: str, exit: str) -> str:
    found = stage.ground.node(name)
    labels = labels_of(found[1]) if found else {}
    return labels.get(exit) or exit or "the end"


def _facts(customer: Customer) -> Iterator[str]:
    for name, value in sorted(customer.fields.items()):
        yield f"{name}: {_value(value)}"
    yield f"tags: {', '.join(sorted(customer.tags)) or 'none'}"
    yield f"stage: {customer.stage or 'none'}"
    for order in customer.orders:
        yield f"order {order.id}: {', '.join(order.items) or 'nothing'}, {order.total:g}, {order.status}"
    if not customer.subscribed:
        yield "subscribed: no"


def _value(value: Any) -> str:
    return as_text(value, "en")


def _places(stage: Stage) -> Iterator[str]:
    for session in stage.state.sessions.values():
        waits = f", waits for {session.wait.kind}" if session.wait else ""
        parked = ", put aside" if session.parked else ""
        yield f"at {stage.ground.title(f'{session.flow}.{session.node}')}{waits}{parked}"
