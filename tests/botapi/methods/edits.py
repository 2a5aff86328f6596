"""Changes to messages that were sent, and the answers to tapped buttons."""

from dataclasses import replace
from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.clock import DAY
from tests.botapi.forms import Form
from tests.botapi.keyboards import Markup, read_markup
from tests.botapi.ledger import Entry
from tests.botapi.methods.texts import caption_content, text_content
from tests.botapi.refusals import NOT_MODIFIED, OLD_QUERY, bad_request
from tests.botapi.service import Service

LONGEST_NOTICE = 200


def edit_message_text(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    entry = _editable(service, bot, form)
    if "text" not in entry.message:
        raise bad_request("there is no text in the message to edit")
    return _apply(service, bot, entry, {"entities": [], **text_content(form)}, _inline(form))


def edit_message_caption(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    entry = _editable(service, bot, form)
    if entry.kind not in ("photo", "video", "animation", "document", "voice", "audio"):
        raise bad_request("there is no caption in the message to edit")
    changed = {"caption": "", "caption_entities": [], **caption_content(form)}
    return _apply(service, bot, entry, changed, _inline(form))


def edit_message_reply_markup(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    return _apply(service, bot, _editable(service, bot, form), {}, _inline(form))


def _inline(form: Form) -> Markup | None:
    markup = read_markup(form)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _editable(service: Service, bot: Bot, form: Form) -> Entry:
    chat = service.reachable_chat(bot, form.string("chat_id"))
    entry = bot.entries.get((chat.id, form.number("message_id")))
    if entry is None or entry.deleted_at is not None:
        raise bad_request("message to edit not found")
    if entry.by != "bot" or (entry.markup and "inline_keyboard" not in entry.markup):
        raise bad_request("message can't be edited")
    return entry


def _apply(
    service: Service, bot: Bot, entry: Entry, changed: dict[str, Any], markup: Markup | None
) -> dict[str, Any]:
    same = all((entry.message.get(name) or None) == (value or None) for name, value in changed.items())
    if same and markup == entry.markup:
        raise bad_request(NOT_MODIFIED)
    bot.limits.admit(entry.chat_id, service.clock.now())
    return service.edit(bot, entry, changed, markup).message


def delete_message(service: Service, bot: Bot, form: Form) -> bool:
    chat = service.reachable_chat(bot, form.string("chat_id"))
    entry = bot.entries.get((chat.id, form.number("message_id")))
    if entry is None or entry.deleted_at is not None:
        raise bad_request("message to delete not found")
    if service.clock.now() - entry.at > 2 * DAY:
        raise bad_request("message can't be deleted for everyone")
    service.delete(bot, entry)
    return True


def answer_callback_query(service: Service, bot: Bot, form: Form) -> bool:
    query = bot.queries.get(form.string("callback_query_id"))
    now = service.clock.now()
    if query is None or now - query.at > service.query_lifetime:
        raise bad_request(OLD_QUERY)
    if len(form.string("text")) > LONGEST_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": form.string("text"), "show_alert": form.flag("show_alert"), "at": now}
    bot.queries[query.id] = replace(query, answer=answer)
    service.changes.note()
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}
