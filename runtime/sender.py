"""Sends one bot's outbox: in order within a chat, chats side by side, within Telegram's limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from telegram import Bot as Telegram
from telegram.constants import ChatAction
from telegram.error import TelegramError

from flowbook.store import Store
from flowbook.store.connection import FAULTS, store_error
from flowbook.store.outbox import TAP, Outgoing, settled_since
from flowbook.store.settling import settle_left
from flowbook.store.values import now
from runtime.commits import Commits
from runtime.delivery import Delivery
from runtime.lanes import Lane, Lanes, messages_of, typing_of
from runtime.limits import GROUP_SECONDS, Pace
from runtime.logs import logger
from runtime.sending import Result
from runtime.waiting import wait_for
from runtime.wire import Wire

MOST_AT_ONCE, MOST_OF_OTHERS = 30, 24
"""The rest is for answers: where Telegram is slow, what nobody waits for must not take all the room."""
LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class Sender:
    """`arrived` is called when something has come of it for the worker; `revoked` when the token is void."""

    bot: str
    telegram: Telegram
    store: Store
    arrived: Callable[[], None]
    revoked: Callable[[], None]
    pace: Pace = field(default_factory=Pace)
    wire: Wire = field(default_factory=Wire)
    commits: Commits = field(init=False)
    lanes: Lanes = field(init=False)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    failures: int = 0

    def __post_init__(self) -> None:
        self.commits = Commits(self.store)
        self.lanes = Lanes(self.store, self.bot)

    async def run(self) -> None:
        """Until it is cancelled; what is on its way by then is finished by `finish`."""
        await self._settle_left()
        with suppress(*FAULTS):
            self._recall_pace()
        while True:
            self.wake.clear()
            try:
                self.lanes.fill()
            except FAULTS as error:
                logger().error("cannot read what is to be sent", bot=self.bot, why=str(store_error(error)))
                await asyncio.sleep(1.0)
                continue
            await wait_for(self.wake, self._start_what_may_go())

    async def finish(self, seconds: float) -> None:
        """Let what is on its way arrive; what does not in time is in doubt."""
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=seconds)
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._settle_left()

    async def _settle_left(self) -> None:
        """Where it cannot be stored now, the bot's next start settles it."""
        try:
            await self.commits.carry_out(partial(settle_left, self.store, self.bot), on_disk=False)
        except FAULTS as error:
            logger().error("cannot store what was left", bot=self.bot, why=str(store_error(error)))

    def _recall_pace(self) -> None:
        """Telegram goes on counting while a program is killed and started anew."""
        at, clock = asyncio.get_running_loop().time(), now()
        for settled, row in settled_since(self.store, self.bot, clock - timedelta(seconds=GROUP_SECONDS)):
            ago = max((clock - settled).total_seconds(), 0.0)
            self.pace.take(row.chat, at - ago, messages_of(row))

    def _start_what_may_go(self) -> float:
        """Start every row whose turn it is; returns the seconds until the next one may go."""
        at = asyncio.get_running_loop().time()
        taps, answers, others = self.lanes.ready()
        return min(1.0, *(self._start_in_order(lanes, at) for lanes in (taps, answers, others)))

    def _start_in_order(self, lanes: list[Lane], at: float) -> float:
        """Of rows that are as urgent as each other. Thousands may wait for the bot's own limit: what each
        chat has to wait is only asked while that has room."""
        soonest = 1.0
        while lanes:
            overall = self._wait_overall(lanes[0].rows[0], at)
            if overall > 0:
                return min(soonest, overall)
            lanes.sort(key=lambda lane: -lane.rows[0].id)
            soonest = min(soonest, self._start_next(lanes, at))
        return soonest

    def _start_next(self, lanes: list[Lane], at: float) -> float:
        """The next one that may, those before it taken off; returns the least of what those have to wait."""
        soonest, room = 1.0, MOST_AT_ONCE if lanes[0].rows[0].urgent else MOST_OF_OTHERS
        while lanes and len(self.tasks) < room:
            lane = lanes.pop()
            delay = self._delay(lane.rows[0], lane, at)
            if delay <= 0:
                self._start(lane.rows[0], lane, at)
                break
            soonest = min(soonest, delay)
        else:
            lanes.clear()
        return soonest

    def _wait_overall(self, row: Outgoing, at: float) -> float:
        return 0.0 if row.kind == TAP else self.pace.wait_overall(at, urgent=bool(row.urgent))

    def _delay(self, row: Outgoing, lane: Lane, at: float) -> float:
        if row.kind == TAP:
            return lane.not_before - at
        messages = messages_of(row)
        overall = self.pace.wait_overall(at, messages, bool(row.urgent))
        return max(overall, self.pace.wait_chat(row.chat, at, messages), lane.not_before - at)

    def _start(self, row: Outgoing, lane: Lane, at: float) -> None:
        lane.busy = True
        typing = 0.0 if lane.typed == row.id else typing_of(row)
        if typing:
            # It counts for nothing and holds up nobody else: only then the message's own turn comes.
            lane.typed = row.id
        elif row.kind != TAP:
            self.pace.begin(row.chat, at, messages_of(row), bool(row.urgent))
        task = asyncio.create_task(self._type(row, lane, typing) if typing else self._send(row, lane))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _type(self, row: Outgoing, lane: Lane, seconds: float) -> None:
        """A nicety: whether it works makes no difference. It counts from when it has surely been seen."""
        try:
            with suppress(TelegramError):
                await self.telegram.send_chat_action(row.chat, ChatAction.TYPING)
            lane.not_before = asyncio.get_running_loop().time() + seconds
        finally:
            self.lanes.leave(lane)
            self.wake.set()

    async def _send(self, row: Outgoing, lane: Lane) -> None:
        delivery = Delivery(self.telegram, self.store, self.commits, self.wire, row)
        try:
            result = await self._carry_out_counted(delivery)
            await delivery.settle(result)
            self._go_on(row, lane, result)
        finally:
            self.wire.come_back(row.id)
            self.lanes.leave(lane)
            self.wake.set()

    async def _carry_out_counted(self, delivery: Delivery) -> Result:
        row = delivery.row
        try:
            return await delivery.carry_out()
        finally:
            if row.kind != TAP:
                self.pace.end(row.chat, asyncio.get_running_loop().time(), messages_of(row))

    def _go_on(self, row: Outgoing, lane: Lane, result: Result) -> None:
        """Once what came of it is stored."""
        if result.state == "again":
            self._put_off(row, lane, result)
            return
        self.failures = 0
        self.lanes.finish(lane, all_of_it=result.blocked)
        if result.state in ("doubt", "failed"):
            self.arrived()

    def _put_off(self, row: Outgoing, lane: Lane, result: Result) -> None:
        at = asyncio.get_running_loop().time()
        if result.after is None:
            self.failures += 1
            lane.not_before = at + min(LONGEST_PAUSE, 0.25 * 2 ** min(self.failures, 10))
        else:
            lane.not_before = at + result.after
            if row.kind != TAP:
                # The answer to a tap is no message, and tells nothing of how many of those may come.
                self.pace.pause(row.chat, result.after, at)
        if result.revoked:
            with suppress(*FAULTS):  # said again at the next try
                self.revoked()
