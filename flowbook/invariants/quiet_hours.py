"""Quiet hours: nobody is written to at night who is not talking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flowbook.events import MessageReceived, MessageSent
from flowbook.invariants.rule import Breach, Invariant, Passage, titled
from flowbook.schedule import after_quiet

NIGHT = {"from": "22:00", "to": "08:00"}
"""Where the workspace has no quiet hours of its own."""
TALKING = timedelta(hours=1)
WAKES = "{step} writes at {time}, in quiet hours, to somebody who has not written for an hour."


def _check(passage: Passage, wanted: Any) -> Iterator[Breach]:
    quiet = passage.setting.workspace.quiet or NIGHT
    heard = passage.begun.last_seen
    for number, record in passage.records():
        event = record.event
        if isinstance(event, MessageReceived):
            heard = record.at
        if not isinstance(event, MessageSent) or (heard and record.at - heard < TALKING):
            continue
        found = passage.place(record.flow, event.node)
        if found and after_quiet(record.at, quiet, passage.zone) > record.at:
            values = {"step": titled(found[1]), "time": f"{record.at.astimezone(passage.zone):%H:%M}"}
            yield Breach(number, f"{record.flow}.{event.node}", WAKES, values)


INVARIANT = Invariant(
    name="quiet_hours",
    label="No message in quiet hours",
    help="The workspace's quiet hours, else 22:00 to 8:00 by the customer's clock. Whoever wrote within the "
    "last hour is talking, and may be answered.",
    shape={"const": True},
    usual=True,
    check=_check,
    order=20,
)
