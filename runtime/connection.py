"""One bot's connection to the Bot API: python-telegram-bot's types and transport, without its loop."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from typing import Any

import httpx
from telegram import Bot as Telegram
from telegram.error import RetryAfter
from telegram.request import HTTPXRequest

from flowbook.store.bots import TELEGRAM_API, Bot

os.environ.setdefault("PTB_TIMEDELTA", "true")
# From here on the library gives spans of time as timedelta, which it will always do one day.
if find_spec("sniffio") is None:
    # httpcore looks for this optional package whenever it takes a lock. Not finding it on the disk, ten times
    # a message, was a fifth of what sending costs; here Python remembers that it is not there.
    sys.modules["sniffio"] = None  # type: ignore[assignment]
CONNECTIONS = 32
READ_SECONDS, CONNECT_SECONDS = 20, 10
BODY_STARTED = "http11.send_request_body.started"

on_body: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("on_body", default=None)
"""Awaited once, right before the body of the current task's request leaves this machine."""


def connect(bot: Bot) -> Telegram:
    """Sends nothing yet; `disconnect` closes it."""
    address = bot.api_url or TELEGRAM_API
    return Telegram(
        bot.token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=_transport(CONNECTIONS, {"event_hooks": {"request": [_watch_body]}}),
        get_updates_request=_transport(1, {}),
    )


async def disconnect(telegram: Telegram) -> None:
    for request in telegram._request:  # noqa: SLF001 - Bot.shutdown asks first who it is, over the network
        await request.shutdown()


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram says to wait."""
    after = error.retry_after
    return float(after if isinstance(after, int) else after.total_seconds())


def _transport(connections: int, options: dict[str, Any]) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=READ_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=READ_SECONDS,
        httpx_kwargs={"trust_env": False, "verify": _authorities(), **options},
    )


@cache
def _authorities() -> ssl.SSLContext:
    """One for all connections: each would take a megabyte of its own."""
    return httpx.create_ssl_context(trust_env=False)


async def _watch_body(request: httpx.Request) -> None:
    started = on_body.get()
    if started is None:
        return

    async def trace(event: str, info: object) -> None:
        if event == BODY_STARTED:
            await started()

    request.extensions = {**request.extensions, "trace": trace}
