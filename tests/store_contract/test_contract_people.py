"""People in a store: states, revisions, chats, timers, history, conversations with persons, lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence, Order
from flowbook.errors import StoreError
from flowbook.events import HandedOver, MessageReceived, MessageSent, NodeEntered, Record, Report, TakenBack
from flowbook.messages import Button, Message
from flowbook.session import CustomerState, Session, Timer, Wait
from flowbook.store import Store
from flowbook.store.contacts import add_contact, chat_of, chats_of, customer_of, customers_of, owners_of
from flowbook.store.conversations import follow_turns, open_conversations
from flowbook.store.customers import (
    add_customer,
    change_state,
    erase_customer,
    load_customers,
    load_state,
    need_state,
)
from flowbook.store.history import forget_records, journey, keep_turns, transcript
from flowbook.store.ledger import Ledger, write_ledger
from flowbook.store.listing import Query, count_of, ids_of
from flowbook.store.loading import load_states, revisions_of
from flowbook.store.persons import export_person
from flowbook.store.saving import add_states, save_states
from flowbook.store.timers import count_timers, due_timers, give_up_timer, next_due
from tests.reports import report_of

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WAIT = Wait("answer", (("late", AT + HOUR),), 3, {"chosen": ["a"]})
ANNA = CustomerState(
    Customer(
        "anna",
        AT,
        {"first_name": "Anna", "city": "Rīga", "points": 7, "vip": True, "note": None},
        frozenset({"vip", "new"}),
        "lead",
        (Order("o1", AT, 12.5, "new", ("p1",)), Order("o0", AT - HOUR, 3)),
        (Occurrence("cart", AT, {"n": [1, {}]}),),
        last_seen=AT,
        segments=frozenset({"local"}),
    ),
    {"anna.2": Session("anna.2", "order", 1, "ask", AT, "4242", 2, WAIT, variables={"x": "y"})},
    {"anna.2.late": Timer("anna.2.late", AT + HOUR, "anna.2", 2, "order", "ask", "late")},
    count=3,
    channel="4242",
    parked=("anna.2",),
    memory={"order.start": AT.isoformat()},
    held={"t": {"a": 1}},
)


def with_count(count: int) -> CustomerState:
    return altered(ANNA, count=count)


def record(event: object, minute: int = 0, session: str = "anna.2") -> Record:
    return Record(AT + timedelta(minutes=minute), "anna", event, session, "order", "4242")  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def anna(store: Store) -> None:
    add_states(store, [ANNA])


def test_a_state_comes_out_as_it_went_in_and_the_missing_are_left_out(store: Store) -> None:
    add_customer(store, Customer("ben", AT))
    found = load_states(store, ["ben", "nobody", "anna"])
    assert {key: state for key, (_, state) in found.items()} == {
        "anna": ANNA,
        "ben": CustomerState(Customer("ben", AT)),
    }
    assert load_states(store, []) == {}
    assert [one.id for one in load_customers(store, ["nobody", "ben", "anna"])] == ["ben", "anna"]


def test_what_changes_is_written_and_the_revision_rises(store: Store) -> None:
    (revision,) = revisions_of(store, ["anna"]).values()
    after = altered(
        ANNA,
        customer=altered(ANNA.customer, fields={"city": "Tartu"}, tags=frozenset({"new"}), orders=()),
        sessions={"anna.4": Session("anna.4", "bye", 2, "end", AT)},
        timers={"order.start": Timer("order.start", AT, flow="order", node="start")},
        held={},
    )
    save_states(store, [(ANNA, after)])
    assert load_states(store, ["anna"]) == {"anna": (revision + 1, after)}


def test_nobody_comes_twice_or_changes_after_they_are_gone(store: Store) -> None:
    with pytest.raises(StoreError, match="already"):
        add_states(store, [ANNA])
    erase_customer(store, "anna")
    with pytest.raises(StoreError, match="any more"):
        save_states(store, [(ANNA, with_count(4))])
    with pytest.raises(StoreError, match="any more"):
        change_state(store, "anna", lambda state: state)


def test_somebody_who_comes_back_has_another_revision(store: Store) -> None:
    before = revisions_of(store, ["anna"])
    erase_customer(store, "anna")
    add_states(store, [ANNA])
    assert revisions_of(store, ["anna"]) != before


def test_timers_come_due_the_earliest_first(store: Store) -> None:
    early = Timer("early", AT - HOUR)
    change_state(store, "anna", lambda state: altered(state, timers={**state.timers, "early": early}))
    assert due_timers(store, AT) == [("anna", "early")]
    assert due_timers(store, AT + HOUR) == [("anna", "early"), ("anna", "anna.2.late")]
    assert due_timers(store, AT + HOUR, limit=1) == [("anna", "early")]
    assert (next_due(store), count_timers(store)) == (AT - HOUR, 2)
    give_up_timer(store, "anna", "early")
    assert need_state(store, "anna").timers == ANNA.timers


def test_a_chat_has_one_customer_and_a_customer_several_chats(store: Store) -> None:
    add_customer(store, Customer("ben", AT))
    for number, (bot, chat) in enumerate((("4242", "7"), ("4242", "8"), ("other", "7"))):
        add_contact(store, bot, chat, "anna", AT + number * HOUR)
    assert chats_of(store, ["anna", "nobody"]) == {
        "anna": [("4242", "7"), ("4242", "8"), ("other", "7")],
        "nobody": [],
    }
    assert (chat_of(store, "4242", "anna"), chat_of(store, "none", "anna")) == ("8", None)
    add_contact(store, "4242", "8", "ben", AT)
    assert (customer_of(store, "4242", "8"), chat_of(store, "4242", "anna")) == ("ben", "7")
    asked = {("4242", "7"), ("4242", "8"), ("other", "8"), ("4242", "77")}
    assert owners_of(store, asked) == {("4242", "7"): "anna", ("4242", "8"): "ben"}
    assert customers_of(store, "4242") == ["anna", "ben"]
    assert customers_of(store, "4242", after="anna") == ["ben"]


def test_history_is_read_in_parts_from_the_end(store: Store) -> None:
    said = [MessageReceived("one"), NodeEntered("ask"), MessageSent("4", Message("two", "two"))]
    first = report_of(*[record(event) for event in said])
    keep_turns(store, [first, report_of(record(MessageReceived("three"), 1, ""))])
    whole = [one for _, one in journey(store, "anna")]
    assert [one.event for one in whole] == [*said, MessageReceived("three")]
    assert (whole[0], whole[-1].session) == (record(said[0]), "")
    latest = journey(store, "anna", limit=2)
    assert [one.event for _, one in latest] == [said[2], MessageReceived("three")]
    before = journey(store, "anna", before=latest[0][0], limit=2)
    assert [one.event for _, one in before] == said[:2]
    assert [one.event for _, one in transcript(store, "anna", limit=2)] == [said[2], MessageReceived("three")]
    forget_records(store, AT + timedelta(seconds=1))
    assert [one.event for _, one in journey(store, "anna")] == [MessageReceived("three")]


def test_a_persons_conversation_lasts_until_it_is_taken_back(store: Store) -> None:
    follow_turns(store, [report_of(record(HandedOver("shop", "size")))])
    (talk,) = open_conversations(store)
    assert (talk.customer, talk.session, talk.team, talk.reason, talk.opened) == (
        "anna",
        "anna.2",
        "shop",
        "size",
        AT,
    )
    follow_turns(store, [report_of(record(TakenBack("done"), 1, "anna.9"))])
    assert len(open_conversations(store)) == 1
    follow_turns(store, [report_of(record(TakenBack("done"), 1))])
    assert open_conversations(store) == []
    begun, ended = record(HandedOver("shop")), record(TakenBack("nobody came"), 1)
    follow_turns(store, [report_of(begun), report_of(ended)])
    assert open_conversations(store) == [], "begun and ended in one batch"


def test_a_ledger_is_written_whole(store: Store) -> None:
    sent = MessageSent("4", Message("Hi", "Hi", buttons=((Button("Yes", "choice", "1.a.b.4"),),)))
    ben = CustomerState(Customer("ben", AT), channel="4242")
    ledger = Ledger(added={"ben": ben}, changed={"anna": (ANNA, with_count(4))})
    ledger.contacts.append(("4242", "9", "ben", AT))
    ledger.turns += [report_of(record(sent), record(HandedOver("shop"))), Report(AT, "anna", "", ())]
    before = revisions_of(store, ["anna"])["anna"]
    with store.transaction():
        first = write_ledger(store, ledger)
    assert load_states(store, ["anna", "ben"]) == {
        "anna": (before + 1, with_count(4)),
        "ben": (first["ben"], ben),
    }
    assert [one.event for _, one in journey(store, "anna")] == [sent, HandedOver("shop")]
    assert (customer_of(store, "4242", "9"), len(open_conversations(store))) == ("ben", 1)


def test_lists_search_sort_and_ask_conditions(store: Store) -> None:
    add_customer(store, Customer("ben", AT, {"first_name": "Ben", "city": "Riga", "points": 9}))
    assert ids_of(store, Query(sort="name")) == ["anna", "ben"]
    assert ids_of(store, Query(search="RĪGA")) == ["anna"]
    riga = Query({"field": "city", "op": "is", "value": "riga"}, now=AT)
    vip = Query({"tag": "vip", "op": "has"}, now=AT)
    assert (ids_of(store, riga), count_of(store, vip)) == (["ben"], 1)
    add_contact(store, "4242", "8", "ben", AT)
    assert ids_of(store, Query(bot="4242")) == ["ben"]
    assert ids_of(store, Query(sort="id"), offset=1, limit=1) == ["ben"]


def test_everything_of_a_person_is_given_out_and_then_erased(store: Store) -> None:
    add_contact(store, "4242", "7", "anna", AT)
    keep_turns(store, [report_of(record(MessageReceived("Hello")))])
    told = export_person(store, "anna")
    assert (told["chats"], told["history"][0]["text"]) == ([{"bot": "4242", "chat": "7"}], "Hello")
    assert erase_customer(store, "anna")
    assert not erase_customer(store, "anna")
    assert (load_state(store, "anna"), journey(store, "anna"), customer_of(store, "4242", "7")) == (
        None,
        [],
        None,
    )
    assert (due_timers(store, AT + HOUR), ids_of(store, Query())) == ([], [])
    with pytest.raises(StoreError):
        export_person(store, "anna")
