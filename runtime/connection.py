"""One bot's connection to the Bot API: python-telegram-bot's types, without its loop."""

from __future__ import annotations

import os

from telegram import Bot as Telegram
from telegram.error import RetryAfter

from flowbook.store.bots import TELEGRAM_API, Bot
from runtime.transport import Transport

os.environ.setdefault("PTB_TIMEDELTA", "true")
# From here on the library gives spans of time as timedelta, which it will always do one day.
CONNECTIONS = 32


def connect(bot: Bot) -> Telegram:
    """Sends nothing yet; `disconnect` closes it."""
    address = bot.api_url or TELEGRAM_API
    return Telegram(
        bot.token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=Transport(CONNECTIONS),
        get_updates_request=Transport(1),
    )


async def disconnect(telegram: Telegram) -> None:
    for request in telegram._request:  # noqa: SLF001 - Bot.shutdown asks first who it is, over the network
        await request.shutdown()


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram says to wait."""
    after = error.retry_after
    return float(after if isinstance(after, int) else after.total_seconds())
