"""What the parts of cells are called in their forms."""

from __future__ import annotations

from collections.abc import Mapping

from builder.texts import _

LONG = frozenset(("text", "equals", "contains", "reply", "says", "staff", "note", "any_of"))
"""Texts that want room for several lines."""
MAIN: Mapping[str, str] = {
    "say": "text",
    "tap": "button",
    "event": "name",
    "mock": "node",
    "operator": "says",
    "include": "notebook",
    "customer": "use",
    "reply": "equals",
    "staff": "equals",
    "timer": "node",
    "call": "node",
    "replies": "failure",
    "customers": "id",
}
"""Where a part may be one text or have parts of its own: which of them the text stands for."""
BLANK: Mapping[str, object] = {
    "replies": {"status": 200},
    "orders": {"total": 0},
    "happened": {"name": "…"},
    "reply": {"contains": "…"},
    "staff": {"contains": "…"},
    "customers": {"id": "sam"},
}
"""What a new row of a list begins with."""


def label_of(name: str) -> str:
    return (_deeds() | _people() | _wants()).get(name, name.replace("_", " ").capitalize())


def _deeds() -> dict[str, str]:
    return {
        "text": _("They write"),
        "photo": _("A photo"),
        "video": _("A video"),
        "document": _("A file"),
        "voice": _("A voice message"),
        "contact": _("A phone number"),
        "location": _("A place (latitude, longitude)"),
        "caption": _("Words with it"),
        "button": _("Button"),
        "on": _("Under a message with these words"),
        "name": _("Name"),
        "data": _("With these data"),
        "for": _("For whom"),
        "undelivered": _("The last message was not delivered"),
        "node": _("Step"),
        "url": _("Address (* stands for anything)"),
        "method": _("Method"),
        "when": _("Where the call has"),
        "replies": _("Answers, one after the other"),
        "status": _("Status"),
        "body": _("Body"),
        "failure": _("Fails"),
        "times": _("How many times"),
        "split": _("Split"),
        "arm": _("Arm"),
        "says": _("They write"),
        "does": _("They do"),
        "starts": _("They start"),
        "of": _("What is kept"),
        "notebook": _("Notebook"),
        "until": _("Up to the checkpoint"),
    }


def _people() -> dict[str, str]:
    return {
        "use": _("Who talks from here on"),
        "set": _("Fields"),
        "tags": _("Tags (a minus takes one away)"),
        "stage": _("Stage"),
        "orders": _("Orders"),
        "happened": _("What happened"),
        "subscribed": _("Wants messages"),
        "id": _("Id"),
        "placed": _("Placed at"),
        "items": _("Items"),
        "total": _("Total"),
        "count": _("How many"),
        "customers": _("Customers"),
        "value": _("Value"),
        "created": _("Known since"),
        "last_seen": _("Seen last"),
        "languages": _("Languages"),
        "start": _("Starts at (2026-03-02 10:00, with a time zone if wanted)"),
        "seed": _("Seed of the lots"),
        "matrix": _("Every combination of"),
        "arms": _("Arms of the splits"),
        "coverage": _("At least so many percent of the ways on"),
        "beside": _("Flows that answer as well"),
    }


def _wants() -> dict[str, str]:
    return {
        "reply": _("The bot says"),
        "equals": _("Exactly"),
        "contains": _("With this in it"),
        "any_of": _("One of these"),
        "pattern": _("Fitting the pattern"),
        "buttons": _("Buttons"),
        "silence": _("The bot says nothing"),
        "staff": _("A team reads"),
        "timer": _("Something will happen by itself"),
        "in": _("In what time (2 days)"),
        "at": _("At what time"),
        "field": _("Fields hold"),
        "tag": _("Has the tag"),
        "order": _("Of the orders"),
        "call": _("A call of another system"),
        "not": _("And none of this"),
    }
