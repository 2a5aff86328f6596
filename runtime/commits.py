"""One commit for all that is to be written at the same moment, whoever wants it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from flowbook.store import Store
from flowbook.store.connection import is_outside


@dataclass(frozen=True, slots=True)
class _Wish:
    deed: Callable[[], None]
    on_disk: bool
    done: asyncio.Future[None]


@dataclass(slots=True)
class Commits:
    """While the disk takes its milliseconds for one commit, wishes gather for the next: however slow it is,
    what waits is never more than two commits away."""

    store: Store
    wishes: list[_Wish] = field(default_factory=list)

    async def carry_out(self, deed: Callable[[], None], *, on_disk: bool = True) -> None:
        """Once it is committed; raises what the deed or the database raises, and then nothing of it counts.
        Without `on_disk` a killed program loses nothing of it, but a power cut may."""
        loop = asyncio.get_running_loop()
        wish = _Wish(deed, on_disk, loop.create_future())
        if not self.wishes:
            loop.call_soon(self._commit)
        self.wishes.append(wish)
        await wish.done

    def _commit(self) -> None:
        wishes = [wish for wish in self.wishes if not wish.done.done()]
        self.wishes = []
        if wishes:
            self._write(wishes)

    def _write(self, wishes: list[_Wish]) -> None:
        """All together; where that cannot be for one of them, each alone, so that it fails alone."""
        try:
            with self.store.transaction(on_disk=any(wish.on_disk for wish in wishes)):
                for wish in wishes:
                    wish.deed()
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            if len(wishes) > 1 and not is_outside(error):
                for wish in wishes:
                    self._write([wish])
                return
            for wish in wishes:
                wish.done.set_exception(error)
        else:
            for wish in wishes:
                wish.done.set_result(None)
