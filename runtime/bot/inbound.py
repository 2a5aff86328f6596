"""Telegram's updates as stimuli: who has done what, in which chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from flowbook.customer import NOTHING
from flowbook.stimuli import (
    ContactShared,
    FileSent,
    LocationShared,
    NotDelivered,
    Said,
    Stimulus,
    Tapped,
)

Json = Mapping[str, Any]
PROFILE = {
    "first_name": "first_name",
    "last_name": "last_name",
    "username": "username",
    "language": "language_code",
}
WANTED = ("message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for; Telegram keeps the others to itself."""
FILES = ("video", "document", "voice", "audio", "sticker")
GONE = ("kicked", "left")


class Inbound(Struct, frozen=True):
    """`profile` is what Telegram tells about a person: first_name, last_name, username, language."""

    chat: str
    stimulus: Stimulus
    profile: Mapping[str, str] = NOTHING


def read_update(data: Json) -> Inbound | None:
    """None for what no flow is about: groups, other bots, service messages, kinds nobody asked for. Read by
    hand: the library's own reading took a fifth of a turn. Raises KeyError or TypeError for an update of
    another shape than Telegram's."""
    for kind, read in READERS.items():
        part = data.get(kind)
        if part is not None:
            return read(part)
    return None


def chat_in(data: Mapping[str, Any]) -> str:
    """Whose update it is, for keeping the order when one fails; read without the library, never raises."""
    for kind in WANTED:
        part = data.get(kind)
        if isinstance(part, Mapping):
            holder = part.get("message", part) if kind == "callback_query" else part
            chat = holder.get("chat") if isinstance(holder, Mapping) else None
            if isinstance(chat, Mapping):
                return str(chat.get("id", ""))
    return ""


def profile_of(user: Json) -> dict[str, str]:
    return {name: _text(user[given]) for name, given in PROFILE.items() if user.get(given)}


def _message(part: Json) -> Inbound | None:
    stimulus = _sent(part)
    return _inbound(part["chat"], part.get("from"), stimulus) if stimulus else None


def _tap(part: Json) -> Inbound | None:
    """A button under a message of an inline query belongs to no chat."""
    message = part.get("message")
    if message is None:
        return None
    data = _text(part.get("data") or "")
    tapped = Tapped(data, _label(message, data), _text(part["id"]))
    return _inbound(message["chat"], part["from"], tapped)


def _membership(part: Json) -> Inbound | None:
    """Blocking the bot ends what waits; whoever unblocks it is there again when they write."""
    if part["new_chat_member"]["status"] not in GONE:
        return None
    gone = NotDelivered("", "the customer has blocked the bot", blocked=True)
    return _inbound(part["chat"], part["from"], gone)


def _inbound(chat: Json, user: Json | None, stimulus: Stimulus) -> Inbound | None:
    if chat["type"] != "private" or user is None or user["is_bot"]:
        return None
    return Inbound(str(int(chat["id"])), stimulus, profile_of(user))


def _label(message: Json, data: str) -> str:
    """What stands on the button, from the message it was under."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", ())
    return next((_text(one["text"]) for row in rows for one in row if one.get("callback_data") == data), "")


def _sent(message: Json) -> Stimulus | None:
    caption = _text(message.get("caption") or "")
    if message.get("text"):
        return Said(_text(message["text"]))
    if contact := message.get("contact"):
        return ContactShared(_text(contact["phone_number"]), _text(contact["first_name"]))
    if place := message.get("location"):
        return LocationShared(float(place["latitude"]), float(place["longitude"]))
    if photos := message.get("photo"):
        return FileSent("photo", _text(photos[-1]["file_id"]), caption)
    for kind in FILES:
        if file := message.get(kind):
            return FileSent(kind, _text(file["file_id"]), caption)
    return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text should be here, not {value!r}")
    return value


READERS: Mapping[str, Callable[[Json], Inbound | None]] = {
    "message": _message,
    "callback_query": _tap,
    "my_chat_member": _membership,
}
