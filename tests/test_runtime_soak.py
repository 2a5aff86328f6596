"""A day of a salon's bot in simulated time, in one process: what it takes when it ends is what it took."""

from __future__ import annotations

import gc
import random
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from flowbook.store.inbox import forget_old
from flowbook.store.outbox import mark_settled, queued
from flowbook.store.publishing import publish
from runtime.memory import Memory
from tests.runtime_process import booking
from tests.test_runtime_worker import Desk

TURN = timedelta(minutes=1)
PEOPLE, ROOM, EACH = 200, 60, 4
SLACK = 0.5
"""MiB that the last hours may take more than the first ones: caches of Python's and SQLite's own."""


class Day:
    """People come at random, forget what they wanted, and come back; most go through to the end."""

    def __init__(self, data: Path) -> None:
        self.desk = Desk(data)
        self.desk.worker.memory = Memory(ROOM)
        publish(self.desk.store, booking(delay_seconds=900), [self.desk.bot])
        self.dice = random.Random(5)
        self.worked = self.sent = 0

    def hour(self) -> float:
        """Lives through one and returns MiB in use at its end."""
        for _ in range(int(timedelta(hours=1) / TURN)):
            for _ in range(EACH):
                self.desk.say(self.dice.choice(("/start", "Mia", "Haircut")), self.dice.randrange(PEOPLE) + 1)
            self.worked += self.desk.work(TURN.total_seconds())
            self._send()
        forget_old(self.desk.store, self.desk.at)
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / 2**20

    def _send(self) -> None:
        for urgent in (True, False):
            for row in queued(self.desk.store, self.desk.bot, urgent):
                mark_settled(self.desk.store, row.id, "sent", number=row.id)
                self.sent += 1


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param(2, id="2 hours"),
        pytest.param(24, id="24 hours", marks=[pytest.mark.long, pytest.mark.timeout(1800)]),
    ],
)
def test_memory_is_flat(tmp_path: Path, hours: int, record_property: Callable[[str, object], None]) -> None:
    day = Day(tmp_path / "data")
    tracemalloc.start()
    try:
        taken = [day.hour() for _ in range(hours)]
    finally:
        tracemalloc.stop()
    told = " ".join(f"{one:.2f}" for one in taken)
    record_property(
        "figures", f"{hours} simulated hours, {day.worked:,} steps, {day.sent:,} sent; MiB each hour: {told}"
    )
    assert day.sent > hours * 100
    assert taken[-1] - taken[1] < SLACK
