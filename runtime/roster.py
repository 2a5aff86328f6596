"""The bots that run: taken up, changed and let go as the database says, without a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Bot as Telegram

from flowbook.errors import FlowbookError
from flowbook.setting import Setting
from flowbook.store import Store
from flowbook.store.bots import Bot, list_bots, set_bot_state
from flowbook.store.connection import FAULTS, is_outside, store_error
from flowbook.store.library import setting
from flowbook.store.pulse import BEAT, beat
from runtime.commits import Commits
from runtime.connection import connect, disconnect
from runtime.logs import logger
from runtime.menus import Menu
from runtime.poller import REVOKED, Poller
from runtime.sender import Sender
from runtime.wire import Wire

LOOK = 0.3
"""Seconds between two looks at whether anything has changed: one row by its key."""
FINISH_SECONDS = 5.0
FIRST_POLL_SECONDS = 3.0


@dataclass(slots=True)
class Running:
    """One bot at work. `shown` is the setting whose commands its menu shows."""

    bot: Bot
    telegram: Telegram
    poller: Poller
    sender: Sender
    menu: Menu
    tasks: list[asyncio.Task[None]]
    started_at: float
    shown: Setting | None = None


@dataclass(slots=True)
class Roster:
    """`arrived` is called when something new lies in the inbox."""

    store: Store
    poll_seconds: int
    arrived: Callable[[], None]
    may_fire: asyncio.Event = field(default_factory=asyncio.Event)
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    running: dict[str, Running] = field(default_factory=dict)
    seen: int = -1
    beaten_at: float = -1e9
    commits: Commits = field(init=False)
    wire: Wire = field(default_factory=Wire)

    def __post_init__(self) -> None:
        self.commits = Commits(self.store)

    async def run(self) -> None:
        """Until it is cancelled; `close` then lets every bot end in peace."""
        first = True
        while True:
            try:
                await self._look()
            except FAULTS as error:
                logger().error("bots cannot be looked after", why=str(store_error(error)))
                self.seen = -1
            if first:
                asyncio.create_task(self._allow_timers())  # noqa: RUF006 - it ends within seconds
                first = False
            await asyncio.sleep(LOOK)

    async def _look(self) -> None:
        if self.store.counter() != self.seen:
            await self._take_up()
        await self._show_menus()
        await self._mend()
        self._beat()
        self.looked.set()

    def wake_senders(self) -> None:
        for one in self.running.values():
            one.sender.wake.set()

    async def close(self) -> None:
        """What is on its way is finished, within five seconds."""
        await asyncio.gather(*(self._let_go(bot) for bot in list(self.running)))

    async def _take_up(self) -> None:
        self.seen = self.store.counter()
        try:
            wanted = {bot.id: bot for bot in list_bots(self.store) if bot.state == "on"}
        except FlowbookError as error:
            if is_outside(error):
                raise
            logger().error("bots cannot be read", why=str(error))
            return
        for key, one in list(self.running.items()):
            if wanted.get(key) != one.bot:
                await self._let_go(key)
        for key, bot in wanted.items():
            if key not in self.running:
                self.running[key] = self._start(bot)
                logger().info("bot started", bot=key, username=bot.username)

    def _start(self, bot: Bot) -> Running:
        telegram = connect(bot)
        poller = Poller(bot.id, telegram, self.store, self.poll_seconds, self.arrived)
        sender = Sender(bot.id, telegram, self.store, self.arrived, lambda: self._revoke(bot.id))
        poller.commits = sender.commits = self.commits
        sender.wire = self.wire
        tasks = [asyncio.create_task(poller.run()), asyncio.create_task(sender.run())]
        at = asyncio.get_running_loop().time()
        return Running(bot, telegram, poller, sender, Menu(bot.id, telegram), tasks, at)

    async def _let_go(self, key: str) -> None:
        one = self.running.pop(key)
        for task in one.tasks:
            task.cancel()
        await asyncio.gather(*one.tasks, return_exceptions=True)
        await one.sender.finish(FINISH_SECONDS)
        await disconnect(one.telegram)

    async def _mend(self) -> None:
        """A bot whose part died of something unforeseen starts anew; the others never notice."""
        for key, one in list(self.running.items()):
            for task in one.tasks:
                if task.done() and not task.cancelled() and (fault := task.exception()):
                    logger().error("bot failed", bot=key, exc_info=fault)
                    await self._let_go(key)
                    self.seen = -1
                    break

    def _revoke(self, key: str) -> None:
        set_bot_state(self.store, key, "stopped", REVOKED)

    async def _allow_timers(self) -> None:
        """Once every bot has taken what waited for it, or a moment later where Telegram cannot be reached."""
        polled = [asyncio.create_task(one.poller.polled.wait()) for one in self.running.values()]
        if polled:
            await asyncio.wait(polled, timeout=FIRST_POLL_SECONDS)
        for task in polled:
            task.cancel()
        self.may_fire.set()

    async def _show_menus(self) -> None:
        for one in list(self.running.values()):
            try:
                wanted = setting(self.store, one.bot.id)
            except FlowbookError:
                continue
            if one.shown is not wanted and await one.menu.show(wanted):
                one.shown = wanted

    def _beat(self) -> None:
        at = asyncio.get_running_loop().time()
        if at - self.beaten_at >= BEAT.total_seconds():
            self.beaten_at = at
            beat(self.store)
