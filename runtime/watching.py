"""Whether the runtime does its work: told to the service manager, and in sentences to the health page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from runtime.notify import tell, watchdog_pause
from runtime.roster import Roster
from runtime.worker import Worker

SLOW = 30.0
"""Seconds without a turn of the worker after which something is wrong with it."""
SILENT = 120.0
"""Seconds without an answer of Telegram; a poll alone may take half of that."""


@dataclass(frozen=True, slots=True)
class Watch:
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
        """A sentence for everything that does not go as it should."""
        found = [] if self._turns() else ["The worker hangs."]
        if self.worker.trouble:
            found.append(self.worker.trouble)
        found += [f"The flows of bot {bot} cannot be read." for bot in sorted(self.worker.stuck)]
        at = asyncio.get_running_loop().time()
        for key, one in self.roster.running.items():
            since = max(one.poller.answered_at, one.started_at)
            if at - since > SILENT:
                found.append(f"Telegram has not answered bot {key} for {at - since:.0f} seconds.")
        return found

    def _turns(self) -> bool:
        return asyncio.get_running_loop().time() - self.worker.turned_at < SLOW
