"""A small world for tests of the double: one bot, one customer, and the real library to talk through."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from tests.botapi.ledger import Entry
from tests.botapi.running import Botapi

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x30\x08\x02\0\0\0" + b"\r\n--x\r\n" * 20
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


@asynccontextmanager
async def connected(botapi: Botapi, token: str) -> AsyncIterator[Bot]:
    """The real telegram.Bot, talking to the double."""
    quick = {"trust_env": False, "verify": False}  # plain HTTP: no need to load certificates
    calls, polls = HTTPXRequest(httpx_kwargs=quick), HTTPXRequest(httpx_kwargs=quick)
    urls = (botapi.base_url, botapi.base_file_url)
    async with Bot(token, *urls, request=calls, get_updates_request=polls) as bot:
        yield bot


def one_button(text: str = "b", **details: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, **details)]])


class Salon:
    """A double with one bot, and Anna, who has pressed Start."""

    def __init__(self, botapi: Botapi) -> None:
        self.botapi = botapi
        self.control = botapi.control
        self.account = botapi.control.add_bot("salon_bot", "Salon")
        self.anna = botapi.control.customer("Anna", phone="+37410111222", username="anna_p")
        self.anna.start()

    def run(self, talk: Callable[[Bot], Awaitable[Any]]) -> Any:
        """Let a coroutine talk through the real library; returns what it returns."""

        async def in_time() -> Any:
            async with connected(self.botapi, self.account.token) as bot:
                return await asyncio.wait_for(talk(bot), 20)

        with ThreadPoolExecutor(1) as thread:  # a browser test has a loop in its own thread already
            return thread.submit(lambda: asyncio.run(in_time())).result()

    def last(self) -> Entry:
        return self.anna.received()[-1]

    def refused(self, talk: Callable[[Bot], Awaitable[Any]]) -> str:
        """The description that the talk is refused with; the library capitalises its first letter."""
        with pytest.raises(TelegramError) as caught:
            self.run(talk)
        return caught.value.message
