"""Delays, windows, hours, dates and recurrences, above all on the nights when clocks are moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.errors import UnknownZone, UnreadableTime
from flowbook.schedule import (
    WEEKDAYS,
    Duration,
    Window,
    add_duration,
    after_quiet,
    date_offset,
    delay_words,
    due_after,
    gap_words,
    hours_words,
    is_open,
    next_allowed,
    next_closing,
    next_occurrence,
    next_opening,
    recurrence_words,
    resolve,
    seconds_of,
    zone,
)

VILNIUS = zone("Europe/Vilnius")
APIA = zone("Pacific/Apia")
MONDAY = date(2026, 3, 2)

# A zone and a night on which it moved its clocks (Kathmandu has no such night in these years).
NIGHTS = [
    ("Europe/Vilnius", "2026-03-29"),
    ("Europe/Vilnius", "2026-10-25"),
    ("America/Sao_Paulo", "2018-11-04"),  # spring skips midnight itself
    ("America/Sao_Paulo", "2018-02-17"),
    ("Asia/Kathmandu", "2026-01-01"),
    ("Australia/Lord_Howe", "2026-10-04"),  # by half an hour
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Asia/Yerevan", "2011-03-27"),
    ("Asia/Yerevan", "2011-10-30"),
    ("Pacific/Apia", "2011-12-30"),  # a day left out
    ("America/Nuuk", "2024-03-30"),  # spring skips the last hour of a day
    ("America/St_Johns", "2010-11-07"),  # autumn goes back over midnight
    ("America/Havana", "2026-11-01"),  # autumn repeats midnight
]


def at(zone_: ZoneInfo, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_).astimezone(UTC)


def shown(instant: datetime | None, zone_: ZoneInfo) -> str:
    assert instant is not None
    assert instant.tzinfo is UTC
    return instant.astimezone(zone_).strftime("%Y-%m-%d %H:%M")


@st.composite
def places(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """A zone, and an instant that is often near a change of its clocks."""
    name, night = draw(st.sampled_from(NIGHTS))
    near = datetime.fromisoformat(night).replace(tzinfo=UTC)
    seconds = st.integers(-4 * 86400, 4 * 86400) | st.integers(-5_000_000, 5_000_000)
    return zone(name), near + timedelta(seconds=draw(seconds))


CLOCKS = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
DAYS = st.lists(st.sampled_from(WEEKDAYS), unique=True)
DURATIONS = st.fixed_dictionaries(
    {
        "amount": st.integers(0, 50),
        "unit": st.sampled_from(["seconds", "minutes", "hours", "days", "weeks"]),
    }
)
WINDOWS = st.fixed_dictionaries({}, optional={"weekdays": DAYS, "from": CLOCKS, "to": CLOCKS})
DELAYS = st.one_of(
    DURATIONS,
    st.builds(lambda d, w: d | w, DURATIONS, WINDOWS),
    st.builds(lambda d, c, w: d | {"at": c, "weekdays": w}, DURATIONS, CLOCKS, DAYS),
)
RECURRENCES = st.one_of(
    st.fixed_dictionaries({"repeat": st.just("weekly"), "weekdays": DAYS, "at": CLOCKS}),
    st.fixed_dictionaries(
        {"repeat": st.just("monthly"), "day": st.integers(1, 31) | st.just("last"), "at": CLOCKS}
    ),
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
    "recurrence", [{"repeat": "hourly"}, {"repeat": "monthly", "day": 0}, {"repeat": "once", "date": "1 May"}]
)
def test_an_unknown_repetition_is_refused(recurrence: dict[str, Any]) -> None:
    with pytest.raises(UnreadableTime):
        next_occurrence(recurrence, at(VILNIUS, "2026-02-27T10:00"), VILNIUS)


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
