"""Timers: quiet hours, at most once, void timers, expiry, occasions that must be neither lost nor doubled."""

from datetime import UTC, datetime, timedelta

from flowbook.copies import altered
from flowbook.events import Deferred, Ignored, SessionEnded, TimerSet, TimerVoided
from flowbook.stimuli import TimerFired
from flowbook.workspace import Workspace
from tests.chat import HOURS, SORRY, Chat, appointment, asks, daily, flow, on, order, says, waits

QUIET = Workspace(quiet={"from": "21:00", "to": "09:00"})
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# Quiet hours


def test_a_flow_that_writes_first_waits_for_the_morning() -> None:
    chat = Chat(daily("22:30"), workspace=QUIET, fields={"timezone": "Europe/Vilnius"})
    assert chat.until("2026-03-12T06:00Z") == [("03-11 07:00", "Good day.")]
    assert chat.until("2026-03-12T12:00Z") == [("03-12 07:00", "Good day.")]


def test_quiet_hours_do_not_hold_back_an_answer() -> None:
    soon = flow(
        "soon",
        on("start", "wait"),
        waits(30, "minutes", "tell"),
        says("tell", "Ready."),
    )
    chat = Chat(soon, workspace=QUIET, now="2026-03-10T22:50Z")
    chat.say("/start")
    assert chat.until(HOUR) == [("03-10 23:20", "Ready.")]


def test_a_delay_that_ends_in_the_night_waits_for_the_morning() -> None:
    later = flow(
        "later",
        on("start", "wait"),
        waits(5, "hours", "tell"),
        says("tell", "Ready."),
    )
    chat = Chat(later, workspace=QUIET, now="2026-03-10T20:00Z")
    chat.say("/start")
    assert chat.until(DAY) == [("03-11 09:00", "Ready.")]


def test_events_of_the_night_begin_in_the_morning_each_with_what_it_said() -> None:
    shipped = flow(
        "shipped", on("event", "tell", name="shipped"), says("tell", "{event.order} is on its way.")
    )
    chat = Chat(shipped, workspace=QUIET, now="2026-03-10T23:00Z")
    assert chat.report("shipped", order="A1") == []
    assert chat.events(Deferred)[0].why == "quiet hours"
    chat.until(HOUR)
    assert chat.report("shipped", order="A2") == []
    assert chat.until("2026-03-11T10:00Z") == [
        ("03-11 09:00", "A1 is on its way."),
        ("03-11 09:00", "A2 is on its way."),
    ]
    assert not chat.state.held


def test_a_change_by_hand_in_the_night_begins_in_the_morning() -> None:
    moved = flow(
        "moved",
        on("change", "tell", what="field", field="city"),
        says("tell", "So you live in {session.value}."),
    )
    chat = Chat(moved, workspace=QUIET, now="2026-03-10T23:00Z")
    assert chat.change("city", "Riga") == []
    assert chat.until(DAY) == [("03-11 09:00", "So you live in Riga.")]


def test_what_was_held_back_is_asked_for_its_condition_again() -> None:
    cart = flow(
        "cart",
        on("event", "tell", name="cart", only_if={"field": "paid", "op": "unknown"}),
        says("tell", "Your cart waits."),
    )
    chat = Chat(cart, workspace=QUIET, now="2026-03-10T23:00Z")
    chat.report("cart")
    chat.change("paid", "yes")
    assert chat.until(DAY) == []
    assert not chat.state.held


def test_publishing_keeps_what_is_held_back_and_drops_what_is_gone() -> None:
    shipped = flow("shipped", on("event", "tell", name="shipped"), says("tell", "On its way."))
    chat = Chat(shipped, daily(), workspace=QUIET, now="2026-03-10T23:00Z")
    chat.report("shipped")
    chat.publish(shipped, HOURS)
    assert chat.until(DAY) == [("03-11 09:00", "On its way.")]
    chat.until("2026-03-12T23:00Z")
    chat.report("shipped")
    chat.publish(HOURS)
    assert not chat.state.timers
    assert not chat.state.held


def test_an_occasion_put_off_by_the_night_survives_what_happens_in_it() -> None:
    chat = Chat(daily("22:00", weekdays=["tue"]), SORRY, workspace=QUIET, now="2026-03-10T20:00Z")
    assert chat.until("2026-03-10T23:30Z") == []
    chat.change("city", "Riga")
    assert not chat.events(TimerSet)
    chat.publish(daily("22:00", weekdays=["tue"]), SORRY, HOURS)
    assert chat.until("2026-03-16T12:00Z") == [("03-11 09:00", "Good day.")]


def test_a_date_moved_in_the_night_is_followed() -> None:
    chat = Chat(appointment(at="22:00"), workspace=QUIET, fields={"appointment": "2026-03-12"})
    chat.until("2026-03-10T23:00Z")
    assert "reminder.on_date.meant" in chat.state.memory
    chat.change("appointment", "2026-03-20")
    assert "reminder.on_date.meant" not in chat.state.memory
    assert chat.until("2026-03-25T12:00Z") == [("03-19 09:00", "See you on 2026-03-20.")]


def test_who_writes_in_the_night_is_not_silent_in_the_morning() -> None:
    silence = flow(
        "silence",
        on("silence", "tell", silent_for={"amount": 10, "unit": "hours"}),
        says("tell", "Still there?"),
    )
    chat = Chat(silence, workspace=QUIET)
    chat.say("hello")
    chat.until("2026-03-11T02:00Z")
    chat.say("cannot sleep")
    assert chat.until("2026-03-11T11:00Z") == []
    assert chat.until("2026-03-12T11:00Z") == [("03-11 12:00", "Still there?")]


def test_a_question_does_not_come_back_in_the_night_when_another_expires() -> None:
    short = order(displaced="ask_again")
    other = flow(
        "other", on("command", "ask", name="other"), asks("ask", "Which?", {"this": ""}), expires_days=1
    )
    chat = Chat(short, other, workspace=QUIET, now="2026-03-10T22:00Z")
    chat.say("/order")
    chat.say("/other")
    assert chat.until("2026-03-13T00:00Z") == [("03-12 09:00", "Which size?")]


# At most once


def test_at_most_once_in_holds_for_one_customer_and_then_ends() -> None:
    sorry = flow(
        "sorry",
        on("default_reply", "tell", at_most_once_in={"amount": 2, "unit": "hours"}),
        says("tell", "Sorry?"),
    )
    chat = Chat(sorry)
    assert chat.say("a") == ["Sorry?"]
    chat.until(HOUR)
    assert chat.say("b") == []
    chat.until(HOUR)
    assert chat.say("c") == ["Sorry?"]


def test_a_day_of_at_most_once_is_a_day_of_the_calendar() -> None:
    sorry = flow(
        "sorry",
        on("default_reply", "tell", at_most_once_in={"amount": 1, "unit": "days"}),
        says("tell", "Sorry?"),
    )
    chat = Chat(sorry, now="2026-03-28T10:00Z", fields={"timezone": "Europe/Vilnius"})
    chat.say("a")
    chat.until("2026-03-29T09:00Z")
    assert chat.say("noon again, after 23 hours") == ["Sorry?"]


def test_what_did_not_begin_does_not_count_for_at_most_once() -> None:
    vip = daily(at_most_once_in={"amount": 30, "unit": "days"}, only_if={"field": "vip", "op": "known"})
    chat = Chat(vip)
    assert chat.until("2026-03-13T12:00Z") == []
    chat.change("vip", "yes")
    assert chat.until("2026-03-20T12:00Z") == [("03-14 10:00", "Good day.")]


def test_publishing_again_does_not_fire_again() -> None:
    chat = Chat(appointment(past="at_once"), fields={"appointment": "2026-03-11"})
    assert chat.until(HOUR) == [("03-10 12:00", "See you on 2026-03-11.")]
    chat.publish(appointment(past="at_once"), HOURS)
    assert chat.until(DAY) == []


# Void timers, expiry, downtime


def test_a_time_out_is_void_once_the_question_is_answered() -> None:
    ask = flow(
        "ask",
        on("start", "size"),
        asks(
            "size",
            "Which size?",
            {"small": "wait", "no_answer": "late"},
            no_answer_after={"amount": 1, "unit": "hours"},
        ),
        waits(3, "hours", "done"),
        says("late", "Too late."),
        says("done", "Done."),
    )
    chat = Chat(ask)
    chat.say("/start")
    timer = next(iter(chat.state.timers))
    chat.say("small")
    assert chat.happen(TimerFired(timer)) == []
    assert "void" in chat.events(Ignored)[0].why
    assert chat.until(DAY) == [("03-10 15:00", "Done.")]


def test_a_timer_of_an_earlier_turn_is_void_although_it_is_still_there() -> None:
    chat = Chat(order(no_answer_after={"amount": 1, "unit": "hours"}))
    chat.say("/order")
    (key, timer), (name, session) = (
        next(iter(chat.state.timers.items())),
        next(iter(chat.state.sessions.items())),
    )
    chat.state = altered(chat.state, sessions={name: altered(session, revision=9)})
    chat.now = timer.due
    assert chat.happen(TimerFired(key)) == []
    assert chat.state.sessions


def test_a_refused_answer_does_not_start_the_time_anew() -> None:
    ask = order(no_answer_after={"amount": 1, "unit": "hours"}, on_text="repeat", hint="Tap one.")
    chat = Chat(ask)
    chat.say("/order")
    chat.until(timedelta(minutes=40))
    assert chat.say("blah") == ["Tap one."]
    chat.until(timedelta(minutes=30))
    assert not chat.state.sessions


def test_an_unanswered_question_expires() -> None:
    chat = Chat(order())
    chat.say("/order")
    assert chat.until(timedelta(days=29)) == []
    assert chat.state.sessions
    chat.until(timedelta(days=2))
    assert not chat.state.sessions
    assert chat.events(SessionEnded) == [SessionEnded("nobody answered for a long time")]


def test_the_end_of_a_passage_stays_planned_while_people_talk() -> None:
    """By the full hour: a turn within it neither takes the timer away nor sets it anew."""
    ask = flow(
        "ask",
        on("start", "size"),
        asks("size", "Which size?", {"small": "colour"}),
        asks("colour", "Which colour?", {"red": "sure"}),
        asks("sure", "Sure?", {"yes": ""}),
        expires_days=1,
    )
    chat = Chat(ask, now="2026-03-10T12:10Z")
    chat.say("/start")
    (first,) = chat.state.timers.values()
    assert first.due == datetime(2026, 3, 11, 13, tzinfo=UTC)
    chat.now += timedelta(minutes=49)
    chat.say("small")
    assert list(chat.state.timers.values()) == [first]
    assert [*chat.events(TimerSet), *chat.events(TimerVoided)] == []
    chat.now += timedelta(minutes=20)
    chat.say("red")
    (later,) = chat.state.timers.values()
    assert later.due == datetime(2026, 3, 11, 14, tzinfo=UTC)
    assert chat.until(timedelta(hours=24)) == []
    assert chat.state.sessions
    chat.until(HOUR)
    assert not chat.state.sessions


def test_an_occasion_is_not_lost_when_the_customer_writes_after_a_standstill() -> None:
    chat = Chat(daily("10:00", weekdays=["wed"]), SORRY)
    chat.now += timedelta(days=2)
    chat.say("the machine was off, and this came before the timer")
    chat.change("city", "Riga")
    assert chat.until(HOUR) == [("03-12 12:00", "Good day.")]
    assert chat.until(timedelta(days=7)) == [("03-18 10:00", "Good day.")]
