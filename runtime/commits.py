"""One commit for all that is to be written at the same moment, and one wait for the disk for all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from flowbook.store import Store
from flowbook.store.connection import is_outside


@dataclass(frozen=True, slots=True)
class _Wish:
    deed: Callable[[], object]
    done: asyncio.Future[None]


@dataclass(slots=True)
class Commits:
    """A commit is quick: it is written, and a killed program loses nothing of it. That a power cut takes
    nothing of it either is waited for in a thread, while everything else goes on. However slow the disk is,
    what waits is never more than two waits away."""

    store: Store
    wishes: list[_Wish] = field(default_factory=list)
    unsynced: list[asyncio.Future[None]] = field(default_factory=list)
    syncing: asyncio.Task[None] | None = None
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "disk"))
    """Its own: those of the event loop may all be busy with names that nobody resolves."""

    async def carry_out(self, deed: Callable[[], object], *, on_disk: bool = True) -> None:
        """Once it is committed, and on the disk; raises what the deed or the database raises, and then
        nothing of it counts."""
        loop = asyncio.get_running_loop()
        wish = _Wish(deed, loop.create_future())
        if not self.wishes:
            loop.call_soon(self._commit)
        self.wishes.append(wish)
        await wish.done
        if on_disk:
            await self.synced()

    async def synced(self) -> None:
        """Once the disk has all that is committed by now. Raises StoreError."""
        done = asyncio.get_running_loop().create_future()
        self.unsynced.append(done)
        if self.syncing is None or self.syncing.done():
            self.syncing = asyncio.create_task(self._sync())
        await done

    async def _sync(self) -> None:
        """Whoever comes while the disk is waited for may have committed too late for it: once more then."""
        while self.unsynced:
            waiting, self.unsynced = self.unsynced, []
            fault: Exception | None = None
            try:
                await asyncio.get_running_loop().run_in_executor(self.thread, self.store.sync)
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                fault = error
            for one in waiting:
                _settle(one, fault)

    def _commit(self) -> None:
        wishes = [wish for wish in self.wishes if not wish.done.done()]
        self.wishes = []
        if wishes:
            self._write(wishes)

    def _write(self, wishes: list[_Wish]) -> None:
        """All together; where that cannot be for one of them, each alone, so that it fails alone."""
        fault: Exception | None = None
        try:
            with self.store.transaction(on_disk=False):
                for wish in wishes:
                    wish.deed()
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            fault = error
        if fault and len(wishes) > 1 and not is_outside(fault):
            for wish in wishes:
                self._write([wish])
            return
        for wish in wishes:
            _settle(wish.done, fault)


def _settle(done: asyncio.Future[None], fault: Exception | None) -> None:
    if done.done():
        return
    if fault is None:
        done.set_result(None)
    else:
        done.set_exception(fault)
