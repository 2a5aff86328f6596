"""A conversation as people see it: records made into bubbles, with the leaps of the clock between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flowbook.events import (
    Deferred,
    HandedOver,
    HttpRequested,
    Ignored,
    MessageReceived,
    MessageSent,
    Record,
    SessionFailed,
    StaffNotified,
    TakenBack,
)
from flowbook.messages import Button, Media

BOT, CUSTOMER, NOTE = "bot", "customer", "note"


@dataclass(frozen=True, slots=True)
class Bubble:
    """`who`: bot, customer, or note (a line between bubbles). `index` is the number of the record in the log
    that it came from; `key` the message's running number. `at` is aware UTC."""

    who: str
    text: str
    at: datetime
    index: int = 0
    html: str = ""
    key: str = ""
    media: Media | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: str = ""
    edited: bool = False


def bubbles(records: Iterable[Record], customer: str) -> tuple[Bubble, ...]:
    """The customer's conversation, oldest first; an edited message stands where it was first said."""
    found: list[Bubble] = []
    places: dict[str, int] = {}
    for index, record in enumerate(records):
        if record.customer != customer:
            continue
        bubble = _bubble(record, index)
        if bubble is None:
            continue
        event = record.event
        if isinstance(event, MessageSent) and event.replaces in places:
            place = places[event.replaces]
            found[place] = replace(bubble, edited=True)
            places[event.key] = place
            continue
        if bubble.key:
            places[bubble.key] = len(found)
        found.append(bubble)
    return tuple(found)


def days(shown: Iterable[Bubble], zone: ZoneInfo) -> Iterator[tuple[str, tuple[Bubble, ...]]]:
    """Bubbles by the customer's own calendar day, as ISO date."""
    day = ""
    group: list[Bubble] = []
    for bubble in shown:
        own = bubble.at.astimezone(zone).date().isoformat()
        if own != day and group:
            yield day, tuple(group)
            group = []
        day = own
        group.append(bubble)
    if group:
        yield day, tuple(group)


def keyboard_of(shown: Iterable[Bubble]) -> tuple[tuple[Button, ...], ...]:
    """The reply keyboard that stands open now: that of the last message which brought or removed one."""
    last = [bubble for bubble in shown if bubble.keyboard in ("reply", "remove")]
    return last[-1].buttons if last and last[-1].keyboard == "reply" else ()


def _bubble(record: Record, index: int) -> Bubble | None:
    match record.event:
        case MessageSent(key, message):
            return Bubble(
                BOT,
                message.text,
                record.at,
                index,
                html=message.html,
                key=key,
                media=message.media,
                buttons=message.buttons,
                keyboard=message.keyboard,
            )
        case MessageReceived(text):
            return Bubble(CUSTOMER, text, record.at, index)
    note = _note(record)
    return Bubble(NOTE, note, record.at, index) if note else None


def _note(record: Record) -> str:
    match record.event:
        case HandedOver(team, reason):
            return f"Handed to {team or 'a person'}" + (f": {reason}" if reason else "")
        case TakenBack(why):
            return f"The bot is back: {why}"
        case StaffNotified(team, text):
            return f"Told {team}: {text}"
        case HttpRequested(_, _, method, url):
            return f"Asked another system: {method} {url}"
        case SessionFailed(why):
            return f"The conversation broke off: {why}"
        case Deferred(what, _, why):
            return f"{what} was put off: {why}"
        case Ignored(what, why):
            return f"{what}: {why}"
    return ""
