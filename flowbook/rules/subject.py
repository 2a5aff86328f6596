"""Whom a rule is asked about: one customer at one moment, in one conversation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from flowbook.copies import altered
from flowbook.customer import NOTHING, Customer
from flowbook.rules.readings import local, zone_of
from flowbook.workspace import Rule


class Subject(Struct, frozen=True):
    """`now` is an aware UTC datetime; `zone` the customer's time zone, else a default: today is its date.
    `session` holds what is remembered for this conversation only; `segments` the saved rules by name."""

    customer: Customer
    now: datetime
    zone: str = "UTC"
    session: Mapping[str, Any] = NOTHING
    segments: Mapping[str, Rule] = NOTHING

    @property
    def local_now(self) -> datetime:
        return local(self.now, self.zone)

    @property
    def today(self) -> int:
        """The number of today, 1 for 1 January of year 1."""
        return local(self.now, self.zone).toordinal()


def subject_for(customer: Customer, now: datetime, default_zone: str = "UTC") -> Subject:
    """With the customer's own zone where it is known and exists."""
    return Subject(customer, now, zone_of(customer.timezone, default_zone))


def without_session(subject: Subject) -> Subject:
    """A segment is the same for everybody who asks, so it never sees a conversation."""
    return altered(subject, session=NOTHING) if subject.session else subject
