"""The queues of a store: inbox, dead letters, outbox, calls; nothing twice, nothing lost, all in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flowbook.customer import Customer
from flowbook.errors import StoreError
from flowbook.events import HttpRequested, MessageSent, TapAnswered
from flowbook.messages import Message
from flowbook.session import Timer
from flowbook.stimuli import OperatorSaid, Said
from flowbook.store import Store
from flowbook.store.calls import decide_calls, mark_call, open_calls, put_call
from flowbook.store.contacts import add_contact
from flowbook.store.customers import add_customer, erase_customer, need_state
from flowbook.store.figures import count_all
from flowbook.store.inbox import (
    KEPT,
    TIMER,
    Arrival,
    bury,
    count_waiting,
    forget_old,
    mark_done,
    mark_failed,
    new_arrivals,
    put_stimulus,
    put_updates,
    waiting_of,
)
from flowbook.store.letters import list_dead, revive
from flowbook.store.outbox import (
    EDIT,
    MESSAGE,
    TAP,
    Draft,
    Entry,
    drop_queued,
    find_outgoing,
    list_outgoing,
    mark_leaving,
    mark_queued,
    mark_sending,
    mark_settled,
    message_id_of,
    put_entries,
    put_outgoing,
    queued,
    queued_before,
    send_again,
    set_aside,
)
from flowbook.store.resuming import hold_back
from flowbook.store.settling import settle_interrupted
from flowbook.store.timers import give_up_timer, keep_timers
from flowbook.store.values import to_text

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOT = "4242"


@pytest.fixture(autouse=True)
def anna(store: Store) -> None:
    add_customer(store, Customer("anna", AT))
    add_contact(store, BOT, "7", "anna", AT)


def update(number: int, chat: int = 7) -> dict[str, object]:
    return {"update_id": number, "message": {"chat": {"id": chat}, "text": f"word {number}"}}


def draft(text: str, chat: str = "7", **more: object) -> Draft:
    event = MessageSent(text, Message(text, text))
    return Draft(BOT, chat, "anna", **{"kind": MESSAGE, "event": event, "key": text, **more})  # type: ignore[arg-type]


def texts(store: Store, *, urgent: bool = False) -> list[str]:
    return [row.key for row in queued(store, BOT, urgent)]


def test_an_update_is_taken_once_and_another_bots_number_is_another_one(store: Store) -> None:
    assert put_updates(store, BOT, [update(5), update(6)], AT) == 2
    assert put_updates(store, BOT, [update(6), update(7)], AT) == 1
    assert put_updates(store, "other", [update(5)], AT) == 1
    arrivals = new_arrivals(store)
    assert [arrival.bot for arrival in arrivals] == [BOT, BOT, BOT, "other"]
    mark_done(store, [arrival.id for arrival in arrivals])
    assert put_updates(store, BOT, [update(5)], AT) == 0
    assert (new_arrivals(store), count_waiting(store)) == ([], 0)


def test_arrivals_keep_their_order_and_bots_can_be_left_out(store: Store) -> None:
    put_updates(store, BOT, [update(900)], AT)
    put_stimulus(store, "anna", OperatorSaid("Hi"), AT)
    put_updates(store, "other", [update(3)], AT)
    assert [one.bot for one in new_arrivals(store, without=["other"])] == [BOT, ""]
    assert [one.bot for one in new_arrivals(store, limit=2)] == [BOT, ""]
    (stimulus,) = [one for one in new_arrivals(store) if one.customer]
    assert (stimulus.customer, stimulus.stimulus()) == ("anna", OperatorSaid("Hi"))


def test_after_three_tries_it_lies_with_the_dead_letters_and_can_be_revived(store: Store) -> None:
    put_updates(store, BOT, [update(1)], AT)
    ends = []
    for _ in range(3):
        (arrival,) = new_arrivals(store)
        ends.append(mark_failed(store, arrival, "it broke", AT))
    assert ends == [False, False, True]
    assert new_arrivals(store) == []
    (letter,) = list_dead(store)
    assert (letter.bot, letter.why, letter.at) == (BOT, "it broke", AT)
    revive(store, letter.id)
    assert [one.body for one in new_arrivals(store)] == [letter.body]
    with pytest.raises(StoreError):
        revive(store, letter.id)


def test_numbers_are_forgotten_after_two_days_and_what_waits_never(store: Store) -> None:
    put_updates(store, BOT, [update(number) for number in range(1, 8)], AT)
    mark_done(store, [arrival.id for arrival in new_arrivals(store)[1:]])
    put_updates(store, BOT, [update(8)], AT + timedelta(hours=1))
    mark_done(store, [new_arrivals(store)[-1].id])
    forget_old(store, AT + KEPT + timedelta(minutes=1))
    assert put_updates(store, BOT, [update(number) for number in range(1, 9)], AT) == 6


def test_many_at_once_are_all_there_in_their_order(store: Store) -> None:
    numbers = [str(number) for number in range(173)]
    put_entries(store, [(Entry(draft(one), AT), to_text(draft(one).event)) for one in numbers])
    assert texts(store) == numbers
    assert put_updates(store, BOT, [update(number) for number in range(60, 90)], AT) == 30
    assert put_updates(store, BOT, [update(number) for number in range(173)], AT) == 143
    assert count_waiting(store) == 173


def test_two_queues_in_the_order_of_writing_and_what_goes_before_in_a_chat(store: Store) -> None:
    for text, urgent, chat in (("a", False, "7"), ("b", True, "7"), ("c", True, "8"), ("d", False, "7")):
        put_outgoing(store, draft(text, chat, urgent=urgent), AT)
    assert (texts(store), texts(store, urgent=True)) == (["a", "d"], ["b", "c"])
    last = queued(store, BOT, urgent=False)[-1]
    assert [row.key for row in queued_before(store, last)] == ["a", "b"]
    assert [row.key for row in queued(store, BOT, False, after=last.id - 1)] == ["d"]
    assert queued(store, "other", urgent=False) == []


def marked(store: Store) -> tuple[int, int]:
    """One that was to leave and one that was leaving when the program ended."""
    rows = [put_outgoing(store, draft(text), AT) for text in ("still here", "gone")]
    for row in rows:
        mark_sending(store, row)
    mark_leaving(store, rows[1])
    return rows[0], rows[1]


def test_what_was_leaving_is_in_doubt_and_what_was_to_leave_goes_again(store: Store) -> None:
    assert settle_interrupted(store, "this run") == 0
    _here, gone = marked(store)
    assert settle_interrupted(store, "this run") == 1
    (doubt,) = list_outgoing(store, "doubt")
    assert (doubt.id, doubt.tries) == (gone, 1)
    assert "may have arrived" in doubt.why
    assert texts(store) == ["still here"]


def test_what_its_owner_is_to_look_at_comes_with_the_latest_first_and_in_pages(store: Store) -> None:
    rows = [put_outgoing(store, draft(f"{n}"), AT, state="failed") for n in range(5)]
    put_outgoing(store, draft("another"), AT, state="held")
    assert [row.id for row in list_outgoing(store, "failed", 2)] == [rows[4], rows[3]]
    assert [row.id for row in list_outgoing(store, "failed", 2, skip=4)] == [rows[0]]


@pytest.mark.parametrize(("before", "after"), [("one", "two"), ("", ""), ("one", ""), ("", "two")])
def test_after_a_power_cut_all_that_was_marked_is_in_doubt(store: Store, before: str, after: str) -> None:
    settle_interrupted(store, before)
    marked(store)
    assert settle_interrupted(store, after) == 2
    assert texts(store) == []


def test_an_edit_that_went_as_a_message_of_its_own_is_in_doubt_too(store: Store) -> None:
    settle_interrupted(store, "this run")
    row = put_outgoing(store, draft("edit", kind=EDIT), AT)
    mark_sending(store, row)
    mark_leaving(store, row)
    assert settle_interrupted(store, "this run") == 1
    assert texts(store) == []


def test_restoring_a_backup_holds_what_was_marked(store: Store) -> None:
    marked(store)
    assert hold_back(store, AT).messages == 2
    assert texts(store) == []


def test_a_row_that_surely_was_not_sent_goes_again_in_its_place(store: Store) -> None:
    first, _ = (put_outgoing(store, draft(text), AT) for text in "ab")
    mark_sending(store, first)
    assert texts(store) == ["b"]
    mark_queued(store, first)
    assert texts(store) == ["a", "b"]


def test_sending_again_is_its_owners_choice_and_only_once(store: Store) -> None:
    row = put_outgoing(store, draft("a"), AT)
    with pytest.raises(StoreError):
        send_again(store, row)
    mark_settled(store, row, "doubt", "who knows")
    (copied,) = send_again(store, row)
    assert [(one.id, one.key) for one in queued(store, BOT, urgent=True)] == [(copied, "a")]
    for choice in (send_again, set_aside):
        with pytest.raises(StoreError):
            choice(store, row)


def test_what_was_sent_is_found_by_its_key_and_a_chat_can_be_given_up(store: Store) -> None:
    row, other = put_outgoing(store, draft("a"), AT), put_outgoing(store, draft("b"), AT)
    mark_settled(store, row, "sent", number=77)
    assert (message_id_of(store, "anna", BOT, "a"), message_id_of(store, "anna", BOT, "b")) == (77, None)
    drop_queued(store, BOT, "7", "blocked")
    found = find_outgoing(store, other)
    assert found is not None
    assert (found.state, found.why, found.event()) == ("failed", "blocked", draft("b").event)


def test_an_event_comes_out_of_the_queue_as_it_went_in(store: Store) -> None:
    tap = TapAnswered("q1", "Half “quoted” 👍")
    row = put_outgoing(store, Draft(BOT, "7", "anna", TAP, tap), AT, state="held", why="later")
    (found,) = list_outgoing(store, "held")
    assert (found.id, found.event(), found.created, found.why) == (row, tap, AT, "later")


def test_calls_wait_until_they_are_done(store: Store) -> None:
    asked = HttpRequested("r1", "node", "POST", "https://example.com/", {"A": "b"}, {"n": [1, None]})
    put_call(store, "anna", BOT, asked, AT)
    (call,) = open_calls(store)
    assert (call.customer, call.bot, call.request, call.state) == ("anna", BOT, asked, "waiting")
    assert mark_call(store, call.id, "calling")
    assert [one.state for one in open_calls(store)] == ["calling"]
    assert open_calls(store, "waiting") == []
    assert mark_call(store, call.id, "done")
    assert open_calls(store) == []
    assert not mark_call(store, call.id, "calling"), "what is done stays done"


def test_calls_that_are_held_wait_for_a_word(store: Store) -> None:
    for number in (1, 2):
        request = HttpRequested(f"r{number}", "node", "POST", "https://example.com/")
        put_call(store, "anna", BOT, request, AT)
    first, second = open_calls(store)
    hold_back(store, AT)
    assert (open_calls(store), count_all(store, AT).calls, count_all(store, AT).held_calls) == ([], 0, 2)
    decide_calls(store, first.id, ask=True)
    decide_calls(store, second.id, ask=False)
    assert [call.id for call in open_calls(store, "waiting", "held")] == [first.id]
    for call in (first, second):
        with pytest.raises(StoreError):
            decide_calls(store, call.id, ask=True)


def test_a_timer_that_was_put_aside_is_set_again(store: Store) -> None:
    timer = Timer("anna.1.due", AT, "anna.1", 3, "salon", "wait", "due")
    keep_timers(store, [("anna", timer)])
    assert give_up_timer(store, "anna", timer.id) == timer
    assert give_up_timer(store, "anna", timer.id) is None
    bury(store, Arrival(0, "", TIMER, to_text(timer), "anna"), "it broke", AT)
    revive(store, list_dead(store)[0].id)
    assert need_state(store, "anna").timers[timer.id] == timer


def test_erasing_somebody_empties_the_queues_of_them(store: Store) -> None:
    put_updates(store, BOT, [update(1), update(2, chat=8)], AT)
    put_stimulus(store, "anna", Said("x"), AT)
    put_outgoing(store, draft("a"), AT)
    put_call(store, "anna", BOT, HttpRequested("r1", "n", "GET", "https://example.com/"), AT)
    erase_customer(store, "anna")
    figures = count_all(store, AT)
    assert (figures.waiting, figures.calls, figures.outbox["queued"], figures.customers) == (1, 0, 0, 0)
    add_customer(store, Customer("mia", AT, invented=True))
    figures = count_all(store, AT)
    assert (figures.customers, figures.samples) == (0, 1)


def test_what_a_customer_said_waits_until_it_is_taken_up(store: Store) -> None:
    add_customer(store, Customer("ben", AT))
    for who, text in (("anna", "one"), ("ben", "mine"), ("anna", "two")):
        put_stimulus(store, who, Said(text), AT, BOT)
    put_stimulus(store, "anna", Said("to another bot"), AT, "1")
    found = waiting_of(store, "anna", BOT)
    assert [(at, arrival.stimulus()) for at, arrival in found] == [(AT, Said("one")), (AT, Said("two"))]
    mark_done(store, [found[0][1].id])
    assert [arrival.stimulus() for _at, arrival in waiting_of(store, "anna", BOT)] == [Said("two")]
