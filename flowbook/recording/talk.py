"""A talk that somebody had with a flow: whom they were, what they did and when, and what came of it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from flowbook.customer import Customer
from flowbook.events import Record
from flowbook.mocks import Mock
from flowbook.stimuli import Stimulus


class Deed(Struct, frozen=True):
    """Something done at an instant; without a stimulus the clock was only turned until then."""

    at: datetime
    stimulus: Stimulus | None = None


class Talk(Struct, frozen=True):
    """`customer` as they were at `start`, in no passage yet. `mocks` answered for other systems; `records` is
    all that came of the talk, what was planned at its beginning included."""

    customer: Customer
    start: datetime
    deeds: tuple[Deed, ...]
    mocks: tuple[Mock, ...] = ()
    records: tuple[Record, ...] = ()
