"""Takes what Telegram has for one bot into the inbox, and only then tells Telegram so."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import Bot as Telegram
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from flowbook.store import Store
from flowbook.store.bots import set_bot_state
from flowbook.store.connection import FAULTS
from flowbook.store.inbox import has_waiting, put_updates
from flowbook.store.values import now
from runtime.bot.inbound import WANTED
from runtime.commits import Commits
from runtime.connection import seconds_of
from runtime.logs import logger
from runtime.metrics import POLL_FAILURES, UPDATES

BATCH = 100
MOST_WAITING = 5000
"""Arrivals of one bot that wait; Telegram keeps what comes after them."""
COUNTED_AFTER, FULL_PAUSE = 500, 0.5
"""Updates after which it is looked again how many wait; seconds between two looks while too many do."""
SECOND_CONFLICT = 60.0
"""One conflict may be the end of our own earlier poll; a second one so soon is somebody else."""
LONGEST_PAUSE = 30.0
WEBHOOK = "A web address (webhook) is set for this bot, so its messages go there. Remove it first."
OTHER = "Another program polls this bot. Stop it, or take the bot off there, then switch the bot on again."
REVOKED = "Telegram does not know this token any more. Paste the new one from @BotFather."


class Stopped(Exception):
    """This bot cannot go on; carries the sentence for its owner."""


@dataclass(slots=True)
class Poller:
    """`seconds` is how long Telegram holds a poll open; `arrived` is called when there is something new.
    `taken` updates have come since it was last looked whether too many wait."""

    bot: str
    telegram: Telegram
    store: Store
    seconds: int
    arrived: Callable[[], None]
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    offset: int = 0
    conflict_at: float = -SECOND_CONFLICT
    failures: int = 0
    taken: int = COUNTED_AFTER
    is_full: bool = False
    answered_at: float = 0.0
    commits: Commits = field(init=False)

    def __post_init__(self) -> None:
        self.commits = Commits(self.store)

    async def run(self) -> None:
        """Until it is cancelled, or the bot is stopped with a sentence in its row."""
        try:
            while True:
                pause = await self._round()
                self.polled.set()
                await asyncio.sleep(pause)
        except Stopped as stopped:
            set_bot_state(self.store, self.bot, "stopped", str(stopped))
            logger().error("bot stopped", bot=self.bot, why=str(stopped))
        finally:
            self.polled.set()

    async def _round(self) -> float:
        """One poll; returns the seconds to wait before the next."""
        try:
            if not self._has_room():
                return FULL_PAUSE
            updates = await self._ask()
        except Conflict as error:
            return self._conflict(str(error))
        except InvalidToken:
            raise Stopped(REVOKED) from None
        except RetryAfter as error:
            return seconds_of(error)
        except (TelegramError, *FAULTS) as error:
            return self._failed(error)
        return await self._taken(updates)

    async def _taken(self, updates: list[dict[str, Any]]) -> float:
        """Nothing that could not be stored is acknowledged: it comes again."""
        try:
            await self._keep(updates)
        except FAULTS as error:
            return self._failed(error)
        if self.failures:
            logger().info("polling again", bot=self.bot)
        self.failures = 0
        self.answered_at = asyncio.get_running_loop().time()
        return 0.0

    def _has_room(self) -> bool:
        """Of the bot itself: another one whose flows cannot be read must not hold it up."""
        if self.taken >= COUNTED_AFTER or self.is_full:
            self.is_full = has_waiting(self.store, self.bot, MOST_WAITING)
            self.taken = 0
        return not self.is_full

    async def _ask(self) -> list[dict[str, Any]]:
        """Raw, so that one update the library cannot read does not hold up the others."""
        arguments = {
            "offset": self.offset,
            "timeout": self.seconds,
            "limit": BATCH,
            "allowed_updates": list(WANTED),
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)
            found: list[dict[str, Any]] = await self.telegram.do_api_request(
                "getUpdates", arguments, read_timeout=self.seconds + 10
            )
        return found

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        """They are worked on while the disk takes them; Telegram is told once it has them. Ids may begin anew
        after a quiet week, so the next offset follows this batch and no older one."""
        if updates:
            await self.commits.carry_out(
                partial(put_updates, self.store, self.bot, updates, now()), on_disk=False
            )
            self.arrived()
            await self.commits.synced()
            self.offset = int(updates[-1]["update_id"]) + 1
            self.taken += len(updates)
            UPDATES.labels(self.bot).inc(len(updates))

    def _conflict(self, said: str) -> float:
        if "webhook" in said:
            raise Stopped(WEBHOOK)
        at = asyncio.get_running_loop().time()
        if at - self.conflict_at < SECOND_CONFLICT:
            raise Stopped(OTHER)
        self.conflict_at = at
        return 1.0

    def _failed(self, error: Exception) -> float:
        if not self.failures:
            logger().warning("polling failed", bot=self.bot, why=str(error))
        self.failures += 1
        POLL_FAILURES.labels(self.bot).inc()
        return float(min(LONGEST_PAUSE, 0.25 * 2**self.failures))
