"""Messages a day: the bot writes only so often of its own accord."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from flowbook.events import MessageSent
from flowbook.invariants.rule import Breach, Invariant, Passage, titled

TOO_MANY = "{step} sends message {count} of {day} that nobody asked for; at most {most} a day are wanted."


def _check(passage: Passage, wanted: int) -> Iterator[Breach]:
    """What comes at the very instant at which the customer wrote or tapped is an answer."""
    answers, sent = passage.answers(), Counter[date]()
    for number, record in passage.records():
        event = record.event
        if not isinstance(event, MessageSent) or event.replaces or record.at in answers:
            continue
        day = record.at.astimezone(passage.zone).date()
        sent[day] += 1
        found = passage.place(record.flow, event.node)
        if found and sent[day] > wanted:
            values = {"step": titled(found[1]), "count": sent[day], "day": day.isoformat(), "most": wanted}
            yield Breach(number, f"{record.flow}.{event.node}", TOO_MANY, values)


INVARIANT = Invariant(
    name="messages_a_day",
    label="At most so many messages a day",
    help="Of those that the bot sends of its own accord, by the customer's calendar. Answers do not count.",
    shape={"type": "integer", "minimum": 0, "maximum": 1000},
    usual=3,
    check=_check,
    order=30,
)
