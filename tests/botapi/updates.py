"""A bot's queue of updates: numbered, confirmed by offset, forgotten after a day."""

import asyncio
import random
from collections import deque
from dataclasses import dataclass
from typing import Any

from tests.botapi.changes import Changes
from tests.botapi.clock import DAY, WEEK, Clock
from tests.botapi.refusals import OTHER_POLLER, WEBHOOK_CAME, WEBHOOK_SET, Refusal, conflict

LONGEST_POLL = 50
FAR = 1000
AHEAD = 10  # an offset further past the end than this is taken for a mistake and ignored


@dataclass(frozen=True, slots=True)
class Queued:
    """One update that waits to be confirmed, and when it happened."""

    update_id: int
    at: float
    update: dict[str, Any]


class Queue:
    """The updates of one bot. Ids rise by one, and start anew at random after a quiet week."""

    def __init__(self, clock: Clock, dice: random.Random) -> None:
        self._clock = clock
        self._dice = dice
        self._waiting: deque[Queued] = deque()
        self._next_id = dice.randrange(10_000, 1_000_000_000)
        self._last_at = clock.now()
        self._arrivals = Changes()
        self._poll: asyncio.Future[Refusal] | None = None
        self.allowed: tuple[str, ...] = ()
        self.webhook = ""

    def put(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update and return its id; None when the bot asked not to get this kind."""
        if self.allowed and kind not in self.allowed:
            return None
        now = self._clock.now()
        self._expire(now)
        if now - self._last_at >= WEEK and not self._waiting:
            self.renumber()
        update_id, self._next_id, self._last_at = self._next_id, self._next_id + 1, now
        self._waiting.append(Queued(update_id, now, {"update_id": update_id, kind: content}))
        self._arrivals.note()
        return update_id

    def renumber(self, next_id: int | None = None) -> None:
        """Number the next update anew: as told, or at random and away from the old numbers."""
        old, chosen = self._next_id, next_id
        while chosen is None:
            drawn = self._dice.randrange(10_000, 1_000_000_000)
            chosen = drawn if abs(drawn - old) > FAR else None
        self._next_id = chosen

    def pending(self) -> list[dict[str, Any]]:
        self._expire(self._clock.now())
        return [queued.update for queued in self._waiting]

    def drop(self) -> None:
        self._waiting.clear()

    def watch_webhook(self, url: str) -> None:
        """A webhook was set (or taken away with ""); a poll under way ends with a conflict."""
        self.webhook = url
        if url:
            self._end_poll(conflict(WEBHOOK_CAME))

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """One getUpdates: confirms below `offset`, then waits up to `timeout` for something."""
        if self.webhook:
            raise conflict(WEBHOOK_SET)
        self._end_poll(conflict(OTHER_POLLER))
        self._confirm(offset)
        mine: asyncio.Future[Refusal] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            await self._await_arrival(mine, min(timeout, LONGEST_POLL))
        finally:
            if self._poll is mine:
                self._poll = None
        return self.pending()[: min(max(limit, 1), 100)]

    async def _await_arrival(self, mine: asyncio.Future[Refusal], timeout: float) -> None:
        if timeout > 0 and not self.pending():
            arrival = asyncio.ensure_future(self._arrivals.wait(self._arrivals.revision, timeout))
            ends: list[asyncio.Future[Any]] = [arrival, mine]
            try:
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            finally:
                arrival.cancel()
        if mine.done():
            raise mine.result()

    def _end_poll(self, refusal: Refusal) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(refusal)

    def _confirm(self, offset: int) -> None:
        """An offset far past the end confirms nothing: Telegram then serves from the head."""
        if offset < 0:
            for _ in range(max(len(self._waiting) + offset, 0)):
                self._waiting.popleft()
        elif offset <= self._next_id + AHEAD:
            while self._waiting and self._waiting[0].update_id < offset:
                self._waiting.popleft()

    def _expire(self, now: float) -> None:
        while self._waiting and now - self._waiting[0].at >= DAY:
            self._waiting.popleft()
