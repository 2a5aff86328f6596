"""Whether the runtime does its work: told to the service manager, and in sentences to the health page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from flowbook.store import Store
from flowbook.store.bots import bot_reasons, bot_states
from flowbook.store.figures import count_dead
from runtime import poller
from runtime.notify import tell, watchdog_pause
from runtime.roster import Roster
from runtime.worker import Worker

SLOW = 30.0
"""Seconds without a turn of the worker after which something is wrong with it."""
SILENT = 120.0
"""Seconds without an answer of Telegram; a poll alone may take half of that."""


@dataclass(frozen=True, slots=True)
class Watch:
    store: Store
    worker: Worker
    roster: Roster

    async def run(self) -> None:
        """Until it is cancelled. No sign of life is given while the worker hangs, so that it is restarted."""
        await self.roster.looked.wait()
        tell("READY=1")
        pause = watchdog_pause()
        while pause:
            if self._turns():
                tell("WATCHDOG=1")
            await asyncio.sleep(pause)
        await asyncio.Event().wait()

    def problems(self) -> list[str]:
        """A sentence for everything that does not go as it should. Raises what the database raises."""
        return [*self._of_worker(), *self._of_bots(), *self._of_what_is_kept()]

    def _of_worker(self) -> list[str]:
        found = [] if self._turns() else ["The worker hangs."]
        if self.worker.trouble:
            found.append(self.worker.trouble)
        return found + [f"The flows of bot {bot} cannot be read." for bot in sorted(self.worker.stuck)]

    def _of_bots(self) -> list[str]:
        found, at = [], asyncio.get_running_loop().time()
        for key, one in self.roster.running.items():
            silent = at - max(one.poller.answered_at, one.started_at)
            if one.poller.is_full:
                most = f"More than {poller.MOST_WAITING:,} messages to bot {key} wait."
                found.append(f"{most} Telegram keeps what else comes.")
            elif silent > SILENT:
                found.append(f"Telegram has not answered bot {key} for {silent:.0f} seconds.")
        return found

    def _of_what_is_kept(self) -> list[str]:
        states, reasons = bot_states(self.store), bot_reasons(self.store)
        stopped = [bot for bot, state in states.items() if state == "stopped"]
        found = [f"Bot {bot} is stopped. {reasons.get(bot, '')}".rstrip() for bot in stopped]
        if dead := count_dead(self.store):
            found.append(f"Could not be answered: {dead:,}. The page Health lists them, for you to decide.")
        return found

    def _turns(self) -> bool:
        return asyncio.get_running_loop().time() - self.worker.turned_at < SLOW
