"""What the runtime takes with 100,000 customers of one bot and of 20, seen from outside its process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.bars.figures import Figure
from benchmarks.bars.stage import mebibytes_of, multiply, stage, wait_until, waiting
from flowbook.store.figures import count_all
from flowbook.store.inbox import count_waiting
from flowbook.store.values import now

CUSTOMERS, TALKING = 100_000, 3_000
BAR, MANY = 90, 20


def memory(folder: Path) -> Iterator[Figure]:
    empty, used, most = _measure(folder, 1)
    talking = f"{CUSTOMERS:,} customers of whom {TALKING:,} write at once: at most"
    yield Figure("memory of the runtime when it has begun", f"{empty:.0f} MiB")
    told = f"{most:.0f} MiB, {used:.0f} at the end"
    yield Figure(f"memory of the runtime, one bot, {talking}", told, f"{BAR} MiB", most <= BAR)
    empty, used, most = _measure(folder, MANY)
    told = f"{most:.0f} MiB, {used:.0f} at the end, {empty:.0f} when it has begun"
    yield Figure(f"memory of the runtime, {MANY} bots in one process, {talking}", told)


def _measure(folder: Path, bots: int) -> tuple[float, float, float]:
    """MiB when it has begun, at the end, and at most. More people write than it keeps in memory, and more is
    to be sent than it can send."""
    with stage(folder / f"memory{bots}", bots) as ground:
        ground.play(waiting(timedelta(days=1)))
        people = ground.people(TALKING)
        ground.runtime.start()
        process = ground.runtime.process
        assert process is not None
        ground.say_all(people[:1], "later")
        wait_until(lambda: not count_waiting(ground.store) and count_all(ground.store, now()).customers, 120)
        empty = mebibytes_of(process.pid)
        multiply(ground.store, ground.bots[0], str(people[0].id), CUSTOMERS - TALKING)
        ground.say_all(people[1:], "later")
        time.sleep(2)
        wait_until(lambda: not count_waiting(ground.store), 120)
        ground.say_all(people, "hello")
        time.sleep(10)
        wait_until(lambda: not count_waiting(ground.store), 120)
        return empty, mebibytes_of(process.pid), mebibytes_of(process.pid, "VmHWM")
