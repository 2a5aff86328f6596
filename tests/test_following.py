"""What time and facts change by themselves: dates that move, zones, segments, nights of moved clocks."""

from datetime import timedelta

import pytest

from flowbook.flow import Flow
from flowbook.workspace import Workspace
from tests.chat import Chat, appointment, daily, flow, on, says, waits

# Following the field


def test_a_date_that_moves_is_followed_and_one_that_goes_is_not_waited_for() -> None:
    chat = Chat(appointment())
    assert chat.change("appointment", "2026-03-20") == []
    chat.change("appointment", "2026-03-25")
    assert chat.until("2026-03-24T12:00Z") == [("03-23 10:00", "See you on 2026-03-25.")]
    chat.change("appointment", "2026-04-02")
    assert chat.until("2026-04-01T12:00Z") == [("03-31 10:00", "See you on 2026-04-02.")]
    chat.change("appointment", "2026-04-20")
    chat.change("appointment", None)
    assert chat.until("2026-05-01T12:00Z") == []


def test_a_frozen_date_stays_as_it_was_first() -> None:
    chat = Chat(appointment(follow="freeze"))
    chat.change("appointment", "2026-03-20")
    chat.change("appointment", "2026-03-16")
    assert chat.until("2026-03-19T12:00Z") == [("03-18 10:00", "See you on 2026-03-16.")]


def test_a_customer_who_moves_is_followed_in_their_zone() -> None:
    chat = Chat(daily("10:00"), fields={"timezone": "Europe/Vilnius"})
    assert chat.until("2026-03-11T08:30Z") == [("03-11 08:00", "Good day.")]
    chat.change("timezone", "America/New_York")
    assert chat.until("2026-03-12T23:00Z") == [("03-12 14:00", "Good day.")]


# Segments that time alone changes

SEGMENTS = Workspace(segments={"quiet": {"silent_days": 3}})


def test_a_segment_that_time_alone_fills_is_noticed_in_the_morning() -> None:
    back = flow(
        "back",
        on(
            "change",
            "tell",
            what="segment_entered",
            segment="quiet",
            at_most_once_in={"amount": 20, "unit": "days"},
        ),
        says("tell", "We miss you."),
    )
    left = flow(
        "left", on("change", "tell", what="segment_left", segment="quiet"), says("tell", "There you are.")
    )
    chat = Chat(back, left, workspace=SEGMENTS)
    chat.say("hello")
    assert chat.until("2026-03-20T12:00Z") == [("03-14 09:00", "We miss you.")]
    assert chat.say("hello") == ["There you are."]
    assert chat.until("2026-03-30T12:00Z") == []


def test_who_is_in_a_segment_when_a_flow_is_published_does_not_enter_it() -> None:
    back = flow(
        "back", on("change", "tell", what="segment_entered", segment="quiet"), says("tell", "We miss you.")
    )
    chat = Chat(back, workspace=SEGMENTS, last_seen="2026-01-01T00:00:00+00:00")
    assert chat.until("2026-03-20T12:00Z") == []


# Both nights in which clocks are changed


@pytest.mark.parametrize(
    ("now", "end", "said"),
    [
        ("2026-03-27T12:00Z", "2026-03-31T00:00Z", ["03-28 01:30", "03-29 01:00", "03-30 00:30"]),
        ("2026-10-23T12:00Z", "2026-10-27T00:00Z", ["10-24 00:30", "10-25 00:30", "10-26 01:30"]),
    ],
)
def test_each_night_has_its_half_past_three_once(now: str, end: str, said: list[str]) -> None:
    chat = Chat(daily("03:30"), now=now, fields={"timezone": "Europe/Vilnius"})
    assert chat.until(end) == [(moment, "Good day.") for moment in said]


@pytest.mark.parametrize(
    ("now", "days", "hours"),
    [
        ("2026-03-28T10:00Z", "03-29 09:00", "03-29 10:00"),
        ("2026-10-24T10:00Z", "10-25 11:00", "10-25 10:00"),
    ],
)
def test_a_day_is_the_same_time_tomorrow_and_24_hours_have_passed(now: str, days: str, hours: str) -> None:
    def wait(name: str, amount: int, unit: str) -> Flow:
        delay = waits(amount, unit, "tell")
        return flow(name, on("command", "wait", name=name), delay, says("tell", name))

    chat = Chat(
        wait("day", 1, "days"), wait("hours", 24, "hours"), now=now, fields={"timezone": "Europe/Vilnius"}
    )
    chat.say("/day")
    chat.say("/hours")
    assert sorted(chat.until(timedelta(days=2))) == sorted([(days, "day"), (hours, "hours")])
