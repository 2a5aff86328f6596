"""Time at its worst: clocks that step, the nights of daylight saving, and a day without power."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flowbook.copies import altered
from flowbook.flow import Flow, Node
from flowbook.store import Store, open_store, values
from flowbook.store.contacts import add_contact
from flowbook.store.customers import need_state, save_state
from flowbook.store.outbox import queued
from flowbook.store.publishing import publish
from flowbook.store.timers import count_timers
from flowbook.store.workspaces import save_workspace
from tests.botapi import Botapi
from tests.botapi import Customer as Person
from tests.runtime_process import booking, register
from tests.runtime_thread import served
from tests.test_runtime_worker import Desk

HOUR = timedelta(hours=1)
VILNIUS = "Europe/Vilnius"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data")


class Clock:
    """The machine's clock, which somebody sets: every part of the runtime and of the store asks this one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.step = timedelta(0)
        clock = self

        class Stepped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.now(tz) + clock.step

        monkeypatch.setattr(values, "datetime", Stepped)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def store(tmp_path: Path, botapi: Botapi) -> Store:
    """With a bot that says goodbye after half an hour."""
    store = open_store(tmp_path / "data")
    publish(store, booking(delay_seconds=1800), [register(store, botapi).id])
    return store


def come_as_far_as_the_wait(person: Person) -> None:
    for words, answer in (("/start", "Your name?"), ("Ann", "What, Ann?"), ("Haircut", "Booked.")):
        person.say(words)
        person.wait_for_text(answer, 9)


def test_a_clock_stepped_an_hour_forward_is_noticed_at_once_and_fires_once(
    store: Store, botapi: Botapi, clock: Clock
) -> None:
    anna = botapi.control.customer("Anna")
    with served(store):
        come_as_far_as_the_wait(anna)
        clock.step = HOUR
        anna.wait_for_text("See you!", 5)
        clock.step = 2 * HOUR
        assert anna.hears_nothing(0.5)
    assert count_timers(store) == 0


def test_a_clock_stepped_an_hour_back_delays_and_neither_loses_nor_repeats(
    store: Store, botapi: Botapi, clock: Clock
) -> None:
    anna, ben = botapi.control.customer("Anna"), botapi.control.customer("Ben")
    with served(store):
        come_as_far_as_the_wait(anna)
        clock.step = -HOUR
        come_as_far_as_the_wait(ben)
        assert anna.hears_nothing(0.3)
        clock.step = timedelta(minutes=-29)
        ben.wait_for_text("See you!", 5)
        assert anna.hears_nothing(0.3), "hers is due half an hour after she came, by the clock of then"
        clock.step = timedelta(minutes=31)
        anna.wait_for_text("See you!", 5)
        clock.step = -HOUR
        assert anna.hears_nothing(0.3)
    assert ben.unread() == []
    assert count_timers(store) == 0


def wait_half_an_hour(desk: Desk) -> None:
    publish(desk.store, booking(delay_seconds=1800), [desk.bot])
    for text in ("/start", "Ann", "Haircut"):
        desk.say(text)
    desk.work()


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
