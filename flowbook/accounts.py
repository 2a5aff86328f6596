"""Whose token this is: the one question that is put to the Bot API outside of the runtime."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from flowbook.errors import FlowbookError

TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Account:
    """`link` is what customers open."""

    id: str
    name: str
    username: str

    @property
    def link(self) -> str:
        return f"https://t.me/{self.username}"


def ask_account(token: str, api_url: str) -> Account:
    """Ask getMe. Raises FlowbookError with a sentence that never holds the token."""
    return asyncio.run(_ask(token, api_url))


async def _ask(token: str, api_url: str) -> Account:
    request = HTTPXRequest(connect_timeout=TIMEOUT, read_timeout=TIMEOUT)
    try:
        async with Bot(token, base_url=f"{api_url.rstrip('/')}/bot", request=request) as bot:
            me = await bot.get_me()
    except InvalidToken:
        raise FlowbookError("Telegram does not know this token. Copy it again from @BotFather.") from None
    except NetworkError:
        raise FlowbookError(f"{api_url} did not answer. Check the network, then try again.") from None
    except TelegramError as error:
        raise FlowbookError(f"Telegram refused: {error.message.replace(token, '…')}.") from None
    return Account(str(me.id), me.full_name, me.username or "")
