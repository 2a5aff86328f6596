"""Time at its worst: clocks that step, the nights of daylight saving, and a day without power."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flowbook.copies import altered
from flowbook.flow import Flow, Node
from flowbook.store.contacts import add_contact
from flowbook.store.customers import need_state, save_state
from flowbook.store.outbox import queued
from flowbook.store.publishing import publish
from flowbook.store.timers import count_timers
from flowbook.store.workspaces import save_workspace
from runtime import worker as module
from tests.runtime_process import booking
from tests.test_runtime_worker import Desk

HOUR = timedelta(hours=1)
VILNIUS = "Europe/Vilnius"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data")


def run(desk: Desk, until: Callable[[], object], seconds: float = 3.0) -> float:
    """Let the worker live until something is so; returns how long that took."""

    async def live() -> float:
        may_fire = asyncio.Event()
        may_fire.set()
        task = asyncio.create_task(desk.worker.run(may_fire))
        begun = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                while not until():  # noqa: ASYNC110 - seen in the database alone
                    await asyncio.sleep(0.01)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return time.monotonic() - begun

    return asyncio.run(live())


def goodbyes(desk: Desk) -> int:
    return desk.outgoing().count("See you!")


def wait_half_an_hour(desk: Desk) -> None:
    publish(desk.store, booking(delay_seconds=1800), [desk.bot])
    for text in ("/start", "Ann", "Haircut"):
        desk.say(text)
    desk.work()


def test_a_clock_stepped_an_hour_forward_costs_a_second_at_most_and_fires_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_half_an_hour(desk)
    clock = [desk.at]
    monkeypatch.setattr(module, "now", lambda: clock[0])

    def stepped() -> int:
        clock[0] = desk.at + HOUR
        return goodbyes(desk)

    assert run(desk, stepped) < 20
    clock[0] += HOUR
    with pytest.raises(TimeoutError):
        run(desk, lambda: goodbyes(desk) > 1, 0.5)


def test_a_clock_stepped_an_hour_back_delays_and_neither_loses_nor_repeats(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_half_an_hour(desk)
    clock = [desk.at - HOUR]
    monkeypatch.setattr(module, "now", lambda: clock[0])
    with pytest.raises(TimeoutError):
        run(desk, lambda: goodbyes(desk), 0.5)
    desk.at -= HOUR
    desk.say("/start", 8)
    run(desk, lambda: "Your name?" in desk.outgoing()[1:])
    clock[0] += HOUR + timedelta(minutes=31)
    run(desk, lambda: goodbyes(desk) == 1)
    clock[0] -= HOUR
    with pytest.raises(TimeoutError):
        run(desk, lambda: goodbyes(desk) > 1, 0.5)
    assert list(need_state(desk.store, desk.customer(7)).timers) == []


def nightly() -> Flow:
    """Every night at half past three, which one night a year does not have, and one has twice."""
    begin = Node("night", "calendar", "Every night", {"repeat": "weekly", "at": "03:30"}, {"next": "hi"})
    return Flow("night", "Night", (begin, Node("hi", "message", "Say hi", {"text": "It is late."})))


@pytest.mark.parametrize("night", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_the_night_in_which_clocks_change_has_each_timer_once(desk: Desk, night: date) -> None:
    save_workspace(desk.store.data, {"timezone": VILNIUS})
    eve = datetime(night.year, night.month, night.day, 12, tzinfo=ZoneInfo(VILNIUS)) - timedelta(days=2)
    desk.at = eve.astimezone(UTC)
    publish(desk.store, nightly(), [desk.bot])
    desk.say("hello")
    desk.work()
    seen = []
    for _ in range(3 * 24 * 4):
        before = desk.outgoing().count("It is late.")
        desk.work(900)
        seen += [desk.at.astimezone(ZoneInfo(VILNIUS))] * (desk.outgoing().count("It is late.") - before)
    days = [night + timedelta(days=n) for n in (-1, 0, 1)]
    assert [at.date() for at in seen] == days
    assert {f"{at:%H:%M}" for at in seen} <= {"03:30", "04:00", "04:30"}


@pytest.mark.parametrize(
    ("people", "seconds"),
    [
        pytest.param(1_000, 6.0, id="1,000"),
        pytest.param(10_000, 30.0, id="10,000", marks=pytest.mark.long),
    ],
)
def test_after_an_outage_of_a_day_every_overdue_timer_fires_once(
    desk: Desk, people: int, seconds: float
) -> None:
    wait_half_an_hour(desk)
    copy_many(desk, people - 1)
    assert count_timers(desk.store) == people
    begun = time.process_time()
    desk.work(24 * 3600)
    assert time.process_time() - begun < seconds
    chats = [row.chat for row in queued(desk.store, desk.bot, urgent=False, limit=people + 1)]
    assert len(chats) == len(set(chats)) == people
    assert count_timers(desk.store) == 0
    assert desk.work(24 * 3600) == 0


def copy_many(desk: Desk, people: int) -> None:
    """So many others who wait where the first customer waits."""
    model = need_state(desk.store, desk.customer())
    (session,), (timer,) = model.sessions.values(), model.timers.values()
    with desk.store.transaction():
        for number in range(people):
            key = f"c{number}"
            own, its = altered(session, id=f"{key}.1"), f"{key}.1.{timer.name}"
            state = altered(
                model,
                customer=altered(model.customer, id=key),
                sessions={own.id: own},
                timers={its: altered(timer, id=its, session=own.id)},
            )
            save_state(desk.store, None, state)
            add_contact(desk.store, desk.bot, str(10_000 + number), key, desk.at)
