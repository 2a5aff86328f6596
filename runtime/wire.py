"""What is on its way to Telegram at this moment: as little as does not hold anybody up."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from runtime.waiting import wait_for

FEW = 4
GAP = 1 / 60
"""Seconds: twice as often as Telegram lets one bot write for long, so that a pause is soon made up for."""


@dataclass(slots=True)
class Wire:
    """A killed program leaves in doubt what is away. While that is little, the next message leaves at once;
    else it waits for one to come back, but no longer than `GAP` after the bot's last one: a slow line and a
    message that never comes back hold up nobody. `turns` keep the order within a bot."""

    away: set[int] = field(default_factory=set)
    left_at: dict[str, float] = field(default_factory=dict)
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    freed: asyncio.Event = field(default_factory=asyncio.Event)

    async def leave(self, bot: str, row: int) -> None:
        """Returns when a row of the outbox may go; `come_back` is to be called whatever becomes of it."""
        clock = asyncio.get_running_loop().time
        async with self.turns[bot]:
            while len(self.away) >= FEW and (rest := self.left_at.get(bot, 0.0) + GAP - clock()) > 0:
                self.freed.clear()
                await wait_for(self.freed, rest)
            self.away.add(row)
            self.left_at[bot] = clock()

    def come_back(self, row: int) -> None:
        """Also for what never left."""
        self.away.discard(row)
        self.freed.set()
