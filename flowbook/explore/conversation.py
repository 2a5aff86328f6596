"""A conversation that exploration found: a customer, when it begins, what happens, and which exits it
takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flowbook.customer import NOTHING, Customer, customer_to_json
from flowbook.mocks import Mock
from flowbook.stimuli import ContactShared, EventReported, FileSent, HandedBack, LocationShared, Said
from flowbook.ways import Press, TimePasses, Undelivered

Deed = tuple[str, Any]
"""The name of what is done and its value, as in a script: ("tap", "Haircut"), ("wait", "next")."""


@dataclass(frozen=True, slots=True)
class Script:
    """All that has to be known to play it. `arms` settles splits, by flow.node."""

    start: datetime
    customer: Customer
    deeds: tuple[Deed, ...] = ()
    mocks: tuple[Mock, ...] = ()
    arms: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Conversation:
    """`exits` are (node, exit) of the explored flow, in the order in which they were first taken; `lines`
    what the bot said to each deed."""

    script: Script
    exits: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, ...], ...] = ()


def deed_of(act: object) -> Deed | None:
    """What happens, as a script writes it; None for what a script has no word for."""
    match act:
        case Said(text):
            return "say", text
        case ContactShared(phone):
            return "share", phone
        case LocationShared(latitude, longitude):
            return "place", [latitude, longitude]
        case FileSent(media, file):
            return media, file
        case EventReported(name, data):
            return "event", [name, dict(data)]
        case HandedBack():
            return "hand_back", True
        case TimePasses():
            return "wait", "next"
        case Undelivered():
            return "undelivered", "failed"
        case Press(choice):
            return "tap", choice
    return None


def script_to_json(found: Conversation, name: str, flow: str) -> dict[str, Any]:
    """As the scripts of tests/cases/samples are written; with what exploration knows beside it."""
    script = found.script
    lines = [list(said) for said in found.lines] or [[] for _ in script.deeds]
    data: dict[str, Any] = {
        "name": name,
        "flows": [flow],
        "start": script.start.isoformat(),
        "customer": customer_to_json(script.customer),
        "acts": [_act(deed, said) for deed, said in zip(script.deeds, lines, strict=True)],
        "exits": [f"{node}.{exit}" for node, exit in found.exits],
    }
    if script.mocks:
        data["mocks"] = [_mock(mock) for mock in script.mocks]
    if script.arms:
        data["arms"] = dict(script.arms)
    return data


def _act(deed: Deed, lines: list[str]) -> dict[str, Any]:
    name, value = deed
    if name == "event":
        more = {"data": value[1]} if value[1] else {}
        return {"event": value[0], **more, "bot": lines}
    return {name: value, "bot": lines}


def _mock(mock: Mock) -> dict[str, Any]:
    replies = [{"status": one.status, "body": one.body, "failure": one.failure} for one in mock.replies]
    return {"node": mock.node, "url": mock.url, **(replies[0] if len(replies) == 1 else {"replies": replies})}
