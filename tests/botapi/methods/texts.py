"""Messages without a file: text, location, contact; and the typing sign."""

from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.entities import read_text
from tests.botapi.forms import Form
from tests.botapi.keyboards import read_markup
from tests.botapi.people import Group, Person
from tests.botapi.refusals import bad_request
from tests.botapi.service import Service

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
ACTION_SECONDS = 5.0
CHAT_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}


def text_content(form: Form) -> dict[str, Any]:
    """The text and its entities as a message carries them, within Telegram's limits."""
    text, entities = read_text(form.string("text"), form.string("parse_mode"), form.parsed("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_content(form: Form) -> dict[str, Any]:
    """The caption and its entities; nothing for an empty caption."""
    given = form.parsed("caption_entities")
    text, entities = read_text(form.string("caption"), form.string("parse_mode"), given)
    if len(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content = {"caption": text, "caption_entities": entities}
    return {name: value for name, value in content.items() if value}


def send(service: Service, bot: Bot, form: Form, content: dict[str, Any]) -> dict[str, Any]:
    """Check chat, keyboard, reply and pace, then put the message into the chat."""
    chat = service.reachable_chat(bot, form.string("chat_id"))
    markup = read_markup(form, is_private=isinstance(chat, Person))
    replied = _replied(bot, chat, form)
    bot.limits.admit(chat.id, service.clock.now())
    return service.post(bot, chat.id, content | replied, markup).message


def _replied(bot: Bot, chat: Person | Group, form: Form) -> dict[str, Any]:
    parameters = form.parsed("reply_parameters") or {}
    wanted = parameters.get("message_id") or form.number("reply_to_message_id")
    if not wanted:
        return {}
    entry = bot.entries.get((chat.id, int(wanted)))
    if entry is not None and entry.deleted_at is None:
        return {"reply_to_message": entry.message}
    if parameters.get("allow_sending_without_reply") or form.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def send_message(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    service.reachable_chat(bot, form.string("chat_id"))
    return send(service, bot, form, text_content(form))


def send_location(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    place = {"latitude": form.real("latitude"), "longitude": form.real("longitude")}
    return send(service, bot, form, {"location": place})


def send_contact(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    if not form.has("phone_number"):
        raise bad_request("phone number is empty")
    if not form.has("first_name"):
        raise bad_request("first name is empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: form.string(name) for name in names if form.has(name)}
    return send(service, bot, form, {"contact": contact})


def send_chat_action(service: Service, bot: Bot, form: Form) -> bool:
    chat = service.reachable_chat(bot, form.string("chat_id"))
    if form.string("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    bot.typing[chat.id] = service.clock.now() + ACTION_SECONDS
    service.changes.note()
    return True


METHODS = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
}
