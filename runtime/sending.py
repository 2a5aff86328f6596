"""One row of the outbox carried out, and what its end means: sent, to be tried again, in doubt, or failed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Bot as Telegram
from telegram import Message as Sent
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from flowbook.events import Event, MessageSent
from flowbook.store.outbox import EDIT, TAP, Outgoing
from runtime.bot.outbound import ApiCall, call_for, in_plain_text, without_media
from runtime.connection import seconds_of
from runtime.faults import refusal
from runtime.logs import logger
from runtime.transport import on_body

UNCHANGED = "message is not modified"
TOO_LATE = ("query is too old", "query_id_invalid")
NO_SUCH_MESSAGE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message",
    "there is no caption in the message",
    "message_id_invalid",
)
UNREADABLE = ("can't parse entities", "too long")
NO_MEDIA = (
    "wrong file identifier",
    "failed to get http url content",
    "wrong type of the web page content",
    "wrong remote file identifier",
    "photo_invalid_dimensions",
    "image_process_failed",
)
NO_CHAT = ("chat not found", "user is deactivated", "peer_id_invalid")


@dataclass(frozen=True, slots=True)
class Result:
    """`state`: sent, doubt or failed, or again when it surely was not carried out; `after` seconds then.
    `why` is a sentence. `blocked`: this chat can never be written to again; `revoked`: the token is void;
    `moved` is the chat's new number, where a group has become a supergroup."""

    state: str
    why: str = ""
    number: int | None = None
    after: float | None = None
    blocked: bool = False
    revoked: bool = False
    moved: str = ""


@dataclass(slots=True)
class Sending:
    """`edited` is the message that the row changes in place. `begun` is awaited before the first byte of what
    must not go twice leaves; from then on its outcome may be in doubt."""

    telegram: Telegram
    row: Outgoing
    edited: int | None
    begun: Callable[[], Awaitable[None]]
    left: bool = False

    async def carry_out(self) -> Result:
        """Never raises for what Telegram or the network do."""
        event = self.row.event()
        result = await self._attempt(call_for(event, self.row.chat, self.edited))
        if result.moved:
            return await self._follow(event, result)
        if isinstance(event, MessageSent):
            result = await self._mend(result, event)
        return _in_words(result)

    async def _attempt(self, call: ApiCall) -> Result:
        self.left = False
        token = on_body.set(self._leave)
        try:
            sent = await getattr(self.telegram, call.method)(**call.params)
        except TelegramError as error:
            return self._judge(error)
        finally:
            on_body.reset(token)
        first = sent[0] if isinstance(sent, tuple) else sent
        return Result("sent", number=first.message_id if isinstance(first, Sent) else None)

    async def _follow(self, event: Event, refused: Result) -> Result:
        """To where the group is now. Telegram refuses its old number for ever, so it is told each time."""
        logger().warning("group moved", bot=self.row.bot, chat=self.row.chat, why=refused.why)
        result = _in_words(await self._attempt(call_for(event, refused.moved)))
        return replace(result, why=f"{refused.why} {result.why}".strip())

    async def _mend(self, result: Result, event: MessageSent) -> Result:
        """A second call for what Telegram refuses but people should still get."""
        said = result.why.lower()
        call = call_for(event, self.row.chat, self.edited)
        if result.state != "failed" or result.blocked:
            return result
        if self.edited and any(part in said for part in NO_SUCH_MESSAGE):
            self.edited = None
            return await self._mend(await self._attempt(call_for(event, self.row.chat)), event)
        if any(part in said for part in UNREADABLE):
            return await self._attempt(in_plain_text(call, event.message))
        if event.message.media and event.message.text and any(part in said for part in NO_MEDIA):
            return await self._attempt(without_media(event.message, self.row.chat))
        return result

    async def _leave(self) -> None:
        if not self._is_repeatable():
            await self.begun()
        self.left = True

    def _judge(self, error: TelegramError) -> Result:
        said = str(error)
        low = said.lower()
        match error:
            case RetryAfter():
                return Result("again", after=seconds_of(error))
            case Forbidden():
                return Result("failed", said, blocked=True)
            case ChatMigrated(new_chat_id=number):
                why = f"The group’s number is {number} now: enter that in Settings, Teams."
                return Result("failed", why, moved=str(number))
            case InvalidToken():
                return Result("again", said, revoked=True)
            case BadRequest() if UNCHANGED in low or any(part in low for part in TOO_LATE):
                return Result("sent", said, self.edited)
            case BadRequest():
                return Result("failed", said, blocked=any(part in low for part in NO_CHAT))
        if not self.left or self._is_repeatable():
            return Result("again", said)
        return Result("doubt", "The connection broke while this was on its way; it may have arrived.")

    def _is_repeatable(self) -> bool:
        return self.row.kind == TAP or (self.row.kind == EDIT and self.edited is not None)


def _in_words(result: Result) -> Result:
    return replace(result, why=refusal(result.why)) if result.state == "failed" else result
