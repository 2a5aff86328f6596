"""The whole runtime in a process of its own for many messages: the memory it takes stays what it was."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flowbook.store import Store, open_store
from flowbook.store.inbox import count_waiting
from flowbook.store.publishing import publish
from tests.botapi import Customer, FarBotapi, spawned
from tests.crowd import wait_while_it_moves
from tests.runtime_process import RuntimeProcess, booking, register

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]

BOTS, PEOPLE, RATE = 10, 400, 60
PARTS, SECONDS = 6, 40.0
WORDS = ("/start", "Mia", "Haircut")
SLACK = 1.5
"""MiB that the last part may take more than the second, when its caches of customers and pages are full. Some
7,000 messages go out in between: 220 bytes that stay of each are noticed."""


class Town:
    """Many who write to some bots, as fast as two cores take it, and never stop to think."""

    def __init__(self, botapi: FarBotapi, data: Path) -> None:
        self.store: Store = open_store(data)
        self.runtime = RuntimeProcess(data)
        self.control, self.dice = botapi.control, random.Random(7)
        bots = [register(self.store, botapi, f"soak{n}_bot") for n in range(BOTS)]
        publish(self.store, booking(delay_seconds=5), [bot.id for bot in bots])
        names = [bot.username for bot in bots]
        self.people: list[Customer] = [self.control.customer(f"P{n}", names[n % BOTS]) for n in range(PEOPLE)]
        self.said = 0

    def live(self, seconds: float) -> float:
        """Talks for so long, waits until all is answered, and returns the process's MiB."""
        begun, said = time.monotonic(), 0
        while (spent := time.monotonic() - begun) < seconds:
            due = int(spent * RATE) - said
            self.control.do_many([self._word() for _ in range(due)])
            said += due
            time.sleep(0.2)
        self.said += said
        wait_while_it_moves(self._left)
        assert self.runtime.process is not None
        return resident(self.runtime.process.pid)

    def sent(self) -> int:
        return self._count("state = 'sent'")

    def _word(self) -> dict[str, object]:
        one = self.dice.choice(self.people)
        return {"deed": "say", "person_id": one.id, "bot": one.bot, "text": self.dice.choice(WORDS)}

    def _left(self) -> int:
        return count_waiting(self.store) + self._count("state IN ('queued', 'sending', 'leaving')")

    def _count(self, where: str) -> int:
        return int(self.store.conn.execute(f"SELECT count(*) FROM outbox WHERE {where}").fetchone()[0])


def resident(pid: int) -> float:
    """MiB of real memory."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with spawned() as botapi:
        found = Town(botapi, tmp_path / "data")
        found.runtime.start()
        yield found
        found.runtime.end()
        found.store.close()


@pytest.mark.timeout(1200)
def test_the_process_stays_as_large_as_it_was(
    town: Town, record_property: Callable[[str, object], None]
) -> None:
    taken = [town.live(SECONDS) for _ in range(PARTS)]
    told = " ".join(f"{one:.1f}" for one in taken)
    record_property(
        "figures", f"{BOTS} bots, {town.said:,} words said, {town.sent():,} sent; MiB after each part: {told}"
    )
    assert town.sent() > town.said / 2
    assert taken[-1] - taken[1] < SLACK
