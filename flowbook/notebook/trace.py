"""What a turn's records tell: every decision with the customer as they were when it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from flowbook.changes import apply
from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.events import ExitTaken, FieldSet, Record, SessionStarted
from flowbook.notebook.branches import Branch
from flowbook.notebook.stage import Ground
from flowbook.rules import Subject
from flowbook.rules.readings import zone_of
from flowbook.world import World


class Decision(Struct, frozen=True):
    """A step asked its branches from the top, and took an exit. `node` is flow.node."""

    node: str
    exit: str
    branches: tuple[Branch, ...]
    subject: Subject

    @property
    def asked(self) -> tuple[Branch, ...]:
        """Those that were looked at: up to the one that was taken."""
        names = [branch.exit for branch in self.branches]
        return self.branches[: names.index(self.exit) + 1] if self.exit in names else self.branches


def decisions(ground: Ground, before: World, after: World) -> Iterator[Decision]:
    """In the order in which they were made, of all customers."""
    books: dict[str, _Book] = {}
    for record in after.log[len(before.log) :]:
        book = books.get(record.customer)
        if book is None:
            book = books[record.customer] = _Book(record.customer, before, after)
        event = record.event
        if type(event) is ExitTaken:
            if branches := ground.branches.get((record.flow, event.node)):
                subject = book.subject(ground, record)
                yield Decision(f"{record.flow}.{event.node}", event.exit, branches, subject)
        else:
            book.take(record)


class _Book:
    """One customer and their conversations' variables, brought forward record by record."""

    def __init__(self, name: str, before: World, after: World) -> None:
        later = after.states[name].customer
        state = before.states.get(name)
        known = state.customer if state else later
        # What happened to a customer, and when they were last heard of, is noted before any step is taken.
        self.customer: Customer = altered(known, happened=later.happened, last_seen=later.last_seen)
        self.variables: dict[str, Mapping[str, Any]] = (
            {key: session.variables for key, session in state.sessions.items()} if state else {}
        )

    def take(self, record: Record) -> None:
        event = record.event
        if type(event) is SessionStarted:
            self.variables[record.session] = event.values
            return
        customer = apply(self.customer, event)
        if customer is not self.customer:
            self.customer = customer
        elif type(event) is FieldSet:
            key = event.name.removeprefix("session.")
            kept = self.variables.get(record.session, {})
            self.variables[record.session] = {**kept, key: event.value}

    def subject(self, ground: Ground, record: Record) -> Subject:
        now: datetime = record.at
        zone = zone_of(self.customer.timezone, str(ground.zone))
        session = self.variables.get(record.session, {})
        return Subject(self.customer, now, zone, session, ground.workspace.segments)
