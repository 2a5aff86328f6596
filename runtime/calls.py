"""Carries out what flows ask of other systems, each thing once, and hands the answers to the worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import httpx

from flowbook.stimuli import HttpAnswered
from flowbook.store import Store
from flowbook.store.calls import CALLING, DONE, WAITING, Call, is_repeatable, mark_call, open_calls
from flowbook.store.connection import FAULTS, store_error
from flowbook.store.inbox import put_stimulus
from flowbook.store.values import now
from runtime.answers import ask
from runtime.guard import Guard
from runtime.logs import logger
from runtime.waiting import wait_for

MOST_AT_ONCE = 10
PAUSE = 1.0
"""Seconds until the next look, and after a fault of the database."""
Done = TypeVar("Done")


@dataclass(slots=True)
class Caller:
    """`arrived` is called when an answer lies in the inbox."""

    store: Store
    guard: Guard
    arrived: Callable[[], None]
    client: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(trust_env=False, follow_redirects=False)
    )
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self) -> None:
        """Until it is cancelled. Calls cut off by an earlier end are settled first."""
        try:
            await self._surely(self._settle_interrupted)
            while True:
                self.wake.clear()
                self._start_waiting()
                await wait_for(self.wake, PAUSE)
        finally:
            for task in self.tasks.values():
                task.cancel()
            await self.client.aclose()

    def _start_waiting(self) -> None:
        """What this life has begun is not begun again, whatever became of it."""
        try:
            for call in open_calls(self.store, WAITING, limit=MOST_AT_ONCE):
                if call.id not in self.tasks and len(self.tasks) < MOST_AT_ONCE:
                    self._start(call)
        except FAULTS as error:
            logger().error("cannot read what is to be called", why=str(store_error(error)))

    def _start(self, call: Call) -> None:
        task = asyncio.create_task(self._carry_out(call))
        self.tasks[call.id] = task
        task.add_done_callback(lambda done: self._ended(call.id))

    def _ended(self, call: int) -> None:
        del self.tasks[call]
        self.wake.set()

    async def _carry_out(self, call: Call) -> None:
        if await self._surely(lambda: mark_call(self.store, call.id, CALLING)):
            answer = await ask(self.client, self.guard, call.request)
            await self._surely(lambda: self._answer(call, answer))

    async def _surely(self, deed: Callable[[], Done]) -> Done:
        """Again and again while it cannot be stored: to ask the other system once more because of our own
        trouble would be wrong."""
        while True:
            try:
                return deed()
            except FAULTS as error:
                logger().error("cannot store what is called", why=str(store_error(error)))
            await asyncio.sleep(PAUSE)

    def _answer(self, call: Call, answer: HttpAnswered) -> None:
        """Nobody waits for it where the customer was erased meanwhile."""
        with self.store.transaction():
            if mark_call(self.store, call.id, DONE):
                put_stimulus(self.store, call.customer, answer, now(), call.bot)
        self.arrived()

    def _settle_interrupted(self) -> None:
        """What the other system may have done already is not asked of it again."""
        for call in open_calls(self.store, CALLING, limit=-1):
            if is_repeatable(call.request):
                mark_call(self.store, call.id, WAITING)
            else:
                logger().warning("call cut off", request=call.request.request)
                self._answer(call, HttpAnswered(call.request.request, failure="timeout"))
