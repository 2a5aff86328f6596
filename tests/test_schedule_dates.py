"""Dates with an offset and recurrences, above all on the nights when clocks are moved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.errors import UnreadableTime
from flowbook.schedule import (
    date_offset,
    next_occurrence,
    resolve,
    zone,
)
from tests.zones import (
    NIGHTS,
    RECURRENCES,
    VILNIUS,
    at,
    places,
    shown,
)


@pytest.mark.parametrize(
    ("value", "offset", "clock", "expected"),
    [
        ("2026-09-01", {"direction": "on"}, None, "2026-09-01 00:00"),
        ("2026-09-01", {"amount": 2, "unit": "days", "direction": "before"}, "10:00", "2026-08-30 10:00"),
        ("2026-09-01", {"amount": 1, "unit": "weeks", "direction": "after"}, "10:00", "2026-09-08 10:00"),
        (
            "2026-09-01T14:30",
            {"amount": 2, "unit": "hours", "direction": "before"},
            "10:00",
            "2026-09-01 12:30",
        ),
        ("2026-09-01 14:30", {"amount": 1, "unit": "days", "direction": "before"}, None, "2026-08-31 14:30"),
        (
            "2026-09-01T14:30",
            {"amount": 1, "unit": "days", "direction": "before"},
            "10:00",
            "2026-08-31 10:00",
        ),
        ("2026-09-01T22:30Z", {"direction": "on"}, None, "2026-09-02 01:30"),
        ("2026-03-30", {"amount": 1, "unit": "days", "direction": "before"}, "03:30", "2026-03-29 04:00"),
    ],
)
def test_dates_and_their_offsets(
    value: str, offset: dict[str, Any], clock: str | None, expected: str
) -> None:
    assert shown(date_offset(value, offset, clock, VILNIUS), VILNIUS) == expected


@pytest.mark.parametrize(
    ("value", "days_before", "since", "expected"),
    [
        ("1990-05-04", 0, "2026-05-04T10:00", "2026-05-04 10:00"),
        ("1990-05-04", 0, "2026-05-04T10:01", "2027-05-04 10:00"),
        ("--05-04", 0, "2026-01-01T00:00", "2026-05-04 10:00"),
        ("--01-01", 3, "2026-06-01T00:00", "2026-12-29 10:00"),
        ("2024-02-29", 0, "2026-01-01T00:00", "2026-02-28 10:00"),
        ("--02-29", 0, "2027-06-01T00:00", "2028-02-29 10:00"),
        ("--03-01", 800, "2026-06-01T00:00", "2026-12-22 10:00"),
    ],
)
def test_dates_that_return_every_year(value: str, days_before: int, since: str, expected: str) -> None:
    offset = {"amount": days_before, "unit": "days", "direction": "before"}
    due = date_offset(value, offset, "10:00", VILNIUS, yearly_from=at(VILNIUS, since))
    assert shown(due, VILNIUS) == expected


@given(places(), st.dates(date(1950, 1, 1), date(2020, 1, 1)), st.integers(-400, 400))
def test_a_yearly_date_comes_within_a_year_and_a_day(
    place: tuple[ZoneInfo, datetime], born: date, days: int
) -> None:
    zone_, now = place
    offset = {"amount": abs(days), "unit": "days", "direction": "before" if days < 0 else "after"}
    due = date_offset(born.isoformat(), offset, "10:00", zone_, yearly_from=now)
    assert now <= due <= now + timedelta(days=367)


@pytest.mark.parametrize("value", ["soon", "2026-02-30", "--13-01", "", "1.9.2026", "--05-04"])
def test_a_value_that_is_no_date_is_named(value: str) -> None:
    with pytest.raises(UnreadableTime, match=f"“{value}”"):
        date_offset(value, {"direction": "on"}, None, VILNIUS)


def test_a_date_before_all_calendars_is_refused() -> None:
    offset = {"amount": 5, "unit": "days", "direction": "before"}
    with pytest.raises(UnreadableTime, match="9999"):
        date_offset("0001-01-02", offset, None, VILNIUS)


def test_once_is_over_when_it_was() -> None:
    once = {"repeat": "once", "date": "2026-09-01", "at": "10:00"}
    before = at(VILNIUS, "2026-09-01T09:59")
    assert shown(next_occurrence(once, before, VILNIUS), VILNIUS) == "2026-09-01 10:00"
    assert next_occurrence(once, at(VILNIUS, "2026-09-01T10:00"), VILNIUS) is None


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        ({"repeat": "weekly", "weekdays": ["mon"], "at": "10:00"}, ["03-02", "03-09", "03-16"]),
        ({"repeat": "weekly", "weekdays": ["sat", "tue"], "at": "10:00"}, ["02-28", "03-03", "03-07"]),
        ({"repeat": "weekly", "at": "10:00"}, ["02-28", "03-01", "03-02"]),
        ({"repeat": "monthly", "day": 31, "at": "10:00"}, ["02-28", "03-31", "04-30"]),
        ({"repeat": "monthly", "day": "last", "at": "10:00"}, ["02-28", "03-31", "04-30"]),
        ({"repeat": "monthly", "day": 5, "at": "10:00"}, ["03-05", "04-05", "05-05"]),
    ],
)
def test_recurrences(recurrence: dict[str, Any], expected: list[str]) -> None:
    found, after = [], at(VILNIUS, "2026-02-27T10:00")
    for _ in expected:
        following = next_occurrence(recurrence, after, VILNIUS)
        assert following is not None
        found.append(shown(following, VILNIUS))
        after = following
    assert found == [f"2026-{day} 10:00" for day in expected]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("--08-30", ["2026-08-30", "2027-08-30", "2028-08-30"]),
        ("--02-27", ["2027-02-27", "2028-02-27", "2029-02-27"]),
        ("--02-29", ["2026-02-28", "2027-02-28", "2028-02-29"]),
        ("1990-03-01", ["2026-03-01", "2027-03-01", "2028-03-01"]),
    ],
)
def test_a_day_comes_round_every_year(day: str, expected: list[str]) -> None:
    found, after = [], at(VILNIUS, "2026-02-27T10:00")
    for _ in expected:
        following = next_occurrence({"repeat": "yearly", "date": day, "at": "10:00"}, after, VILNIUS)
        assert following is not None
        found.append(shown(following, VILNIUS))
        after = following
    assert found == [f"{one} 10:00" for one in expected]


@pytest.mark.parametrize(("name", "night"), NIGHTS)
@pytest.mark.parametrize("clock", ["00:00", "00:30", "02:15", "03:00", "03:30", "23:15", "23:30"])
def test_a_daily_time_comes_once_a_day_on_both_nights(name: str, night: str, clock: str) -> None:
    zone_ = zone(name)
    middle = date.fromisoformat(night)
    after = resolve(middle - timedelta(days=3), time(12), zone_)
    end = resolve(middle + timedelta(days=3), time(12), zone_)
    times = []
    while (after := next_occurrence({"repeat": "weekly", "at": clock}, after, zone_) or end) and after <= end:
        times.append(after)
    days = 5 if night == "2011-12-30" else 6
    assert len(times) == days
    gaps = [late - early for early, late in pairwise(times)]
    assert all(timedelta(hours=22) <= gap <= timedelta(hours=26) for gap in gaps)


@given(places(), RECURRENCES, st.integers(0, 3_000_000))
def test_an_occurrence_is_later_and_none_is_left_out(
    place: tuple[ZoneInfo, datetime], recurrence: dict[str, Any], later: int
) -> None:
    zone_, after = place
    due = next_occurrence(recurrence, after, zone_)
    assert due is not None
    assert due > after
    assert next_occurrence(recurrence, due - timedelta(microseconds=1), zone_) == due
    other = next_occurrence(recurrence, after + timedelta(seconds=later), zone_)
    assert other is not None
    assert other >= due


@pytest.mark.parametrize(
    "recurrence",
    [
        {"repeat": "hourly"},
        {"repeat": "monthly", "day": 0},
        {"repeat": "once", "date": "1 May"},
        {"repeat": "yearly", "date": "--02-30"},
        {"repeat": "yearly"},
    ],
)
def test_an_unknown_repetition_is_refused(recurrence: dict[str, Any]) -> None:
    with pytest.raises(UnreadableTime):
        next_occurrence(recurrence, at(VILNIUS, "2026-02-27T10:00"), VILNIUS)
