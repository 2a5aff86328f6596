"""Telegram's updates as stimuli: who has done what, in which chat."""

from __future__ import annotations

from collections.abc import Mapping
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
from runtime.bot.updates import Chat, Membership, Message, Tap, User, update_of

WANTED = ("message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for; Telegram keeps the others to itself."""
FILES = ("video", "document", "voice", "audio", "sticker")
GONE = ("kicked", "left")


class Inbound(Struct, frozen=True):
    """`profile` is what Telegram tells about a person: first_name, last_name, username, language."""

    chat: str
    stimulus: Stimulus
    profile: Mapping[str, str] = NOTHING


def read_update(text: str) -> Inbound | None:
    """None for what no flow is about: groups, other bots, service messages, kinds nobody asked for. Raises
    ValueError for an update of another shape than Telegram's."""
    update = update_of(text)
    if update.message:
        return _message(update.message)
    if update.callback_query:
        return _tap(update.callback_query)
    return _membership(update.my_chat_member) if update.my_chat_member else None


def chat_in(data: Mapping[str, Any]) -> str:
    """Whose update it is, for keeping the order when it cannot be read; empty where that is not told."""
    for kind in WANTED:
        part = data.get(kind)
        if isinstance(part, Mapping):
            holder = part.get("message", part) if kind == "callback_query" else part
            chat = holder.get("chat") if isinstance(holder, Mapping) else None
            if isinstance(chat, Mapping):
                return str(chat.get("id", ""))
    return ""


def _message(part: Message) -> Inbound | None:
    stimulus = _sent(part)
    return _inbound(part.chat, part.sender, stimulus) if stimulus else None


def _tap(part: Tap) -> Inbound | None:
    if part.message is None:
        return None
    data = part.data or ""
    return _inbound(part.message.chat, part.sender, Tapped(data, _label(part.message, data), part.id))


def _membership(part: Membership) -> Inbound | None:
    """Blocking the bot ends what waits; whoever unblocks it is there again when they write."""
    if part.new_chat_member.status not in GONE:
        return None
    gone = NotDelivered("", "the customer has blocked the bot", blocked=True)
    return _inbound(part.chat, part.sender, gone)


def _inbound(chat: Chat, user: User | None, stimulus: Stimulus) -> Inbound | None:
    if chat.type != "private" or user is None or user.is_bot:
        return None
    return Inbound(str(chat.id), stimulus, _profile(user))


def _profile(user: User) -> dict[str, str]:
    told = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language": user.language_code,
    }
    return {name: text for name, text in told.items() if text}


def _label(message: Message, data: str) -> str:
    """What stands on the button, from the message it was under."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((one.text for row in rows for one in row if one.callback_data == data), "")


def _sent(message: Message) -> Stimulus | None:
    if message.text:
        return Said(message.text)
    if contact := message.contact:
        return ContactShared(contact.phone_number, contact.first_name)
    if place := message.location:
        return LocationShared(place.latitude, place.longitude)
    caption = message.caption or ""
    if message.photo:
        return FileSent("photo", message.photo[-1].file_id, caption)
    for kind in FILES:
        if file := getattr(message, kind):
            return FileSent(kind, file.file_id, caption)
    return None
