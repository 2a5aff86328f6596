"""What a store makes of an owner's word about many at once: those that were listed and no others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flowbook.customer import Customer
from flowbook.errors import StoreError
from flowbook.events import HttpRequested, MessageSent
from flowbook.messages import Message
from flowbook.session import Timer
from flowbook.store import Store
from flowbook.store.calls import HELD, decide_calls, mark_call, open_calls, put_call
from flowbook.store.customers import add_customer, need_state
from flowbook.store.inbox import TIMER, UPDATE, Arrival, bury, new_arrivals
from flowbook.store.letters import discard, list_dead, revive
from flowbook.store.outbox import MESSAGE, Draft, find_outgoing, put_outgoing, queued, send_again, set_aside
from flowbook.store.values import to_text

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOT = "4242"


def unsent(store: Store, key: str, state: str, chat: str = "7") -> int:
    draft = Draft(BOT, chat, None, MESSAGE, MessageSent(key, Message(key)), key)
    return put_outgoing(store, draft, AT, state=state)


def dead(store: Store, *bodies: str, kind: str = UPDATE, customer: str | None = None) -> list[int]:
    """Their ids, in the order of the bodies."""
    for body in bodies:
        bury(store, Arrival(0, BOT, kind, body, customer), "why", AT)
    return [letter.id for letter in list_dead(store)[: len(bodies)]][::-1]


def states(store: Store, rows: list[int]) -> list[str]:
    return [row.state for one in rows if (row := find_outgoing(store, one))]


def test_many_are_sent_again_in_their_order_and_behind_what_people_wait_for(store: Store) -> None:
    rows = [unsent(store, key, "held", chat) for key, chat in (("a", "7"), ("b", "8"), ("c", "7"))]
    copies = send_again(store, *reversed(rows))
    assert [(row.id, row.key) for row in queued(store, BOT, urgent=False)] == [
        *zip(sorted(copies), "abc", strict=True)
    ]
    assert queued(store, BOT, urgent=True) == []
    assert states(store, rows) == ["repeated"] * 3


def test_what_was_not_listed_or_is_decided_already_is_left_as_it_is(store: Store) -> None:
    rows = [unsent(store, "a", "doubt"), unsent(store, "b", "sent"), unsent(store, "c", "doubt")]
    later = unsent(store, "later", "doubt")
    assert set_aside(store, rows[0]) == 1
    assert len(send_again(store, *rows)) == 1
    assert states(store, [*rows, later]) == ["left", "sent", "repeated", "doubt"]
    for choice in (send_again, set_aside):
        with pytest.raises(StoreError):
            choice(store, *rows)
    assert [row.key for row in queued(store, BOT, urgent=False)] == ["c"]


def test_many_are_taken_off_the_list_at_once(store: Store) -> None:
    rows = [unsent(store, key, "failed") for key in "abc"]
    assert set_aside(store, *rows[:2]) == 2
    assert states(store, rows) == ["left", "left", "failed"]


@pytest.mark.parametrize(("ask", "waiting"), [(True, [1, 2]), (False, [])])
def test_requests_that_are_held_are_decided_together(store: Store, ask: bool, waiting: list[int]) -> None:
    add_customer(store, Customer("anna", AT))
    for number in (1, 2, 3, 4):
        put_call(store, "anna", BOT, HttpRequested(f"r{number}", "n", "POST", "https://a.example/"), AT)
    calls = [call.id for call in open_calls(store)]
    for call in (*calls[:2], calls[3]):
        mark_call(store, call, HELD)
    assert decide_calls(store, *calls[:3], ask=ask) == 2
    assert [call.id for call in open_calls(store, HELD)] == [calls[3]]
    found = [calls.index(call.id) + 1 for call in open_calls(store, "waiting")]
    assert found == [*waiting, 3], "the third was never held"


def test_dead_letters_are_put_back_in_their_order(store: Store) -> None:
    letters = dead(store, "one", "two", "three")
    (later,) = dead(store, "later")
    assert revive(store, *reversed(letters)) == 3
    assert [arrival.body for arrival in new_arrivals(store)] == ["one", "two", "three"]
    assert [letter.id for letter in list_dead(store)] == [later]


def test_a_timer_of_which_too_little_was_kept_holds_up_no_other_letter(store: Store) -> None:
    add_customer(store, Customer("anna", AT))
    timer = Timer("anna.1.due", AT, "anna.1", 3, "salon", "wait", "due")
    broken, whole = dead(store, "anna.1.due", to_text(timer), kind=TIMER, customer="anna")
    assert revive(store, broken, whole) == 1
    assert need_state(store, "anna").timers == {timer.id: timer}
    assert [letter.id for letter in list_dead(store)] == [broken]


def test_dead_letters_that_are_left_are_forgotten(store: Store) -> None:
    letters = dead(store, "one", "two", "three")
    assert discard(store, *letters[:2]) == 2
    assert [letter.body for letter in list_dead(store)] == ["three"]
    assert new_arrivals(store) == []
    for choice in (discard, revive):
        with pytest.raises(StoreError):
            choice(store, *letters[:2])
