"""Delays, windows and quiet hours, above all on the nights when clocks are moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.errors import UnknownZone, UnreadableTime
from flowbook.schedule import (
    Duration,
    Window,
    add_duration,
    after_quiet,
    due_after,
    next_allowed,
    resolve,
    seconds_of,
    zone,
)
from tests.zones import (
    APIA,
    DELAYS,
    VILNIUS,
    WINDOWS,
    at,
    places,
    shown,
)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "America", "a\0b", "Ünknown/Zone"])
def test_an_unknown_zone_is_told_by_name(name: str) -> None:
    with pytest.raises(UnknownZone, match="There is no time zone"):
        zone(name)


def test_a_skipped_time_is_the_first_instant_after_the_gap() -> None:
    assert shown(resolve(date(2026, 3, 29), time(3, 30), VILNIUS), VILNIUS) == "2026-03-29 04:00"
    assert shown(resolve(date(2011, 12, 30), time(15), APIA), APIA) == "2011-12-31 00:00"
    lord_howe = zone("Australia/Lord_Howe")
    assert shown(resolve(date(2026, 10, 4), time(2, 10), lord_howe), lord_howe) == "2026-10-04 02:30"


def test_a_repeated_time_is_the_first_of_the_two() -> None:
    first = resolve(date(2026, 10, 25), time(3, 30), VILNIUS)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert resolve(date(2026, 10, 25), time(3, 30, fold=1), VILNIUS) == first


@given(places(), st.times())
def test_resolving_gives_the_first_instant_that_shows_at_least_this_time(
    place: tuple[ZoneInfo, datetime], clock: time
) -> None:
    zone_, near = place
    day = near.astimezone(zone_).date()
    instant = resolve(day, clock, zone_)
    wanted = datetime.combine(day, clock)
    assert instant.astimezone(zone_).replace(tzinfo=None) >= wanted
    just_before = (instant - timedelta(microseconds=1)).astimezone(zone_).replace(tzinfo=None)
    assert just_before < wanted


def test_hours_are_elapsed_and_days_are_calendar() -> None:
    start = at(VILNIUS, "2026-03-28T12:00")
    assert shown(add_duration(start, Duration(24, "hours"), VILNIUS), VILNIUS) == "2026-03-29 13:00"
    assert shown(add_duration(start, Duration(1, "days"), VILNIUS), VILNIUS) == "2026-03-29 12:00"
    assert shown(add_duration(start, Duration(2, "weeks"), VILNIUS), VILNIUS) == "2026-04-11 12:00"


@pytest.mark.parametrize(
    ("amount", "unit", "seconds"),
    [(5, "seconds", 5), (2, "hours", 7200), (1, "days", 86400), (2, "weeks", 1209600)],
)
def test_a_length_in_seconds(amount: int, unit: str, seconds: int) -> None:
    assert seconds_of({"amount": amount, "unit": unit}) == seconds


def test_no_time_at_all_stays_in_the_second_of_two_equal_hours() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert add_duration(second, Duration(0, "days"), VILNIUS) == second


def test_a_delay_passes_before_its_slot_is_looked_for() -> None:
    start = at(VILNIUS, "2026-03-02T21:00")
    due = due_after(start, {"amount": 1, "unit": "days", "at": "08:00"}, VILNIUS)
    assert due - start == timedelta(hours=35)


@pytest.mark.parametrize(
    ("delay", "expected"),
    [
        ({}, "2026-03-06 21:30"),
        ({"amount": 90, "unit": "minutes"}, "2026-03-06 23:00"),
        ({"from": "09:00", "to": "18:00"}, "2026-03-07 09:00"),
        ({"from": "20:00"}, "2026-03-06 21:30"),
        ({"to": "20:00"}, "2026-03-07 00:00"),
        ({"weekdays": ["mon", "tue"]}, "2026-03-09 00:00"),
        ({"weekdays": ["mon"], "from": "09:00", "to": "18:00"}, "2026-03-09 09:00"),
        ({"weekdays": ["fri"], "from": "22:00", "to": "02:00"}, "2026-03-06 22:00"),
        (
            {"amount": 4, "unit": "hours", "weekdays": ["fri"], "from": "22:00", "to": "02:00"},
            "2026-03-07 01:30",
        ),
        (
            {"amount": 5, "unit": "hours", "weekdays": ["fri"], "from": "22:00", "to": "02:00"},
            "2026-03-13 22:00",
        ),
        ({"from": "09:00", "to": "09:00"}, "2026-03-06 21:30"),
        ({"at": "21:30"}, "2026-03-06 21:30"),
        ({"at": "21:29"}, "2026-03-07 21:29"),
        ({"at": "08:00", "weekdays": ["mon"]}, "2026-03-09 08:00"),
    ],
)
def test_slots_after_a_friday_evening(delay: dict[str, Any], expected: str) -> None:
    assert shown(due_after(at(VILNIUS, "2026-03-06T21:30"), delay, VILNIUS), VILNIUS) == expected


@pytest.mark.parametrize(
    "delay",
    [
        {"amount": 1, "unit": "fortnights"},
        {"at": "25:00"},
        {"at": "8 o'clock"},
        {"weekdays": ["monday"]},
        {"amount": 10**9, "unit": "weeks"},
        {"amount": 10**15, "unit": "hours"},
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(delay: dict[str, Any]) -> None:
    with pytest.raises(UnreadableTime, match=r"^\S.*\.$"):
        due_after(at(VILNIUS, "2026-03-06T21:30"), delay, VILNIUS)


@given(places(), DELAYS)
def test_a_delay_never_ends_before_it_began(place: tuple[ZoneInfo, datetime], delay: dict[str, Any]) -> None:
    zone_, start = place
    assert due_after(start, delay, zone_) >= start


@given(places(), DELAYS, st.integers(0, 400_000))
def test_who_began_later_is_due_later(
    place: tuple[ZoneInfo, datetime], delay: dict[str, Any], later: int
) -> None:
    zone_, start = place
    second = start + timedelta(seconds=later)
    # Calendar days follow clocks, and in an hour that autumn repeats clocks show the opposite order.
    if start.astimezone(zone_).replace(tzinfo=None) <= second.astimezone(zone_).replace(tzinfo=None):
        assert due_after(start, delay, zone_) <= due_after(second, delay, zone_)


@given(places(), WINDOWS)
def test_the_slot_is_in_the_window_and_nothing_before_it_is(
    place: tuple[ZoneInfo, datetime], config: dict[str, Any]
) -> None:
    zone_, instant = place
    window = Window.from_config(config)
    slot = next_allowed(instant, window, zone_)
    assert next_allowed(slot, window, zone_) == slot
    assert shows_allowed(slot, window, zone_)
    if slot > instant:
        assert next_allowed(slot - timedelta(microseconds=1), window, zone_) == slot


def shows_allowed(slot: datetime, window: Window, zone_: ZoneInfo) -> bool:
    """What a person would say with a clock and a calendar; clocks moved in the last day make it lenient."""
    local = slot.astimezone(zone_)
    if (slot - timedelta(days=1)).astimezone(zone_).utcoffset() != local.utcoffset():
        return True
    today, yesterday = local.weekday(), (local.weekday() - 1) % 7
    now, opens, closes = local.time(), window.opens, window.closes
    if opens == closes:
        return today in window.weekdays
    if opens < closes:
        return today in window.weekdays and opens <= now < closes
    return (today in window.weekdays and now >= opens) or (yesterday in window.weekdays and now < closes)


def test_a_window_that_spring_swallows_waits_for_the_next_day() -> None:
    window = Window.from_config({"from": "03:10", "to": "03:50"})
    assert (
        shown(next_allowed(at(VILNIUS, "2026-03-29T01:00"), window, VILNIUS), VILNIUS) == "2026-03-30 03:10"
    )


def test_a_left_out_friday_is_no_friday() -> None:
    window = Window.from_config({"weekdays": ["fri"], "from": "22:00", "to": "02:00"})
    assert shown(next_allowed(at(APIA, "2011-12-29T12:00"), window, APIA), APIA) == "2012-01-06 22:00"


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-02T20:59", "2026-03-02 20:59"),
        ("2026-03-02T21:00", "2026-03-03 09:00"),
        ("2026-03-03T00:00", "2026-03-03 09:00"),
        ("2026-03-03T09:00", "2026-03-03 09:00"),
    ],
)
def test_quiet_hours_over_midnight(instant: str, expected: str) -> None:
    quiet = {"from": "21:00", "to": "09:00"}
    assert shown(after_quiet(at(VILNIUS, instant), quiet, VILNIUS), VILNIUS) == expected


def test_quiet_hours_at_noon_and_none_at_all() -> None:
    noon = at(VILNIUS, "2026-03-02T12:30")
    assert shown(after_quiet(noon, {"from": "12:00", "to": "13:00"}, VILNIUS), VILNIUS) == "2026-03-02 13:00"
    assert after_quiet(noon, {"from": "12:00", "to": "12:00"}, VILNIUS) == noon
