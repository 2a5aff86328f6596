"""Zones, the nights on which they moved their clocks, and examples near them: what schedule tests share."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from flowbook.schedule import (
    WEEKDAYS,
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
    st.fixed_dictionaries(
        {
            "repeat": st.just("yearly"),
            "date": st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: f"-{day:-%m-%d}"),
            "at": CLOCKS,
        }
    ),
)
