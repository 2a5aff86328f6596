"""Telegram's updates as stimuli: who has done what, in which chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User

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

WANTED = ("message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for; Telegram keeps the others to itself."""
FILES = ("video", "document", "voice", "audio", "sticker")
GONE = ("kicked", "left")


@dataclass(frozen=True, slots=True)
class Inbound:
    """`profile` is what Telegram tells about a person: first_name, last_name, username, language."""

    chat: str
    stimulus: Stimulus
    profile: Mapping[str, str] = field(default_factory=lambda: NOTHING)


def read_update(data: Mapping[str, Any]) -> Inbound | None:
    """None for what no flow is about: groups, other bots, service messages, kinds nobody asked for.
    Raises what the library raises for an update it cannot read."""
    update = Update.de_json(dict(data), None)
    chat, user = update.effective_chat, update.effective_user
    if chat is None or chat.type != Chat.PRIVATE or user is None or user.is_bot:
        return None
    stimulus = _stimulus(update)
    return Inbound(str(chat.id), stimulus, profile_of(user)) if stimulus else None


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


def profile_of(user: User) -> dict[str, str]:
    known = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language": user.language_code,
    }
    return {name: value for name, value in known.items() if value}


def _stimulus(update: Update) -> Stimulus | None:
    if update.callback_query:
        return _tapped(update.callback_query)
    if update.message:
        return _sent(update.message)
    return _moved(update.my_chat_member) if update.my_chat_member else None


def _tapped(query: CallbackQuery) -> Tapped:
    data = query.data or ""
    return Tapped(data, _label(query, data), query.id)


def _label(query: CallbackQuery, data: str) -> str:
    """What stands on the button, from the message it was under."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return ""
    rows = message.reply_markup.inline_keyboard
    return next((button.text for row in rows for button in row if button.callback_data == data), "")


def _sent(message: Message) -> Stimulus | None:
    caption = message.caption or ""
    if message.text:
        return Said(message.text)
    if message.contact:
        return ContactShared(message.contact.phone_number, message.contact.first_name)
    if message.location:
        return LocationShared(message.location.latitude, message.location.longitude)
    if message.photo:
        return FileSent("photo", message.photo[-1].file_id, caption)
    for kind in FILES:
        file = getattr(message, kind)
        if file:
            return FileSent(kind, file.file_id, caption)
    return None


def _moved(change: ChatMemberUpdated) -> Stimulus | None:
    """Blocking the bot ends what waits; whoever unblocks it is there again when they write."""
    if change.new_chat_member.status in GONE:
        return NotDelivered("", "the customer has blocked the bot", blocked=True)
    return None
