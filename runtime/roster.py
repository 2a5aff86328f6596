"""The bots that run: taken up, changed and let go as the database says, without a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flowbook.store import Store
from flowbook.store.bots import Bot, list_bots, set_bot_state
from flowbook.store.connection import FAULTS, store_error
from flowbook.store.pulse import BEAT, beat
from flowbook.store.secrets import UNREADABLE
from runtime.commits import Commits
from runtime.connection import connect
from runtime.logs import logger
from runtime.menus import Menu
from runtime.poller import REVOKED, Poller
from runtime.running import Running
from runtime.sender import Sender
from runtime.wire import Wire

LOOK = 0.3
"""Seconds between two looks at whether anything has changed: one row by its key."""
FINISH_SECONDS = 5.0
FIRST_POLL_SECONDS = 3.0


@dataclass(slots=True)
class Roster:
    """`arrived` is called when something new lies in the inbox. Those that are `leaving` finish what is on
    its way; only then does a bot start anew."""

    store: Store
    poll_seconds: int
    arrived: Callable[[], None]
    may_fire: asyncio.Event = field(default_factory=asyncio.Event)
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    running: dict[str, Running] = field(default_factory=dict)
    leaving: dict[str, asyncio.Task[None]] = field(default_factory=dict)
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
                self._look()
            except FAULTS as error:
                logger().error("bots cannot be looked after", why=str(store_error(error)))
                self.seen = -1
            if first:
                asyncio.create_task(self._allow_timers())  # noqa: RUF006 - it ends within seconds
                first = False
            await asyncio.sleep(LOOK)

    def wake_senders(self) -> None:
        for one in self.running.values():
            one.sender.wake.set()

    async def close(self) -> None:
        """What is on its way is finished, within five seconds."""
        for key in list(self.running):
            self._let_go(key)
        await asyncio.gather(*self.leaving.values(), return_exceptions=True)

    def _look(self) -> None:
        """Waits for nobody: one bot that does not answer would hold up all."""
        if self.store.counter() != self.seen:
            self._take_up()
        self._mend()
        self._beat()
        self.looked.set()

    def _take_up(self) -> None:
        self.seen = self.store.counter()
        wanted = {bot.id: bot for bot in map(self._judged, list_bots(self.store)) if bot.state == "on"}
        for key, one in list(self.running.items()):
            if wanted.get(key) != one.bot:
                self._let_go(key)
        for key, bot in wanted.items():
            if key not in self.running and key not in self.leaving:
                self.running[key] = self._start(bot)

    def _judged(self, bot: Bot) -> Bot:
        """One whose token cannot be read is stopped alone, and goes on once the right key is back."""
        if not bot.token and bot.state == "on":
            logger().error("bot stopped", bot=bot.id, why=bot.why)
            return self._set(bot, "stopped", bot.why)
        if bot.token and bot.state == "stopped" and bot.why.startswith(UNREADABLE):
            return self._set(bot, "on")
        return bot

    def _set(self, bot: Bot, state: str, why: str = "") -> Bot:
        set_bot_state(self.store, bot.id, state, why)
        return replace(bot, state=state, why=why)

    def _start(self, bot: Bot) -> Running:
        telegram = connect(bot)
        poller = Poller(bot.id, telegram, self.store, self.poll_seconds, self.arrived)
        sender = Sender(bot.id, telegram, self.store, self.arrived, lambda: self._revoke(bot.id))
        poller.commits = sender.commits = self.commits
        sender.wire = self.wire
        one = Running(bot, telegram, poller, sender, Menu(bot.id, telegram, self.store))
        one.begin()
        return one

    def _let_go(self, key: str) -> None:
        self.leaving[key] = asyncio.create_task(self.running.pop(key).end(FINISH_SECONDS))
        self.leaving[key].add_done_callback(lambda task: self._gone(key, task))

    def _gone(self, key: str, task: asyncio.Task[None]) -> None:
        del self.leaving[key]
        self.seen = -1
        if not task.cancelled() and (fault := task.exception()):
            logger().error("bot did not end in order", bot=key, exc_info=fault)

    def _mend(self) -> None:
        """A bot whose part died of something unforeseen starts anew; the others never notice."""
        for key, one in list(self.running.items()):
            if fault := one.fault():
                logger().error("bot failed", bot=key, exc_info=fault)
                self._let_go(key)

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

    def _beat(self) -> None:
        at = asyncio.get_running_loop().time()
        if at - self.beaten_at >= BEAT.total_seconds():
            self.beaten_at = at
            beat(self.store)
