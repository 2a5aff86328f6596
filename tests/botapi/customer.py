"""A pretend customer: does what a person does in Telegram, and waits for what the bot sends."""

import base64
from typing import Any

from tests.botapi.ledger import Entry, read_entry
from tests.botapi.line import Line
from tests.botapi.waiting import wait_until


class Customer:
    """One person in one chat with one bot. Remembers how many of the bot's messages were read."""

    def __init__(self, line: Line, person_id: int, bot: str = "", group_id: int = 0) -> None:
        self.id = person_id
        self.chat_id = group_id or person_id
        self._line = line
        self.bot = bot
        self._group_id = group_id
        self._read = 0

    def do(self, deed: str, **details: Any) -> dict[str, Any]:
        """Any of the deeds by name; returns the ids of what came of it."""
        who = {"person_id": self.id, "bot": self.bot, "group_id": self._group_id}
        return dict(self._line.call("do", deed=deed, **who, **details))

    def say(self, text: str, reply_to: int = 0) -> dict[str, Any]:
        """Write a text; returns message_id and update_id."""
        return self.do("say", text=text, reply_to=reply_to)

    def start(self, payload: str = "") -> dict[str, Any]:
        """Press Start, or follow a deep link with a payload."""
        return self.do("start", payload=payload)

    def tap(self, button: str, message_id: int = 0) -> dict[str, Any]:
        """Tap the newest button with that label or callback data; returns query_id, or url.

        With `message_id`: a button of that message, even one that an edit has taken away since.
        """
        return self.do("tap", button=button, message_id=message_id)

    def rewrite(self, message_id: int, text: str) -> dict[str, Any]:
        return self.do("rewrite", message_id=message_id, text=text)

    def share_contact(self, phone: str = "", is_own: bool = True) -> dict[str, Any]:
        return self.do("share_contact", phone=phone, is_own=is_own)

    def share_location(self, latitude: float, longitude: float) -> dict[str, Any]:
        return self.do("share_location", latitude=latitude, longitude=longitude)

    def send_photo(self, content: bytes, caption: str = "") -> dict[str, Any]:
        return self.send_file("photo", content, "photo.jpg", caption)

    def send_document(self, content: bytes, name: str, caption: str = "") -> dict[str, Any]:
        return self.send_file("document", content, name, caption)

    def send_file(self, kind: str, content: bytes, name: str = "", caption: str = "") -> dict[str, Any]:
        """Send a photo, video, document, voice, audio or sticker."""
        encoded = base64.b64encode(content).decode()
        return self.do("send_file", kind=kind, content=encoded, name=name, caption=caption)

    def pay(self, message_id: int) -> dict[str, Any]:
        """Press Pay under that invoice; the payment follows once the bot says yes."""
        return self.do("pay", message_id=message_id)

    def block(self) -> dict[str, Any]:
        return self.do("block")

    def unblock(self) -> dict[str, Any]:
        return self.do("unblock")

    def deactivate(self) -> None:
        self.do("deactivate")

    def chat(self) -> list[Entry]:
        """Every message of the chat, oldest first, edited and deleted ones too."""
        found = self._line.call("read_chat", chat_id=self.chat_id, bot=self.bot)
        return [read_entry(data) for data in found]

    def received(self) -> list[Entry]:
        """What the bot sent into the chat, oldest first."""
        return [entry for entry in self.chat() if entry.by == "bot"]

    def transcript(self) -> list[str]:
        """The chat as lines: `bot: Hello [Yes | No]`, `customer: Yes`."""
        return [entry.line() for entry in self.chat() if entry.deleted_at is None]

    def entry(self, message_id: int) -> Entry:
        return next(entry for entry in self.chat() if entry.message_id == message_id)

    def wait_for(self, count: int = 1, timeout: float = 30.0) -> list[Entry]:
        """The next `count` messages from the bot after those already read, once they are there."""

        def unread() -> list[Entry]:
            found = self.received()[self._read : self._read + count]
            return found if len(found) == count else []

        try:
            found = list(wait_until(self._line, unread, timeout))
        except TimeoutError:
            raise TimeoutError(self._lament(f"{count} more messages", timeout)) from None
        self._read += count
        return found

    def wait_for_text(self, part: str, timeout: float = 30.0) -> Entry:
        """The next unread message whose text contains `part`; those before it count as read."""

        def matching() -> list[tuple[int, Entry]]:
            unread = list(enumerate(self.received()))[self._read :]
            return [(place, entry) for place, entry in unread if part in entry.text][:1]

        try:
            found: list[tuple[int, Entry]] = wait_until(self._line, matching, timeout)
        except TimeoutError:
            raise TimeoutError(self._lament(f"“{part}”", timeout)) from None
        self._read = found[0][0] + 1
        return found[0][1]

    def wait_for_edit(self, message_id: int, count: int = 1, timeout: float = 30.0) -> Entry:
        """A message, once it has been edited `count` times in all."""

        def edited() -> Entry | None:
            entry = self.entry(message_id)
            return entry if len(entry.edits) >= count else None

        found: Entry = wait_until(self._line, edited, timeout)
        return found

    def wait_for_answer(self, query_id: str, timeout: float = 30.0) -> dict[str, Any]:
        """What the bot answered to a tap or a payment: text, show_alert; ok, error_message."""

        def answer() -> Any:
            return self._line.call("read_query", query_id=query_id, bot=self.bot)["answer"]

        return dict(wait_until(self._line, answer, timeout))

    def unread(self) -> list[Entry]:
        """What has come and was not waited for."""
        return self.received()[self._read :]

    def hears_nothing(self, seconds: float) -> bool:
        """Whether nothing new comes within that time."""
        try:
            wait_until(self._line, self.unread, seconds)
        except TimeoutError:
            return True
        return False

    def _lament(self, wanted: str, timeout: float) -> str:
        so_far = "\n  ".join(self.transcript()) or "(nothing)"
        return f"{wanted} did not come within {timeout:g} s. The chat so far:\n  {so_far}"
