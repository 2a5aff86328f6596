"""The sender against the Bot API double: in order, within limits, never twice without a word."""

from __future__ import annotations

import time

import pytest

from flowbook.events import MessageSent, TapAnswered
from flowbook.messages import Button, Message
from flowbook.stimuli import NotDelivered
from flowbook.store.inbox import new_arrivals
from flowbook.store.outbox import (
    EDIT,
    TAP,
    find_outgoing,
    list_outgoing,
    send_again,
)
from flowbook.store.settling import settle_interrupted
from runtime import lanes, sender
from tests.sender_stand import Stand, stand, texts

__all__ = ["stand"]


def test_chats_get_their_messages_in_order_whatever_the_queue(stand: Stand) -> None:
    """An answer overtakes a broadcast to others, never one to its own chat."""
    rows = [stand.queue(f"offer {n}", who, urgent=False) for n in (1, 2) for who in ("Anna", "Ben")]
    rows.append(stand.queue("answer", "Ben"))
    stand.run(stand.settled(*rows))
    assert [stand.state(row) for row in rows] == ["sent"] * 5
    assert texts(stand.anna) == ["offer 1", "offer 2"]
    assert texts(stand.ben) == ["offer 1", "offer 2", "answer"]
    numbers = [found.message_id for row in rows if (found := find_outgoing(stand.store, row))]
    assert sorted(numbers) == sorted(e.message_id for p in (stand.anna, stand.ben) for e in p.received())


def test_an_answer_is_read_and_sent_before_thousands_that_nobody_waits_for(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "MOST_HELD", 40)
    with stand.store.transaction():
        for number in range(90):
            stand.queue_for(f"{9000 + number}", "News")
    answer: list[int] = []

    def answered() -> bool:
        if not answer and len(stand.botapi.control.calls("sendMessage")) > 3:
            answer.append(stand.queue("hello"))
        return bool(answer) and stand.state(answer[0]) == "sent"

    stand.run(answered)
    assert len(stand.botapi.control.calls("sendMessage")) < 40


def test_an_answer_finds_room_beside_as_many_as_hang(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "MOST_AT_ONCE", 6)
    monkeypatch.setattr(sender, "MOST_OF_OTHERS", 4)
    stand.botapi.control.fail("sendMessage", "latency", times=7, seconds=3)
    rows = [stand.queue_for(f"{9000 + number}", "News") for number in range(8)]
    answer: list[int] = []
    hanging: list[str] = []

    def answered() -> bool:
        hanging[:] = [state for row in rows if (state := stand.state(row)) == "leaving"]
        if not answer and time.monotonic() > asked_at:
            stand.botapi.control.heal()
            answer.append(stand.queue("hello"))
        return bool(answer) and stand.state(answer[0]) == "sent"

    asked_at = time.monotonic() + 0.6
    stand.run(answered)
    assert len(hanging) == 4, "it waited for one of those that hang"


def test_the_mark_is_in_the_database_before_telegram_has_the_message(stand: Stand) -> None:
    stand.botapi.control.fail("sendMessage", "latency", seconds=0.5)
    row = stand.queue("hello")
    seen: list[str] = []

    def done() -> bool:
        seen.append(stand.state(row))
        return seen[-1] == "sent"

    stand.run(done)
    assert [state for state in dict.fromkeys(seen) if state != "sending"] == ["queued", "leaving", "sent"]


@pytest.mark.parametrize("fault", ["cut_before", "cut_half", "error"])
def test_what_may_have_arrived_is_not_sent_again_but_can_be_by_hand(stand: Stand, fault: str) -> None:
    stand.botapi.control.fail("sendMessage", fault)
    first, second = stand.queue("one"), stand.queue("two")
    stand.run(stand.settled(first, second))
    assert (stand.state(first), stand.state(second)) == ("doubt", "sent")
    assert [row.id for row in list_outgoing(stand.store, "doubt")] == [first]
    assert texts(stand.anna).count("one") <= 1
    (again,) = send_again(stand.store, first)
    stand.run(stand.settled(again))
    assert texts(stand.anna)[-1] == "one"
    assert list_outgoing(stand.store, "doubt") == []


def test_an_answer_to_a_tap_needs_no_mark_and_is_never_in_doubt(stand: Stand) -> None:
    stand.botapi.control.fail("answerCallbackQuery", "latency", seconds=0.5)
    tap = stand.queue(TapAnswered("77"), kind=TAP)
    stand.run(lambda: stand.botapi.control.calls("answerCallbackQuery"))
    assert settle_interrupted(stand.store) == 0
    assert stand.state(tap) in ("queued", "sent")


def test_telegram_saying_wait_is_waited_for_and_nothing_is_lost(stand: Stand) -> None:
    stand.botapi.control.fail("sendMessage", "retry_after", seconds=1, chat_id=stand.anna.id)
    row, other = stand.queue("hello"), stand.queue("hi", "Ben")
    stand.run(stand.settled(row, other))
    assert (texts(stand.anna), texts(stand.ben)) == (["hello"], ["hi"])
    anna, ben = stand.anna.received()[0], stand.ben.received()[0]
    assert anna.at - ben.at > 0.9


def test_an_answer_to_a_tap_told_to_wait_for_long_is_not_asked_again_and_stops_nobody(stand: Stand) -> None:
    stand.botapi.control.fail("answerCallbackQuery", "retry_after", times=None, seconds=30)
    tap = stand.queue(TapAnswered("77"), kind=TAP)
    others = [stand.queue(f"{n}", who) for n in range(3) for who in ("Anna", "Ben")]
    stand.run(stand.settled(*others))
    assert len(stand.botapi.control.calls("answerCallbackQuery")) == 1
    assert stand.state(tap) == "queued"


def test_an_answer_to_a_tap_told_to_wait_comes_then(stand: Stand) -> None:
    stand.botapi.control.fail("answerCallbackQuery", "retry_after", seconds=1)
    tap = stand.queue(TapAnswered("77"), kind=TAP)
    stand.run(stand.settled(tap))
    refused, answered = stand.botapi.control.calls("answerCallbackQuery")
    assert 0.9 < answered.at - refused.at < 5


def test_an_outage_delays_and_loses_nothing(stand: Stand) -> None:
    stand.botapi.go_away()
    rows = [stand.queue(text) for text in ("one", "two")]
    with pytest.raises(TimeoutError):
        stand.run(stand.settled(*rows), 0.6)
    assert [stand.state(row) for row in rows] == ["queued", "queued"]
    stand.botapi.come_back()
    stand.run(stand.settled(*rows))
    assert texts(stand.anna) == ["one", "two"]


def test_a_customer_who_blocked_the_bot_is_reported_once_and_their_queue_ends(stand: Stand) -> None:
    stand.anna.block()
    rows = [stand.queue("one"), stand.queue("two"), stand.queue("hi", "Ben")]
    stand.run(stand.settled(*rows))
    assert [stand.state(row) for row in rows] == ["failed", "failed", "sent"]
    (arrival,) = new_arrivals(stand.store)
    stimulus = arrival.stimulus()
    assert isinstance(stimulus, NotDelivered)
    assert (arrival.customer, stimulus.key, stimulus.blocked) == ("Anna", "1", True)


def test_an_edit_changes_its_message_and_is_repeated_after_a_cut(stand: Stand) -> None:
    first = stand.queue(MessageSent("1", Message("Which size?")))
    stand.run(stand.settled(first))
    stand.botapi.control.fail("editMessageText", "cut_before")
    edit = stand.queue(MessageSent("2", Message("Which colour?"), replaces="1"), kind=EDIT)
    stand.run(stand.settled(edit))
    assert stand.state(edit) == "sent"
    assert texts(stand.anna) == ["Which colour?"]
    further = stand.queue(MessageSent("3", Message("Thanks!"), replaces="2"), kind=EDIT)
    stand.run(stand.settled(further))
    assert texts(stand.anna) == ["Thanks!"]


def test_an_edit_of_what_is_gone_is_a_message_of_its_own(stand: Stand) -> None:
    row = stand.queue(MessageSent("2", Message("Which colour?"), replaces="1"), kind=EDIT)
    stand.run(stand.settled(row))
    assert texts(stand.anna) == ["Which colour?"]


def test_taps_are_answered_at_once_however_long_the_queue(stand: Stand) -> None:
    buttons = ((Button("Yes", value="1.a.b.1"),),)
    first = stand.queue(MessageSent("1", Message("Sure?", buttons=buttons, keyboard="inline")))
    stand.run(stand.settled(first))
    query = stand.anna.tap("Yes")["query_id"]
    rows = [stand.queue(f"{n}") for n in range(6)]
    tap = stand.queue(TapAnswered(query, "Gone."), kind=TAP)
    stand.run(stand.settled(tap))
    assert "queued" in {stand.state(row) for row in rows}
    assert stand.anna.wait_for_answer(query)["text"] == "Gone."


def test_a_tap_too_old_to_be_answered_is_no_failure(stand: Stand) -> None:
    row = stand.queue(TapAnswered("12345"), kind=TAP)
    stand.run(stand.settled(row))
    assert stand.state(row) == "sent"
    assert new_arrivals(stand.store) == []


def test_a_burst_to_one_chat_keeps_telegrams_pace(stand: Stand) -> None:
    rows = [stand.queue(f"{n}") for n in range(5)]
    stand.run(stand.settled(*rows))
    assert texts(stand.anna) == ["0", "1", "2", "3", "4"]
    assert stand.botapi.control.busiest(0.9, stand.anna.id) <= 4
    at = [entry.at for entry in stand.anna.received()]
    assert at[-1] - at[0] > 1.8


def test_a_void_token_stops_the_bot_and_keeps_what_waits(stand: Stand) -> None:
    stand.botapi.control.revoke_token()
    row = stand.queue("hello")
    stand.run(lambda: stand.revoked)
    assert stand.state(row) == "queued"
