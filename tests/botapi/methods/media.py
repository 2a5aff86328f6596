"""Messages with a file: photo, video, document, voice, audio, sticker, and albums."""

import struct
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.files import StoredFile, take_media
from tests.botapi.forms import Form
from tests.botapi.methods.texts import caption_content, send
from tests.botapi.refusals import bad_request
from tests.botapi.service import Service

KINDS = ("photo", "video", "animation", "document", "voice", "audio", "sticker")
ALBUM_KINDS = ("photo", "video", "document", "audio")
ALONE = ("document", "audio")  # go into an album only with their like
LARGEST_ALBUM = 10


def media_content(kind: str, stored: StoredFile, form: Form) -> dict[str, Any]:
    """The part of a message that describes its file, as the Bot API writes it."""
    upload, reference = stored.upload, stored.reference()
    named = {"file_name": upload.name, "mime_type": upload.mime_type}
    size = {"width": form.number("width", 320), "height": form.number("height", 240)}
    lasting = {"duration": form.number("duration")}
    if kind == "photo":
        width, height = picture_size(upload.content)
        small = {**reference, "file_unique_id": reference["file_unique_id"] + "s", "width": 90, "height": 90}
        return {"photo": [small, {**reference, "width": width, "height": height}]}
    described: dict[str, dict[str, Any]] = {
        "video": {**size, **lasting, **named},
        "animation": {**size, **lasting, **named},
        "document": named,
        "voice": {**lasting, "mime_type": "audio/ogg"},
        "audio": {**lasting, **named},
        "sticker": {"width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False},
    }
    content: dict[str, Any] = {kind: {**reference, **described[kind]}}
    return {**content, "document": content[kind]} if kind == "animation" else content


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; 800 by 600 for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return 800, 600


def send_file(kind: str, service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    service.reachable_chat(bot, form.string("chat_id"))
    stored = take_media(service.files, bot.username, kind, form.values.get(kind), form)
    caption = {} if kind == "sticker" else caption_content(form)
    return send(service, bot, form, media_content(kind, stored, form) | caption)


def send_media_group(service: Service, bot: Bot, form: Form) -> list[dict[str, Any]]:
    service.reachable_chat(bot, form.string("chat_id"))
    items = form.parsed("media") or []
    _check_album(items)
    group = {"media_group_id": str(service.dice.randrange(10**16, 10**17))}
    first, *others = [_album_content(service, bot, form, item) | group for item in items]
    plain = Form({name: value for name, value in form.values.items() if name != "reply_markup"})
    opening = send(service, bot, plain, first)
    return [opening, *(service.post(bot, opening["chat"]["id"], content).message for content in others)]


def _check_album(items: list[dict[str, Any]]) -> None:
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > LARGEST_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in items}
    for kind in kinds - set(ALBUM_KINDS):
        raise bad_request(f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup")
    for kind in ALONE:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")


def _album_content(service: Service, bot: Bot, form: Form, item: dict[str, Any]) -> dict[str, Any]:
    stored = take_media(service.files, bot.username, item["type"], item.get("media"), form)
    own = Form(item, form.files)
    return media_content(item["type"], stored, own) | caption_content(own)


METHODS: dict[str, Callable[[Service, Bot, Form], Any]] = {
    **{f"send{kind}": partial(send_file, kind) for kind in KINDS},
    "sendMediaGroup": send_media_group,
}
