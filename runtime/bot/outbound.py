"""What a turn reports as calls of the Bot API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import BotCommand, InputMediaPhoto, InputMediaVideo
from telegram.constants import ParseMode

from flowbook.copies import altered
from flowbook.customer import NOTHING
from flowbook.events import Event, MessageSent, StaffNotified, TapAnswered
from flowbook.flow import Node, Release
from flowbook.messages import TELEGRAM, Media, Message
from flowbook.nodetype import NodeType
from flowbook.texts import pick
from runtime.bot.keyboards import markup_of

TAP_LIMIT = 200
MOST_COMMANDS, ABOUT_LIMIT = 100, 256
IN_ALBUM = {"photo": InputMediaPhoto, "video": InputMediaVideo}


@dataclass(frozen=True, slots=True)
class ApiCall:
    """`method` is the Bot's method in snake case; `params` its arguments."""

    method: str
    params: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


def call_for(event: Event, chat: str, edited: int | None = None) -> ApiCall:
    """The one call that carries an event out. `edited` is the message to change in place."""
    match event:
        case MessageSent(message=message):
            return _edit(message, chat, edited) if edited else _send(message, chat)
        case TapAnswered(query, text):
            notice = text[:TAP_LIMIT] or None
            return ApiCall("answer_callback_query", {"callback_query_id": query, "text": notice})
        case StaffNotified(text=text):
            return ApiCall("send_message", {"chat_id": chat, "text": cut(text, TELEGRAM.text_limit)})
    raise TypeError(f"{type(event).__name__} is nothing to send")


def in_plain_text(call: ApiCall, message: Message) -> ApiCall:
    """The same call without tags, cut where it is too long: for a text that Telegram refuses."""
    params = {name: value for name, value in call.params.items() if name != "parse_mode"}
    if "caption" in params:
        return replace(call, params={**params, "caption": cut(message.text, TELEGRAM.caption_limit)})
    return replace(call, params={**params, "text": cut(message.text, TELEGRAM.text_limit)})


def without_media(message: Message, chat: str) -> ApiCall:
    """The words alone: for a picture or file that Telegram cannot get."""
    return _send(altered(message, media=None, album=()), chat)


def commands_of(triggers: Iterable[tuple[Release, Node, NodeType]], language: str = "") -> list[BotCommand]:
    """The bot's menu: the commands of live flows that have a description, in the order of flows."""
    found: dict[str, BotCommand] = {}
    for release, node, kind in triggers:
        for words in kind.vocabulary(node.config):
            about = pick(words.about, language, release.flow.languages[0]) if words.about else ""
            if words.mode == "command" and about:
                name = words.text.removeprefix("/")
                found.setdefault(name, BotCommand(name, about[:ABOUT_LIMIT]))
    return list(found.values())[:MOST_COMMANDS]


def cut(text: str, units: int) -> str:
    """At most so many UTF-16 code units, as Telegram counts, and never half a character."""
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * units:
        return text
    return encoded[: 2 * (units - 1)].decode("utf-16-le", "ignore") + "…"


def _send(message: Message, chat: str) -> ApiCall:
    common = {"chat_id": chat, "reply_markup": markup_of(message)}
    if message.media is None:
        return ApiCall("send_message", {**common, "text": _body(message), "parse_mode": ParseMode.HTML})
    if message.album:
        return ApiCall("send_media_group", {"chat_id": chat, "media": _album(message.media, message)})
    kind = message.media.kind
    if kind == "location":
        latitude, longitude = map(float, message.media.source.split(","))
        return ApiCall("send_location", {**common, "latitude": latitude, "longitude": longitude})
    captioned = {} if kind == "sticker" else {"caption": _body(message) or None, "parse_mode": ParseMode.HTML}
    return ApiCall(f"send_{kind}", {**common, **captioned, kind: message.media.source})


def _album(first: Media, message: Message) -> list[InputMediaPhoto | InputMediaVideo]:
    """The text stands under the first of them, and so under all."""
    words = {"caption": _body(message) or None, "parse_mode": ParseMode.HTML}
    others = [IN_ALBUM[one.kind](one.source) for one in message.album]
    return [IN_ALBUM[first.kind](first.source, **words), *others]


def _edit(message: Message, chat: str, edited: int) -> ApiCall:
    """Media cannot be put under a text or taken away; then the words and the buttons change."""
    markup = markup_of(message) if message.keyboard == "inline" else None
    common = {"chat_id": chat, "message_id": edited, "reply_markup": markup, "parse_mode": ParseMode.HTML}
    if message.media is None:
        return ApiCall("edit_message_text", {**common, "text": _body(message)})
    return ApiCall("edit_message_caption", {**common, "caption": _body(message)})


def _body(message: Message) -> str:
    return message.html or message.text
