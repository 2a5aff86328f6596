"""One row of the outbox on its way: marked before it leaves, carried out, and what came of it stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

from telegram import Bot as Telegram

from flowbook.errors import StoreError
from flowbook.stimuli import NotDelivered
from flowbook.store import Store
from flowbook.store.connection import FAULTS, store_error
from flowbook.store.inbox import put_stimulus
from flowbook.store.outbox import (
    EDIT,
    STAFF,
    Outgoing,
    drop_queued,
    mark_leaving,
    mark_queued,
    mark_sending,
    mark_settled,
    message_id_of,
)
from flowbook.store.values import now
from runtime.commits import Commits
from runtime.faults import BROKEN
from runtime.logs import logger
from runtime.metrics import MESSAGES, REPLY
from runtime.sending import Result, Sending
from runtime.wire import Wire


@dataclass(frozen=True, slots=True)
class Delivery:
    telegram: Telegram
    store: Store
    commits: Commits
    wire: Wire
    row: Outgoing

    async def carry_out(self) -> Result:
        """A row that no call can be made of fails alone, and does not hold up its chat for ever."""
        try:
            return await Sending(self.telegram, self.row, self._edited(), self._leave).carry_out()
        except FAULTS as error:
            logger().error("cannot read what is to be sent", row=self.row.id, why=str(store_error(error)))
            return Result("again", str(store_error(error)))
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            logger().error("cannot send", bot=self.row.bot, row=self.row.id, why=repr(error), exc_info=error)
            return Result("failed", f"{BROKEN} ({error!r})")

    async def settle(self, result: Result) -> None:
        """Tried until it is stored: to send it once more for that would be wrong. A row whose end a power cut
        takes is found under way, and so in doubt: it is never sent twice."""
        while True:
            try:
                await self.commits.carry_out(partial(self._store, result), on_disk=False)
            except StoreError as error:
                logger().error("cannot store what was sent", row=self.row.id, why=str(error))
                await asyncio.sleep(1.0)
            else:
                break
        self._tell(result)

    async def _leave(self) -> None:
        """What was only marked goes again after a kill; what was leaving is in doubt."""
        await self.commits.carry_out(partial(mark_sending, self.store, self.row.id))
        await self.wire.leave(self.row.bot, self.row.id)
        await self.commits.carry_out(partial(mark_leaving, self.store, self.row.id), on_disk=False)

    def _edited(self) -> int | None:
        row = self.row
        replaced = getattr(row.event(), "replaces", "")
        if row.kind != EDIT or not replaced or row.customer is None:
            return None
        return message_id_of(self.store, row.customer, row.bot, replaced)

    def _store(self, result: Result) -> None:
        if result.state == "again":
            mark_queued(self.store, self.row.id)
            return
        mark_settled(self.store, self.row.id, result.state, result.why, result.number)
        if result.state == "failed":
            self._fail(result)

    def _fail(self, result: Result) -> None:
        """The flow hears of it, and goes on by “could not be delivered”."""
        row = self.row
        if result.blocked:
            drop_queued(self.store, row.bot, row.chat, result.why)
        if row.customer and row.kind != STAFF and (row.key or result.blocked):
            stimulus = NotDelivered(row.key, result.why, result.blocked)
            put_stimulus(self.store, row.customer, stimulus, now(), row.bot)

    def _tell(self, result: Result) -> None:
        if result.state == "again":
            return
        MESSAGES.labels(self.row.bot, result.state).inc()
        if self.row.urgent and result.state == "sent":
            REPLY.observe((now() - self.row.created).total_seconds())
        if result.state in ("doubt", "failed"):
            logger().warning(
                "not sent", bot=self.row.bot, row=self.row.id, state=result.state, why=result.why
            )
