"""How long somebody waits for an answer, at 30 messages a second over loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars.figures import Figure, percentile
from benchmarks.bars.stage import Stage, greeting, stage, wait_until
from tests.botapi import Entry

RATE, SECONDS, PEOPLE, BOTS = 30, 20, 90, 2
BAR = 0.050


def answers(folder: Path) -> Iterator[Figure]:
    """Two bots share the messages: Telegram lets one send 30 a second at most, and ours takes 28."""
    with stage(folder / "answers", BOTS) as ground:
        ground.play(greeting())
        ground.runtime.start()
        people = ground.people(PEOPLE)
        ground.say_all(people[:BOTS], "hello")
        wait_until(lambda: _answered(ground) >= BOTS, 120)
        warm = {one.id for one in people[:BOTS]}
        begun = time.monotonic()
        for number in range(RATE * SECONDS):
            time.sleep(max(0.0, begun + number / RATE - time.monotonic()))
            people[BOTS + number % (PEOPLE - BOTS)].say("hello")
        wait_until(lambda: _answered(ground) >= RATE * SECONDS + BOTS, 120, 0.5)
        chats = [entries for chat, entries in ground.by_chat().items() if chat not in warm]
    taken = [seconds for entries in chats for seconds in _waits(entries)]
    assert len(taken) == RATE * SECONDS, len(taken)
    middle, late = percentile(taken, 0.5), percentile(taken, 0.99)
    what = f"message in → reply at Telegram's door, {RATE} a second for {SECONDS} s, loopback: p50"
    yield Figure(what, f"{middle * 1000:.0f} ms")
    yield Figure("the same: p99", f"{late * 1000:.0f} ms", "50 ms", late <= BAR)


def _waits(entries: list[Entry]) -> list[float]:
    """Each message has one answer, in order; somebody may write again before it comes."""
    said, told = ([one.at for one in entries if one.by == who] for who in ("customer", "bot"))
    return [after - before for before, after in zip(said, told, strict=True)]


def _answered(ground: Stage) -> int:
    return sum(entry.by == "bot" for entry in ground.entries())
