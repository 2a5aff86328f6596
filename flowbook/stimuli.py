"""What starts or resumes a flow: something said, tapped, fired, reported, answered or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flowbook.codec import family
from flowbook.customer import NOTHING


@dataclass(frozen=True, slots=True)
class Said:
    """Any text a customer writes, commands and the label of a reply keyboard included."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """An inline button. `data` as packed by flowbook.messages; `query` is the channel's id to be answered."""

    data: str
    label: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class ContactShared:
    phone: str
    first_name: str = ""


@dataclass(frozen=True, slots=True)
class LocationShared:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class FileSent:
    """`media` is a kind as in Media; `file` the channel's id of it."""

    media: str
    file: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class TimerFired:
    """The timer is void, and nothing happens, when its session has moved on or ended."""

    timer: str


@dataclass(frozen=True, slots=True)
class EventReported:
    name: str
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class HttpAnswered:
    """`failure`: empty, timeout, unreachable, refused, or unmocked; `body` parsed JSON or text."""

    request: str
    status: int = 0
    body: Any = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class OperatorSaid:
    text: str


@dataclass(frozen=True, slots=True)
class HandedBack:
    """A person has finished and gives the conversation back to the bot."""


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """A message could not be delivered. `key` is the message's; `blocked` when nothing will ever be again."""

    key: str
    reason: str
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """`what`: field, tag_added, tag_removed, stage, segment_entered, segment_left; by a flow or by hand."""

    what: str
    name: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class StartedByHand:
    """A person starts a flow for a customer; `node` is a trigger of it, empty for its first."""

    flow: str
    node: str = ""


Stimulus = (
    Said
    | Tapped
    | ContactShared
    | LocationShared
    | FileSent
    | TimerFired
    | EventReported
    | HttpAnswered
    | OperatorSaid
    | HandedBack
    | NotDelivered
    | Changed
    | StartedByHand
)
FAMILY = family(*Stimulus.__args__)
SENT = (Said, ContactShared, LocationShared, FileSent)
"""What a customer writes or sends into the chat."""
BY_CUSTOMER = (Tapped, *SENT)
"""What a customer does themselves, as against what happens to them."""


def command_of(text: str) -> tuple[str, str] | None:
    """ "/Start@my_bot window" -> ("start", "window"); None where the text is no command."""
    if not text.startswith("/") or len(text) < 2 or text[1].isspace():
        return None
    head, *argument = text[1:].split(None, 1)
    return head.partition("@")[0].lower(), argument[0].strip() if argument else ""
