"""What customers do: they write, tap, pay, block. Each deed becomes the update Telegram makes of it."""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.botapi.bots import Bot, Query
from tests.botapi.entities import find_entities
from tests.botapi.files import FOLDERS
from tests.botapi.forms import Form, Upload
from tests.botapi.ledger import Entry, button_rows
from tests.botapi.methods.media import media_content
from tests.botapi.people import Person, chat_json, user_json
from tests.botapi.service import Service

Done = dict[str, Any]


class CannotBeDone(Exception):
    """A customer cannot do this in Telegram either; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A person in a chat with a bot; the chat is the private one unless it is a group's."""

    service: Service
    bot: Bot
    person: Person
    group_id: int = 0

    @property
    def chat_id(self) -> int:
        return self.group_id or self.person.id


def send(visit: Visit, content: Done) -> Done:
    """Put a customer's message into the chat and queue its update."""
    bot, person = visit.bot, visit.person
    if person.id in bot.blocked and not visit.group_id:
        raise CannotBeDone(f"{person.first_name} has blocked {bot.username} and has to unblock it first.")
    bot.chats.add(visit.chat_id)
    message = visit.service.post(bot, visit.chat_id, {"from": user_json(person), **content}).message
    update_id = bot.queue.put("message", message)
    return {"message_id": message["message_id"], "update_id": update_id}


def say(visit: Visit, text: str, reply_to: int = 0) -> Done:
    """Write a text. `reply_to` quotes a message of the chat."""
    entities = find_entities(text)
    content: Done = {"text": text, **({"entities": entities} if entities else {})}
    if reply_to:
        content["reply_to_message"] = visit.bot.entries[visit.chat_id, reply_to].message
    return send(visit, content)


def start(visit: Visit, payload: str = "") -> Done:
    """Press Start, perhaps through a link t.me/bot?start=payload; unblocks the bot."""
    unblock(visit)
    return say(visit, f"/start {payload}".rstrip())


def rewrite(visit: Visit, message_id: int, text: str) -> Done:
    """Edit an own message."""
    entry = visit.bot.entries[visit.chat_id, message_id]
    changed = {"text": text, "entities": find_entities(text)}
    message = visit.service.edit(visit.bot, entry, changed, entry.markup).message
    return {"message_id": message_id, "update_id": visit.bot.queue.put("edited_message", message)}


def share_contact(visit: Visit, phone: str = "", is_own: bool = True) -> Done:
    """Share a contact: the customer's own one, or somebody else's."""
    contact: Done = {"phone_number": phone or visit.person.phone or "+37400000000"}
    contact["first_name"] = visit.person.first_name if is_own else "Somebody"
    if is_own:
        contact["user_id"] = visit.person.id
    return send(visit, {"contact": contact})


def share_location(visit: Visit, latitude: float, longitude: float) -> Done:
    return send(visit, {"location": {"latitude": latitude, "longitude": longitude}})


def send_file(visit: Visit, kind: str, content: str, name: str = "", caption: str = "") -> Done:
    """Send a photo, document, voice ...; `content` is base64."""
    if kind not in FOLDERS | {"document": "", "animation": ""}:
        raise CannotBeDone(f"There is no kind of file called {kind}.")
    mime = {"photo": "image/jpeg", "voice": "audio/ogg"}.get(kind, "application/octet-stream")
    upload = Upload(name or f"{kind}.bin", mime, base64.b64decode(content))
    stored = visit.service.files.keep(visit.bot.username, kind, upload)
    texts = {"caption": caption} if caption else {}
    return send(visit, media_content(kind, stored, Form()) | texts)


def tap(visit: Visit, button: str, message_id: int = 0) -> Done:
    """Tap the newest button with that label or data; `message_id` may name an older message.

    With `message_id` also a button that an edit has taken away can be tapped: the customer's screen
    may not have caught up yet.  A button of a reply keyboard sends its text, contact or location.
    """
    for entry, found in _buttons(visit.bot, visit.chat_id, message_id):
        if button in (found["text"], found.get("callback_data")):
            return _press(visit, entry, found)
    name, bot = visit.person.first_name, visit.bot.username
    raise CannotBeDone(f"{name} sees no button “{button}” in the chat with {bot}.")


def _buttons(bot: Bot, chat_id: int, message_id: int) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """The buttons a person can tap, newest first; a newer reply keyboard hides the older ones."""
    is_keyboard_open = True
    for entry in reversed(bot.chat(chat_id)):
        if entry.by != "bot" or entry.deleted_at is not None or message_id not in (0, entry.message_id):
            continue
        past = [edit.markup for edit in reversed(entry.edits)] if message_id else []
        for markup in (entry.markup, *past):
            if markup and "inline_keyboard" not in markup and not is_keyboard_open:
                continue
            if markup and ("keyboard" in markup or "remove_keyboard" in markup):
                is_keyboard_open = False
            yield from ((entry, button) for row in button_rows(markup) for button in row)


def _press(visit: Visit, entry: Entry, button: dict[str, Any]) -> Done:
    if "url" in button:
        return {"url": button["url"]}
    if "pay" in button:
        return pay(visit, entry.message_id)
    if "callback_data" in button:
        return _query(visit, entry, button["callback_data"])
    if button.get("request_contact"):
        return share_contact(visit)
    if button.get("request_location"):
        return share_location(visit, 40.18, 44.51)
    return say(visit, button["text"])


def _query(visit: Visit, entry: Entry, data: str) -> Done:
    query = _ask(visit, entry.message_id, {})
    content = {"id": query.id, "from": user_json(visit.person), "message": entry.message, "data": data}
    update_id = visit.bot.queue.put("callback_query", {**content, "chat_instance": str(-query.chat_id)})
    return {"query_id": query.id, "update_id": update_id, "message_id": entry.message_id}


def _ask(visit: Visit, message_id: int, payload: Done) -> Query:
    service = visit.service
    query_id = str(service.dice.randrange(10**18, 10**19))
    query = Query(query_id, visit.chat_id, message_id, service.clock.now(), payload)
    visit.bot.queries[query.id] = query
    service.changes.note()
    return query


def pay(visit: Visit, message_id: int) -> Done:
    """Press Pay under an invoice; the payment goes through once the bot says yes in time."""
    invoice = visit.bot.entries[visit.chat_id, message_id].message["invoice"]
    order = {
        "currency": invoice["currency"],
        "total_amount": invoice["total_amount"],
        "invoice_payload": visit.bot.payloads[visit.chat_id, message_id],
    }
    query = _ask(visit, message_id, order)
    content = {"id": query.id, "from": user_json(visit.person), **order}
    return {"query_id": query.id, "update_id": visit.bot.queue.put("pre_checkout_query", content)}


def block(visit: Visit) -> Done:
    """Block the bot; Telegram tells the bot by my_chat_member."""
    if visit.person.id in visit.bot.blocked:
        return {"update_id": None}
    visit.bot.blocked.add(visit.person.id)
    return _tell_membership(visit, {"status": "member"}, {"status": "kicked", "until_date": 0})


def unblock(visit: Visit) -> Done:
    """Let the bot write again; nothing happens when it was not blocked."""
    if visit.person.id not in visit.bot.blocked:
        return {"update_id": None}
    visit.bot.blocked.discard(visit.person.id)
    return _tell_membership(visit, {"status": "kicked", "until_date": 0}, {"status": "member"})


def _tell_membership(visit: Visit, before: Done, after: Done) -> Done:
    user = visit.bot.sender()
    member = {
        "chat": chat_json(visit.person),
        "from": user_json(visit.person),
        "date": int(visit.service.clock.now()),
        "old_chat_member": {"user": user, **before},
        "new_chat_member": {"user": user, **after},
    }
    visit.service.changes.note()
    return {"update_id": visit.bot.queue.put("my_chat_member", member)}


def deactivate(visit: Visit) -> Done:
    """Delete the account: no bot can write to it any more."""
    visit.service.people[visit.person.id] = replace(visit.person, is_deactivated=True)
    return {}


DEEDS: Mapping[str, Callable[..., Done]] = {
    deed.__name__: deed
    for deed in (
        *(say, start, rewrite, share_contact, share_location, send_file, tap, pay),
        *(block, unblock, deactivate),
    )
}
