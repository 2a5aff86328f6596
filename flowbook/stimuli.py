"""What starts or resumes a flow: something said, tapped, fired, reported, answered or changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import field

from flowbook.codec import Kept, family


class Said(Kept, frozen=True):
    """Any text a customer writes, commands and the label of a reply keyboard included."""

    text: str


class Tapped(Kept, frozen=True):
    """An inline button. `data` as packed by flowbook.messages; `query` is the channel's id to be answered."""

    data: str
    label: str = ""
    query: str = ""


class ContactShared(Kept, frozen=True):
    phone: str
    first_name: str = ""


class LocationShared(Kept, frozen=True):
    latitude: float
    longitude: float


class FileSent(Kept, frozen=True):
    """`media` is a kind as in Media; `file` the channel's id of it."""

    media: str
    file: str
    caption: str = ""


class TimerFired(Kept, frozen=True):
    """The timer is void, and nothing happens, when its session has moved on or ended."""

    timer: str


class EventReported(Kept, frozen=True):
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


class HttpAnswered(Kept, frozen=True):
    """`failure`: empty, timeout, unreachable, refused, or unmocked; `body` parsed JSON or text."""

    request: str
    status: int = 0
    body: Any = None
    failure: str = ""


class OperatorSaid(Kept, frozen=True):
    text: str


class HandedBack(Kept, frozen=True):
    """A person has finished and gives the conversation back to the bot."""


class NotDelivered(Kept, frozen=True):
    """A message could not be delivered. `key` is the message's; `blocked` when nothing will ever be again."""

    key: str
    reason: str
    blocked: bool = False


class Changed(Kept, frozen=True):
    """`what`: field, tag_added, tag_removed, stage, segment_entered, segment_left; by a flow or by hand."""

    what: str
    name: str
    value: Any = None


class StartedByHand(Kept, frozen=True):
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
BY_CUSTOMER = frozenset({Tapped, *SENT})
"""What a customer does themselves, as against what happens to them."""


def command_of(text: str) -> tuple[str, str] | None:
    """ "/Start@my_bot window" -> ("start", "window"); None where the text is no command."""
    if not text.startswith("/") or len(text) < 2 or text[1].isspace():
        return None
    head, *argument = text[1:].split(None, 1)
    return head.partition("@")[0].lower(), argument[0].strip() if argument else ""
