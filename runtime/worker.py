"""Works on what has arrived and on timers that are due: dispatch and all that follows, in one commit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from flowbook.errors import FlowbookError
from flowbook.setting import Setting
from flowbook.store import Store
from flowbook.store.connection import FAULTS, is_damaged, is_outside, store_error
from flowbook.store.inbox import (
    UPDATE,
    Arrival,
    bury,
    forget_old,
    mark_done,
    mark_failed,
    new_arrivals,
)
from flowbook.store.library import setting
from flowbook.store.plannings import mark_planned, next_to_plan
from flowbook.store.timers import drop_timers, due_timers
from flowbook.store.values import now
from runtime.bot.inbound import chat_in
from runtime.logs import logger
from runtime.metrics import STEP_FAILURES, STEPS
from runtime.steps import NotReady, Step
from runtime.waiting import wait_for

BATCH = 100
PAUSE = 0.2
"""Seconds between two looks at what other programs have put into the inbox, and at timers."""
TRIES = 3
TROUBLE_PAUSE = 1.0
CLEANING = 3600.0


@dataclass(slots=True)
class Worker:
    """`carried` is called after a commit that may have put something into the outbox or made calls. `stuck`
    are bots whose flows cannot be read now, `late` their timers; `trouble` is why nothing can be stored."""

    store: Store
    carried: Callable[[], None]
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    settings: dict[str, Setting] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    tries: dict[tuple[str, str], int] = field(default_factory=dict)
    stuck: set[str] = field(default_factory=set)
    late: set[tuple[str, str]] = field(default_factory=set)
    cleaned_at: float = 0.0
    turned_at: float = 0.0
    trouble: str = ""

    async def run(self, may_fire: asyncio.Event) -> None:
        """Until it is cancelled, which it notices between two batches. Timers wait for `may_fire`: an answer
        that came while the program was down goes before the time-out that came after it. Raises StoreError
        when the file is damaged: to go on would make it worse."""
        while True:
            self.wake.clear()
            self.turned_at = asyncio.get_running_loop().time()
            try:
                worked = self.work(now(), timers=may_fire.is_set())
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

    def work(self, at: datetime, timers: bool = True) -> int:
        """One batch, one commit; returns how much was done. Raises StoreError when nothing can be stored."""
        self.fresh.clear()
        self._look_again()
        arrivals = new_arrivals(self.store, BATCH, without=self.stuck)
        due = self._due(at) if timers else []
        planned = None if arrivals or due else next_to_plan(self.store)
        if not arrivals and not due and planned is None:
            return 0
        known = len(self.stuck) + len(self.late)
        with self.store.transaction():
            done = self._take_arrivals(arrivals, at)
            done += sum(self._fire(customer, key, at) for customer, key in due)
            done += self._plan(*planned, at) if planned else 0
        if not done and len(self.stuck) + len(self.late) > known:
            # A whole batch of a bot that cannot be served; others may stand behind it.
            return self.work(at, timers)
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

    def _due(self, at: datetime) -> list[tuple[str, str]]:
        """The timers of stuck bots left out, so that they hold up nobody else's."""
        found = due_timers(self.store, at, BATCH + len(self.late))
        return [one for one in found if one not in self.late][:BATCH]

    async def _rest(self) -> None:
        if await wait_for(self.wake, PAUSE):
            return
        at = asyncio.get_running_loop().time()
        if at - self.cleaned_at > CLEANING:
            self.cleaned_at = at
            forget_old(self.store, now())

    def _take_arrivals(self, arrivals: list[Arrival], at: datetime) -> int:
        """In order; behind one that failed, others of the same chat wait for its next try."""
        done = 0
        failed: set[str] = set()
        for arrival in arrivals:
            if failed and _whose(arrival) in failed:
                continue
            if self._take(arrival, at):
                done += 1
            else:
                failed.add(_whose(arrival))
        return done

    def _take(self, arrival: Arrival, at: datetime) -> bool:
        try:
            with self.store.transaction():
                Step(self.store, self.setting, at).take(arrival)
                mark_done(self.store, arrival)
        except NotReady as bot:
            self.stuck.add(str(bot))
            return False
        except Exception as error:  # noqa: BLE001 - one bad step must not stop the others
            self._fail(error, bot=arrival.bot, arrival=arrival.id)
            return mark_failed(self.store, arrival, repr(error), at)
        return True

    def _fire(self, customer: str, key: str, at: datetime) -> int:
        try:
            with self.store.transaction():
                Step(self.store, self.setting, at).fire(customer, key)
        except NotReady as bot:
            self.stuck.add(str(bot))
            self.late.add((customer, key))
            return 0
        except Exception as error:  # noqa: BLE001 - one bad step must not stop the others
            self._fail(error, customer=customer, timer=key)
            self.tries[customer, key] = self.tries.get((customer, key), 0) + 1
            if self.tries[customer, key] >= TRIES:
                del self.tries[customer, key]
                drop_timers(self.store, customer, [key])
                bury(self.store, Arrival(0, "", "timer", key, customer), repr(error), at)
        return 1

    def _plan(self, bot: str, customers: list[str], at: datetime) -> int:
        """The same customers again when the bot's flows cannot be read now."""
        for customer in customers:
            try:
                with self.store.transaction():
                    Step(self.store, self.setting, at).plan(bot, customer)
            except NotReady:
                return 0
            except Exception as error:  # noqa: BLE001
                self._fail(error, customer=customer, bot=bot)
        mark_planned(self.store, bot, customers)
        return 1

    def _fail(self, error: Exception, **where: object) -> None:
        """What lies outside of the step, such as a full disk, is nobody's failed try."""
        if is_outside(error):
            raise error
        STEP_FAILURES.inc()
        logger().error("step failed", why=repr(error), exc_info=error, **where)


def _whose(arrival: Arrival) -> str:
    if arrival.kind != UPDATE:
        return arrival.customer or ""
    try:
        return f"{arrival.bot}/{chat_in(json.loads(arrival.body))}"
    except (ValueError, AttributeError):
        return f"#{arrival.id}"
