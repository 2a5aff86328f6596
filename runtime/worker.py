"""Works on what has arrived and on timers that are due: dispatch and all that follows, in one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from flowbook.errors import FlowbookError
from flowbook.setting import Setting
from flowbook.store import Store
from flowbook.store.connection import FAULTS, is_damaged, is_outside, store_error
from flowbook.store.inbox import forget_old, new_arrivals
from flowbook.store.library import setting
from flowbook.store.plannings import mark_planned, next_to_plan
from flowbook.store.resuming import restored_at
from flowbook.store.timers import due_timers
from flowbook.store.values import now
from runtime.failures import Failures
from runtime.jobs import Due, Job, Planning, incoming
from runtime.logs import logger
from runtime.memory import Memory
from runtime.metrics import STEPS
from runtime.round import Round
from runtime.steps import NotReady, Steps
from runtime.waiting import wait_for

BATCH = 100
PAUSE = 0.2
"""Seconds between two looks at what other programs have put into the inbox, and at timers."""
TROUBLE_PAUSE = 1.0
CLEANING = 3600.0
Failure = tuple[Job, Exception]


@dataclass(slots=True)
class Worker:
    """`carried` is called after a commit that may have put something into the outbox or made calls. `stuck`
    are bots whose flows cannot be read now, `late` their timers; `trouble` is why nothing can be stored."""

    store: Store
    carried: Callable[[], None]
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    memory: Memory = field(default_factory=Memory)
    rounds: list[Round] = field(default_factory=list)
    settings: dict[str, Setting] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    failures: Failures = field(init=False)
    stuck: set[str] = field(default_factory=set)
    late: set[tuple[str, str]] = field(default_factory=set)
    cleaned_at: float = 0.0
    turned_at: float = 0.0
    trouble: str = ""

    def __post_init__(self) -> None:
        self.failures = Failures(self.store)

    async def run(self, may_fire: asyncio.Event) -> None:
        """Until it is cancelled, which it notices between two batches. Timers wait for `may_fire`: an answer
        that came while the program was down goes before the time-out that came after it. Raises StoreError
        when the file is damaged: to go on would make it worse."""
        while True:
            self.wake.clear()
            self.turned_at = asyncio.get_running_loop().time()
            try:
                # What came is on the disk before Telegram is told so, and what is decided before anything of
                # it leaves this machine: until then a power cut only lets it be decided once more.
                worked = self.work(now(), timers=may_fire.is_set(), on_disk=False)
                self.trouble = ""
                if worked:
                    self.carried()
                    await asyncio.sleep(0)
                else:
                    await self._rest()
            except FAULTS as fault:
                error = store_error(fault)
                if is_damaged(fault):
                    raise error from fault
                self.trouble = str(error)
                logger().error("cannot work", why=self.trouble)
                await asyncio.sleep(TROUBLE_PAUSE)

    def work(self, at: datetime, timers: bool = True, on_disk: bool = True) -> int:
        """One batch, one commit, on the disk or only written; returns how much was done. Raises StoreError
        when nothing can be stored."""
        self.fresh.clear()
        self._look_again()
        arrivals = new_arrivals(self.store, BATCH, without=self.stuck)
        jobs = [*map(incoming, arrivals), *(self._due(at) if timers else ())]
        planned = None if jobs else next_to_plan(self.store)
        if not jobs and planned is None:
            return 0
        known = len(self.stuck) + len(self.late)
        self.rounds.clear()
        with self.store.transaction(on_disk=on_disk):
            done = self._plan(*planned, at) if planned else self._carry_out(jobs, at, set())
        for batch in self.rounds:
            batch.remember()
        if not done and len(self.stuck) + len(self.late) > known:
            # A whole batch of a bot that cannot be served; others may stand behind it.
            return self.work(at, timers, on_disk)
        STEPS.inc(done)
        return done

    def setting(self, bot: str) -> Setting:
        """As it was at the beginning of the batch; as it last was, when it cannot be read now. Raises
        NotReady when it never could."""
        if bot in self.fresh:
            return self.settings[bot]
        try:
            self.settings[bot] = setting(self.store, bot)
            self.told.pop(bot, None)
            self.fresh.add(bot)
        except FlowbookError as error:
            if is_outside(error):
                raise
            if self.told.get(bot) != str(error):
                logger().error("flows cannot be read", bot=bot, why=str(error))
                self.told[bot] = str(error)
        if bot not in self.settings:
            raise NotReady(bot)
        return self.settings[bot]

    def _look_again(self) -> None:
        """Whether bots whose flows could not be read can be served by now."""
        for bot in list(self.stuck):
            with suppress(NotReady):
                self.setting(bot)
                self.stuck.discard(bot)
        if not self.stuck:
            self.late.clear()

    def _due(self, at: datetime) -> list[Due]:
        """The timers of stuck bots left out, so that they hold up nobody else's."""
        found = due_timers(self.store, at, BATCH + len(self.late))
        return [Due(*one) for one in found if one not in self.late][:BATCH]

    async def _rest(self) -> None:
        if await wait_for(self.wake, PAUSE):
            return
        at = asyncio.get_running_loop().time()
        if at - self.cleaned_at > CLEANING:
            self.cleaned_at = at
            forget_old(self.store, now())

    def _carry_out(self, jobs: Sequence[Job], at: datetime, behind: set[str]) -> int:
        """All of them together; where that cannot be, one by one, so that only the culprit's is undone.
        `behind` are chats of which one has failed: what else came from them waits for its next try."""
        try:
            with self.store.transaction():
                batch = Round(self.store, self.memory, at)
                batch.gather(jobs)
                done, failed, late = self._play(batch, jobs, behind)
                batch.write()
        except Exception as error:
            if is_outside(error):
                raise
            if len(jobs) > 1:
                return sum(self._carry_out([job], at, behind) for job in jobs)
            done, failed, late = 0, [(jobs[0], error)], {jobs[0].whose}
        else:
            self.rounds.append(batch)
        behind |= late - {""}
        return done + sum(self.failures.take(job, error, at) for job, error in failed)

    def _play(
        self, batch: Round, jobs: Sequence[Job], behind: set[str]
    ) -> tuple[int, list[Failure], set[str]]:
        """How many went well, those that failed, and whose others wait now."""
        steps = Steps(self.setting, batch.now, restored_at(self.store))
        done, failed, waiting = 0, list[Failure](), set(behind)
        for job in jobs:
            if waiting and job.whose in waiting - {""}:
                continue
            try:
                batch.keep(job, steps.take(job, batch.whom(job)))
                done += 1
            except NotReady as bot:
                self._put_off(job, str(bot))
                waiting.add(job.whose)
            except Exception as error:
                if is_outside(error):
                    raise
                failed.append((job, error))
                waiting.add(job.whose)
        return done, failed, waiting

    def _put_off(self, job: Job, bot: str) -> None:
        self.stuck.add(bot)
        if isinstance(job, Due):
            self.late.add((job.customer, job.timer))

    def _plan(self, bot: str, customers: list[str], at: datetime) -> int:
        """The same customers again when the bot's flows cannot be read now."""
        self._carry_out([Planning(bot, customer) for customer in customers], at, set())
        if bot in self.stuck:
            return 0
        mark_planned(self.store, bot, customers)
        return 1
