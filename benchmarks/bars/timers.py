"""Timers: claimed among a million, on time, and all at once after an outage."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.bars.disk import MILLISECONDS, slow_disk
from benchmarks.bars.figures import Figure, percentile
from benchmarks.bars.stage import (
    Stage,
    multiply,
    processor_of,
    settle,
    stage,
    wait_until,
    waiting,
)
from flowbook.customer import Customer
from flowbook.session import Timer
from flowbook.store.connection import conn_of
from flowbook.store.customers import add_customer
from flowbook.store.timers import count_timers, drop_timers, due_timers, keep_timers

RATE, SECONDS, BOTS = 30, 20, 2
WAIT = timedelta(seconds=25)
OVERDUE, KNOWN = 10_000, 400
DAY = timedelta(days=1)


def timers(count: int, folder: Path) -> Iterator[Figure]:
    """So many wait for next month, while 30 a second are due; where that can be made so, on a slow disk."""
    slow = slow_disk(folder / "slow")
    disk = f"an fsync takes {MILLISECONDS} ms more" if slow else "on this disk"
    with stage(folder / "timers", BOTS, slow) as ground:
        _fill(ground, count)
        spent = percentile(_claims(ground), 0.99)
        what = f"claim 30 due among {count:,} pending timers: p99"
        yield Figure(what, f"{spent * 1000:.2f} ms", "5 ms", spent <= 0.005)
        late = percentile(_lateness(ground), 0.99)
        what = f"lateness with {count:,} pending, {RATE} fire a second, message included, {disk}: p99"
        yield Figure(what, f"{late * 1000:.0f} ms", "1 s", late <= 1)


def _fill(ground: Stage, count: int) -> None:
    at = datetime.now(UTC)
    add_customer(ground.store, Customer("far", at))
    far = at + timedelta(days=30)
    rows = (
        ("far", Timer(f"t{n}", far + timedelta(microseconds=n), "", 0, "later", "wait", ""))
        for n in range(count)
    )
    with ground.store.transaction():
        keep_timers(ground.store, rows)
    settle(ground.store)


def _claims(ground: Stage) -> list[float]:
    """Seconds of 200 questions for what is due."""
    at = datetime.now(UTC)
    due = [("far", Timer(f"d{n}", at, "", 0, "later", "wait", "")) for n in range(30)]
    with ground.store.transaction():
        keep_timers(ground.store, due)
    spent = []
    for _ in range(200):
        begun = time.perf_counter()
        found = due_timers(ground.store, at)
        spent.append(time.perf_counter() - begun)
        assert len(found) == len(due)
    with ground.store.transaction():
        drop_timers(ground.store, [(customer, timer.id) for customer, timer in due])
    return spent


def _lateness(ground: Stage) -> list[float]:
    """Everybody writes one word, at 30 a second, and is told something after the wait."""
    ground.play(waiting(WAIT))
    people = ground.people(RATE * SECONDS)
    ground.runtime.start()
    wait_until(lambda: ground.runtime.said().count("bot started") == BOTS, 120)
    begun = time.monotonic()
    for number, person in enumerate(people):
        time.sleep(max(0.0, begun + number / RATE - time.monotonic()))
        person.say("later")
    time.sleep(max(0.0, begun + WAIT.total_seconds() + SECONDS - time.monotonic()))
    wait_until(lambda: len(ground.entries()) == 2 * len(people), 60, 1)
    chats = ground.by_chat().values()
    return [told.at - said.at - WAIT.total_seconds() for said, told in chats]


def outage(folder: Path) -> Iterator[Figure]:
    """A day without the program; 10,000 timers are overdue when it comes back."""
    with stage(folder / "outage") as ground:
        _begin(ground)
        ground.runtime.start()
        process = ground.runtime.process
        assert process is not None
        wait_until(lambda: count_timers(ground.store) < OVERDUE, 120, 0.002)
        begun, used = time.monotonic(), processor_of(process.pid)
        wait_until(lambda: not count_timers(ground.store), 120, 0.01)
        wall, processor = time.monotonic() - begun, processor_of(process.pid) - used
        told = [entry for entry in ground.entries() if entry.by == "bot"]
    what = f"{OVERDUE:,} overdue timers after an outage: all claimed after"
    yield Figure(what, f"{wall:.1f} s, {processor:.1f} s of the processor", "5 s", wall <= 5)
    assert len({entry.chat_id for entry in told}) == len(told), "somebody was told twice"


def _begin(ground: Stage) -> None:
    """Some really begin, through the runtime; the others are copied from them."""
    ground.play(waiting(timedelta(hours=1)))
    people = ground.people(KNOWN)
    ground.say_all(people, "later")
    ground.runtime.start()
    wait_until(lambda: count_timers(ground.store) == KNOWN, 120)
    ground.runtime.stop()
    multiply(ground.store, ground.bots[0], str(people[0].id), OVERDUE - KNOWN)
    with ground.store.transaction():
        conn = conn_of(ground.store)
        conn.execute("UPDATE timers SET due = due - ?", (int(DAY.total_seconds() * 1_000_000),))
        conn.execute("UPDATE timers SET due = due - 3600000000 WHERE customer NOT LIKE 'copy%'")
    settle(ground.store)
