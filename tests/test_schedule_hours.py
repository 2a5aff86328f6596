"""Business hours, and all that schedules say in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.schedule import (
    WEEKDAYS,
    date_words,
    delay_words,
    gap_words,
    hours_words,
    is_open,
    next_closing,
    next_opening,
    recurrence_words,
    zone,
)
from tests.zones import (
    CLOCKS,
    VILNIUS,
    at,
    places,
    shown,
)

WEEK = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in WEEKDAYS[:5]}
SHOP = {
    "hours": {**WEEK, "sat": [["22:00", "02:00"]]},
    "holidays": ["2026-03-04", "--12-25"],
    "timezone": "Europe/Vilnius",
}


@pytest.mark.parametrize(
    ("instant", "opening", "closing"),
    [
        ("2026-03-02T08:00", "2026-03-02 09:00", "2026-03-02 13:00"),
        ("2026-03-02T09:00", "2026-03-02 09:00", "2026-03-02 13:00"),
        ("2026-03-02T13:00", "2026-03-02 14:00", "2026-03-02 18:00"),
        ("2026-03-03T18:00", "2026-03-05 09:00", "2026-03-05 13:00"),
        ("2026-03-08T01:00", "2026-03-08 01:00", "2026-03-08 02:00"),
        ("2026-12-24T20:00", "2026-12-26 22:00", "2026-12-27 02:00"),
    ],
)
def test_business_hours(instant: str, opening: str, closing: str) -> None:
    moment, elsewhere = at(VILNIUS, instant), zone("Asia/Kathmandu")
    assert shown(next_opening(moment, SHOP, elsewhere), VILNIUS) == opening
    assert shown(next_closing(moment, SHOP, elsewhere), VILNIUS) == closing
    assert is_open(moment, SHOP, elsewhere) == (next_opening(moment, SHOP, elsewhere) == moment)


def test_hours_that_touch_close_once_and_some_never_open_or_close() -> None:
    now = at(VILNIUS, "2026-03-02T10:00")
    touching = {"hours": {"mon": [["09:00", "13:00"], ["13:00", "24:00"]], "tue": [["00:00", "05:00"]]}}
    assert shown(next_closing(now, touching, VILNIUS), VILNIUS) == "2026-03-03 05:00"
    assert next_opening(now, {"hours": {}}, VILNIUS) is None
    assert next_closing(now, {"hours": {"mon": []}}, VILNIUS) is None
    always = {"hours": {day: [["00:00", "24:00"]] for day in WEEKDAYS}}
    assert next_closing(now, always, VILNIUS) is None
    closed_for_good = {
        "hours": WEEK,
        "holidays": [f"--{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 32)],
    }
    assert next_opening(now, closed_for_good, VILNIUS) is None


@given(places(), st.dictionaries(st.sampled_from(WEEKDAYS), st.lists(st.tuples(CLOCKS, CLOCKS), max_size=3)))
def test_a_shop_is_open_from_its_opening_to_its_closing(
    place: tuple[ZoneInfo, datetime], week: dict[str, Any]
) -> None:
    zone_, now = place
    hours = {"hours": week}
    opening, closing = next_opening(now, hours, zone_), next_closing(now, hours, zone_)
    if opening is None:
        assert not any(week.values()) or not is_open(now, hours, zone_)
        return
    assert opening >= now
    assert is_open(opening, hours, zone_)
    assert opening == now or not is_open(opening - timedelta(microseconds=1), hours, zone_)
    if closing:
        assert closing > opening
        assert not is_open(closing, hours, zone_)
        assert is_open(closing - timedelta(microseconds=1), hours, zone_)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"amount": 1, "unit": "days"}, "1 day"),
        ({"amount": 2, "unit": "hours"}, "2 hours"),
        ({}, "at once"),
        (
            {"amount": 1, "unit": "days", "weekdays": [*WEEKDAYS[:5]], "from": "09:00", "to": "18:00"},
            "1 day, then Mon-Fri 9:00-18:00",
        ),
        ({"amount": 1, "unit": "weeks", "at": "08:05"}, "1 week, then at 8:05"),
        ({"weekdays": ["wed", "mon"], "from": "09:00"}, "Mon, Wed 9:00-24:00"),
    ],
)
def test_delays_in_words(config: dict[str, Any], words: str) -> None:
    assert delay_words(config) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-09-01", "1 September 2026"),
        ("2026-09-01T10:00", "1 September 2026 at 10:00"),
        ("--09-01", "1 September"),
        ("--02-29", "29 February"),
    ],
)
def test_dates_in_words(date: str, words: str) -> None:
    assert date_words(date) == words


def test_recurrences_and_hours_in_words() -> None:
    assert recurrence_words({"repeat": "weekly", "at": "10:00"}) == "every day at 10:00"
    assert (
        recurrence_words({"repeat": "weekly", "weekdays": ["sun", "sat"], "at": "9:00"}) == "Sat, Sun at 9:00"
    )
    assert (
        recurrence_words({"repeat": "monthly", "day": "last", "at": "10:00"})
        == "last day of the month at 10:00"
    )
    assert (
        recurrence_words({"repeat": "once", "date": "2026-09-01", "at": "10:00"})
        == "1 September 2026 at 10:00"
    )
    yearly = {"repeat": "yearly", "date": "--08-30", "at": "10:00"}
    assert recurrence_words(yearly) == "every year on 30 August at 10:00"
    assert recurrence_words({**yearly, "date": "--02-29"}) == "every year on 29 February at 10:00"
    assert hours_words(SHOP) == "Mon-Fri 9:00-13:00 and 14:00-18:00, Sat 22:00-2:00"
    assert hours_words({"hours": {day: [["00:00", "24:00"]] for day in WEEKDAYS}}) == "every day all day"
    assert hours_words({}) == "never open"


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(days=1, hours=9), "1 d 9 h"),
        (timedelta(days=2, minutes=5), "2 d"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(seconds=59.6), "1 min"),
        (timedelta(0), "0 s"),
        (timedelta(hours=-2), "-2 h"),
    ],
)
def test_gaps_in_words(gap: timedelta, words: str) -> None:
    assert gap_words(gap) == words
