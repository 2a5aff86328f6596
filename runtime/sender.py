"""Sends one bot's outbox: in order within a chat, chats side by side, within Telegram's limits."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from telegram import Bot as Telegram

from flowbook.errors import StoreError
from flowbook.events import MessageSent
from flowbook.stimuli import NotDelivered
from flowbook.store import Store
from flowbook.store.connection import FAULTS, store_error
from flowbook.store.inbox import put_stimulus
from flowbook.store.outbox import (
    EDIT,
    STAFF,
    TAP,
    Outgoing,
    drop_queued,
    mark_queued,
    mark_sending,
    mark_settled,
    message_id_of,
    queued,
    queued_before,
    settled_since,
)
from flowbook.store.values import now
from runtime.limits import GROUP_SECONDS, Pace
from runtime.logs import logger
from runtime.metrics import MESSAGES, REPLY
from runtime.sending import Result, Sending
from runtime.waiting import wait_for

MOST_AT_ONCE = 24
MOST_HELD = 2000
"""Rows in memory; a long broadcast stays in the database until its turn comes near."""
LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class Lane:
    """What one chat is to be sent, and the answers to its taps, which wait for nothing."""

    rows: deque[Outgoing] = field(default_factory=deque)
    busy: bool = False
    not_before: float = 0.0


@dataclass(slots=True)
class Sender:
    """`arrived` is called when something has come of it for the worker; `revoked` when the token is void."""

    bot: str
    telegram: Telegram
    store: Store
    arrived: Callable[[], None]
    revoked: Callable[[], None]
    pace: Pace = field(default_factory=Pace)
    lanes: dict[str, Lane] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    read: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    failures: int = 0

    async def run(self) -> None:
        """Until it is cancelled; what is on its way by then is finished by `finish`."""
        with suppress(*FAULTS):
            self._recall_pace()
        while True:
            self.wake.clear()
            try:
                self._read_queues()
            except FAULTS as error:
                logger().error("cannot read what is to be sent", bot=self.bot, why=str(store_error(error)))
                await asyncio.sleep(1.0)
                continue
            await wait_for(self.wake, self._start_what_may_go())

    async def finish(self, seconds: float) -> None:
        """Let what is on its way arrive; what does not in time is found in doubt at the next start."""
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=seconds)
        for task in self.tasks:
            task.cancel()

    def _recall_pace(self) -> None:
        """Telegram goes on counting while a program is killed and started anew."""
        at, clock = asyncio.get_running_loop().time(), now()
        for settled, row in settled_since(self.store, self.bot, clock - timedelta(seconds=GROUP_SECONDS)):
            ago = max((clock - settled).total_seconds(), 0.0)
            self.pace.take(row.chat, at - ago, messages_of(row))

    def _read_queues(self) -> None:
        for urgent in (True, False):
            if len(self.held) < MOST_HELD:
                for row in queued(self.store, self.bot, urgent, self.read[urgent]):
                    self.read[urgent] = row.id
                    self._hold(row)

    def _hold(self, row: Outgoing) -> None:
        """With whatever the same chat is to be sent first, from either queue."""
        if row.id in self.held:
            return
        lane = self.lanes.setdefault(_lane_of(row), Lane())
        earlier = [one for one in queued_before(self.store, row) if _lane_of(one) == _lane_of(row)]
        for one in (*earlier, row):
            if one.id not in self.held:
                self.held.add(one.id)
                lane.rows.append(one)

    def _start_what_may_go(self) -> float:
        """Start every row whose turn it is; returns the seconds until the next one may go."""
        at = asyncio.get_running_loop().time()
        ready = [(lane.rows[0], key, lane) for key, lane in self.lanes.items() if lane.rows and not lane.busy]
        ready.sort(key=lambda one: (not one[0].urgent, one[0].id))
        soonest = 1.0
        for row, key, lane in ready:
            delay = max(self._delay(row, at), lane.not_before - at)
            if delay > 0:
                soonest = min(soonest, delay)
            elif len(self.tasks) < MOST_AT_ONCE:
                self._start(row, key, lane, at)
        return soonest

    def _delay(self, row: Outgoing, at: float) -> float:
        if row.kind == TAP:
            return 0.0
        messages = messages_of(row)
        return max(self.pace.wait_chat(row.chat, at, messages), self.pace.wait_overall(at, messages))

    def _start(self, row: Outgoing, key: str, lane: Lane, at: float) -> None:
        lane.busy = True
        if row.kind != TAP:
            self.pace.take(row.chat, at, messages_of(row))
        task = asyncio.create_task(self._send(row, key, lane))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _send(self, row: Outgoing, key: str, lane: Lane) -> None:
        try:
            await self._settle_surely(row, lane, await self._carry_out(row))
        finally:
            lane.busy = False
            if not lane.rows:
                self.lanes.pop(key, None)
            self.wake.set()

    async def _carry_out(self, row: Outgoing) -> Result:
        """A row that no call can be made of fails alone, and does not hold up its chat for ever."""
        begun = partial(mark_sending, self.store, row.id)
        try:
            return await Sending(self.telegram, row, self._edited(row), begun).carry_out()
        except FAULTS as error:
            logger().error("cannot read what is to be sent", row=row.id, why=str(store_error(error)))
            return Result("again", str(store_error(error)))
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            logger().error("cannot send", bot=self.bot, row=row.id, why=repr(error), exc_info=error)
            return Result("failed", f"It could not be sent: {error!r}")

    def _edited(self, row: Outgoing) -> int | None:
        event = row.event()
        replaced = getattr(event, "replaces", "")
        if row.kind != EDIT or not replaced or row.customer is None:
            return None
        return message_id_of(self.store, row.customer, self.bot, replaced)

    async def _settle_surely(self, row: Outgoing, lane: Lane, result: Result) -> None:
        """Again and again while it cannot be stored: to send it once more for that would be wrong."""
        while True:
            try:
                return self._settle(row, lane, result)
            except StoreError as error:
                logger().error("cannot store what was sent", row=row.id, why=str(error))
            await asyncio.sleep(1.0)

    def _settle(self, row: Outgoing, lane: Lane, result: Result) -> None:
        if result.state == "again":
            self._again(row, lane, result)
            return
        with self.store.transaction():
            mark_settled(self.store, row.id, result.state, result.why, result.number)
            if result.state == "failed":
                self._failed(row, result)
        MESSAGES.labels(self.bot, result.state).inc()
        if row.urgent and result.state == "sent":
            REPLY.observe((now() - row.created).total_seconds())
        self.failures = 0
        self.held.discard(lane.rows.popleft().id)
        if result.blocked:
            self.held.difference_update(one.id for one in lane.rows)
            lane.rows.clear()
        if result.state in ("doubt", "failed"):
            logger().warning("not sent", bot=self.bot, row=row.id, state=result.state, why=result.why)

    def _again(self, row: Outgoing, lane: Lane, result: Result) -> None:
        at = asyncio.get_running_loop().time()
        with self.store.transaction():
            mark_queued(self.store, row.id)
        if result.revoked:
            self.revoked()
        if result.after is not None:
            self.pace.pause(row.chat, result.after, at)
            return
        self.failures += 1
        lane.not_before = at + min(LONGEST_PAUSE, 0.25 * 2 ** min(self.failures, 10))

    def _failed(self, row: Outgoing, result: Result) -> None:
        """The flow hears of it, and goes on by “could not be delivered”."""
        if result.blocked:
            drop_queued(self.store, self.bot, row.chat, result.why)
        if row.customer and row.kind != STAFF and (row.key or result.blocked):
            stimulus = NotDelivered(row.key, result.why, result.blocked)
            put_stimulus(self.store, row.customer, stimulus, now(), self.bot)
            self.arrived()


def messages_of(row: Outgoing) -> int:
    """As Telegram counts: an album is as many as it has pictures."""
    event = row.event() if '"album"' in row.body else None
    return 1 + len(event.message.album) if isinstance(event, MessageSent) else 1


def _lane_of(row: Outgoing) -> str:
    return f"{row.chat}/taps" if row.kind == TAP else row.chat
