"""How long somebody waits for an answer, at 30 messages a second over loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars.figures import Figure, percentile
from benchmarks.bars.stage import Stage, greeting, processor_of, stage, wait_until
from tests.botapi import Entry

SECONDS, EACH = 20, 44
BAR = 0.050


def answers(folder: Path) -> Iterator[Figure]:
    """Telegram lets one bot send 30 in a second. At 28 a second each hiccup makes a queue that goes down by
    one a second; so 30 messages a second go to two bots, and one alone gets 25."""
    for rate, bots in ((30, 2), (25, 1)):
        with stage(folder / f"answers{bots}", bots) as ground:
            taken, spent = _measure(ground, rate)
        whom = "two bots" if bots > 1 else "one bot"
        middle, late = percentile(taken, 0.5), percentile(taken, 0.99)
        what = f"message in → reply at Telegram's door, {rate} a second to {whom} for {SECONDS} s, loopback"
        told = (
            f"{late * 1000:.0f} ms; p50 {middle * 1000:.0f} ms, {spent * 1000:.1f} ms of the processor each"
        )
        yield Figure(f"{what}: p99", told, "50 ms", late <= BAR)


def _measure(ground: Stage, rate: int) -> tuple[list[float], float]:
    """Seconds that each waited, and the processor's per message."""
    bots = len(ground.bots)
    ground.play(greeting())
    ground.runtime.start()
    people = ground.people(bots * (EACH + 1))
    ground.say_all(people[:bots], "hello")
    wait_until(lambda: _answered(ground) >= bots, 120)
    process = ground.runtime.process
    assert process is not None
    warm, used = {one.id for one in people[:bots]}, processor_of(process.pid)
    begun = time.monotonic()
    for number in range(rate * SECONDS):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        people[bots + number % (bots * EACH)].say("hello")
    time.sleep(0.5)  # To tell all that it has seen keeps the double from taking the last answer.
    wait_until(lambda: _answered(ground) >= rate * SECONDS + bots, 120, 0.5)
    spent = processor_of(process.pid) - used
    chats = [entries for chat, entries in ground.by_chat().items() if chat not in warm]
    taken = [seconds for entries in chats for seconds in _waits(entries)]
    assert len(taken) == rate * SECONDS, len(taken)
    return taken, spent / len(taken)


def _waits(entries: list[Entry]) -> list[float]:
    """Each message has one answer, in order; somebody may write again before it comes."""
    said, told = ([one.at for one in entries if one.by == who] for who in ("customer", "bot"))
    return [after - before for before, after in zip(said, told, strict=True)]


def _answered(ground: Stage) -> int:
    return sum(entry.by == "bot" for entry in ground.entries())
