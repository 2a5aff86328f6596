"""One bot as the service knows it: token, chats, messages, queue, open questions."""

from dataclasses import dataclass, field
from typing import Any

from tests.botapi.ledger import Entry
from tests.botapi.limits import Limits
from tests.botapi.updates import Queue


@dataclass(frozen=True, slots=True)
class Query:
    """A tapped button, or a payment to be confirmed, that waits for the bot's answer."""

    id: str
    chat_id: int
    message_id: int
    at: float
    payload: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] | None = None


@dataclass(slots=True)
class Bot:
    """The state of one bot. `entries` has every message of every chat, in order."""

    id: int
    username: str
    name: str
    token: str
    queue: Queue
    is_revoked: bool = False
    limits: Limits = field(default_factory=Limits)
    chats: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    entries: dict[tuple[int, int], Entry] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    payloads: dict[tuple[int, int], str] = field(default_factory=dict)  # what an invoice was for
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    typing: dict[int, float] = field(default_factory=dict)  # in which chats it is seen at work, until when
    _by_chat: dict[int, list[int]] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def next_message_id(self, chat_id: int) -> int:
        """Ids run through all private chats of a bot together, and through each group alone."""
        key = min(chat_id, 0)
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return self._numbers[key]

    def chat(self, chat_id: int) -> list[Entry]:
        return [self.entries[chat_id, number] for number in self._by_chat.get(chat_id, ())]

    def keep(self, entry: Entry) -> Entry:
        place = (entry.chat_id, entry.message_id)
        if place not in self.entries:
            self._by_chat.setdefault(entry.chat_id, []).append(entry.message_id)
        self.entries[place] = entry
        return entry

    def user(self) -> dict[str, Any]:
        """The bot as the Bot API's User object, with what getMe adds."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def sender(self) -> dict[str, Any]:
        """The bot as the sender of a message."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}
