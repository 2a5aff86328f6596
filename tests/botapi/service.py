"""The whole state of the double: bots, people, files, the clock, faults and the record of calls."""

import random
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.changes import Changes
from tests.botapi.clock import Clock
from tests.botapi.faults import Faults
from tests.botapi.files import Files
from tests.botapi.ledger import Call, Edit, Entry
from tests.botapi.people import Group, Person, chat_json
from tests.botapi.refusals import bad_request, forbidden, upgraded
from tests.botapi.updates import Queue

CALLS_KEPT = 200_000
FIRST_BOT = 7_000_001
FIRST_PERSON = 1001
FIRST_GROUP, FIRST_SUPERGROUP = -4_000_001, -1_001_000_000_001


@dataclass(slots=True)
class Service:
    """One Telegram. Touched only from the server's event loop."""

    clock: Clock = field(default_factory=Clock)
    changes: Changes = field(default_factory=Changes)
    files: Files = field(default_factory=Files)
    faults: Faults = field(default_factory=Faults)
    bots: dict[str, Bot] = field(default_factory=dict)  # by username
    people: dict[int, Person] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    upgraded: dict[int, int] = field(default_factory=dict)  # groups that are supergroups of another id now
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    query_lifetime: float = 60.0  # seconds in which a tap may be answered
    calls_made: int = 0

    def add_bot(self, username: str, name: str = "", token: str = "") -> Bot:
        bot_id = int(token.partition(":")[0]) if token else FIRST_BOT + len(self.bots)
        token = token or f"{bot_id}:{('practice-token-of-' + username)[:35]:0<35}"
        bot = Bot(bot_id, username, name or username, token, Queue(self.clock, self.dice))
        self.bots[username] = bot
        self.changes.note()
        return bot

    def bot(self, username: str = "") -> Bot:
        """The bot of that name; the only or first one for an empty name. KeyError for none."""
        return self.bots[username or next(iter(self.bots))]

    def bot_of(self, token: str) -> Bot | None:
        return next((b for b in self.bots.values() if b.token == token and not b.is_revoked), None)

    def add_person(self, first_name: str, **details: Any) -> Person:
        person_id = details.pop("id", None) or FIRST_PERSON + len(self.people)
        person = Person(int(person_id), first_name, **details)
        self.people[person.id] = person
        self.changes.note()
        return person

    def add_group(self, title: str, type: str = "supergroup") -> Group:  # noqa: A002 - as Telegram names it
        first = FIRST_SUPERGROUP if type == "supergroup" else FIRST_GROUP
        group = Group(first - len(self.groups), title, type)
        self.groups[group.id] = group
        return group

    def upgrade_group(self, group_id: int) -> Group:
        """Into a supergroup of the same members, in which nothing has been said yet."""
        group = self.add_group(self.groups[group_id].title)
        self.upgraded[group_id] = group.id
        for bot in self.bots.values():
            if group_id in bot.chats:
                bot.chats.add(group.id)
        return group

    def chat(self, chat_id: int) -> Person | Group:
        return self.groups[chat_id] if chat_id in self.groups else self.people[chat_id]

    def reachable_chat(self, bot: Bot, chat_id: str) -> Person | Group:
        """The chat a bot may write to; refuses as Telegram does when it may not."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        known = chat_id.lstrip("-").isdecimal() and int(chat_id) in bot.chats
        if not known:
            raise bad_request("chat not found")
        if new := self.upgraded.get(int(chat_id)):
            raise upgraded(new)
        chat = self.chat(int(chat_id))
        if isinstance(chat, Person) and chat.is_deactivated:
            raise forbidden("user is deactivated")
        if chat.id in bot.blocked:
            kicked = "bot was kicked from the supergroup chat"
            raise forbidden(kicked if isinstance(chat, Group) else "bot was blocked by the user")
        return chat

    def post(
        self, bot: Bot, chat_id: int, content: dict[str, Any], markup: dict[str, Any] | None = None
    ) -> Entry:
        """Put a message into a chat, from the bot unless `content` names a sender in "from"."""
        chat, now = self.chat(chat_id), self.clock.now()
        message = {
            "message_id": bot.next_message_id(chat_id),
            "from": bot.sender(),
            "chat": chat_json(chat),
            "date": int(now),
            **content,
        }
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        by = "bot" if message["from"]["is_bot"] else "customer"
        if by == "bot":
            bot.typing.pop(chat_id, None)
        entry = Entry(bot.username, chat_id, message["message_id"], by, now, message, markup)
        self.changes.note()
        return bot.keep(entry)

    def edit(self, bot: Bot, entry: Entry, changed: dict[str, Any], markup: dict[str, Any] | None) -> Entry:
        """Replace what `changed` names and the keyboard; the ledger keeps what was before."""
        now = self.clock.now()
        kept = {k: v for k, v in entry.message.items() if k != "reply_markup"}
        message = {**kept, **changed, "edit_date": int(now)}
        if markup:
            message["reply_markup"] = markup
        before = Edit(now, entry.message, entry.markup)
        self.changes.note()
        return bot.keep(replace(entry, message=message, markup=markup, edits=(*entry.edits, before)))

    def delete(self, bot: Bot, entry: Entry) -> None:
        bot.keep(replace(entry, deleted_at=self.clock.now()))
        self.changes.note()
