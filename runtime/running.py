"""One bot at work: its poller, its sender and its menu, begun together and ended together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from telegram import Bot as Telegram

from flowbook.store.bots import Bot
from runtime.connection import disconnect
from runtime.logs import logger
from runtime.menus import Menu
from runtime.poller import Poller
from runtime.sender import Sender


@dataclass(slots=True)
class Running:
    """Its three parts run by themselves, so that none of them waits for another, or for another bot's."""

    bot: Bot
    telegram: Telegram
    poller: Poller
    sender: Sender
    menu: Menu
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    started_at: float = 0.0

    def begin(self) -> None:
        self.started_at = asyncio.get_running_loop().time()
        parts = (self.poller.run(), self.sender.run(), self.menu.run())
        self.tasks = [asyncio.create_task(part) for part in parts]
        logger().info("bot started", bot=self.bot.id, username=self.bot.username)

    def fault(self) -> BaseException | None:
        """What one of its parts has died of."""
        ended = (task for task in self.tasks if task.done() and not task.cancelled())
        return next((fault for task in ended if (fault := task.exception())), None)

    async def end(self, seconds: float) -> None:
        """What is on its way may arrive for so long."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.sender.finish(seconds)
        await disconnect(self.telegram)
