"""Customers in the worker's memory: never an older state than the database has, never more than fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flowbook.copies import altered
from flowbook.customer import set_field
from flowbook.dispatch import Outcome
from flowbook.rehearsal import MOVE
from flowbook.session import CustomerState
from flowbook.store import Store, open_store
from flowbook.store.contacts import add_contact
from flowbook.store.customers import change_state, erase_customer, load_state, need_state, save_state
from flowbook.store.exchange import import_csv, import_rows
from flowbook.store.inbox import put_updates
from flowbook.store.letters import list_dead
from flowbook.store.loading import revisions_of
from flowbook.store.moving import take_along
from flowbook.store.publishing import publish
from flowbook.store.timers import give_up_timer, take_up_timer
from flowbook.workspace import Workspace
from runtime import steps
from runtime.memory import Memory
from tests.runtime_process import booking
from tests.test_runtime_worker import NOW, Desk

Act = Callable[[Store, str], object]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Anna is asked for her name."""
    desk = Desk(tmp_path / "data")
    publish(desk.store, booking(), [desk.bot])
    desk.say("/start")
    desk.work()
    return desk


def with_field(name: str, value: object) -> Callable[[CustomerState], CustomerState]:
    return lambda state: altered(state, customer=set_field(state.customer, name, value))


def take_everybody_along(store: Store, customer: str) -> None:
    bot = need_state(store, customer).channel
    release = publish(store, booking(delay_seconds=9), [bot])
    with store.transaction():
        take_along(store, release, [bot], MOVE)


def come_back(store: Store, customer: str) -> None:
    state = need_state(store, customer)
    erase_customer(store, customer)
    save_state(store, None, state)


ACTS: dict[str, Act] = {
    "a field": lambda store, who: change_state(store, who, with_field("city", "Riga")),
    "a tag": lambda store, who: change_state(
        store, who, lambda state: altered(state, customer=altered(state.customer, tags=frozenset({"vip"})))
    ),
    "sessions alone": lambda store, who: change_state(store, who, lambda state: altered(state, sessions={})),
    "timers alone": lambda store, who: change_state(store, who, lambda state: altered(state, timers={})),
    "a timer given up": lambda store, who: give_up_timer(
        store, who, next(iter(need_state(store, who).timers))
    ),
    "a timer tried again": lambda store, who: take_up_timer(
        store, who, next(iter(need_state(store, who).timers.values()))
    ),
    "a table": lambda store, who: import_csv(store, f"id;city\n{who};Tartu\n", Workspace()),
    "rows": lambda store, who: import_rows(store, [{"id": who, "city": "Tartu"}]),
    "a chat": lambda store, who: add_contact(store, "practice", who, who, NOW),
    "a chat lost to another": lambda store, who: (
        change_state(store, "other", lambda state: state),
        add_contact(store, "4242", "7", "other", NOW),
    ),
    "publishing": take_everybody_along,
    "gone and back": come_back,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whatever_changes_a_customer_raises_the_revision(desk: Desk, act: Act) -> None:
    state = need_state(desk.store, desk.customer())
    save_state(desk.store, None, altered(state, customer=altered(state.customer, id="other"), sessions={}))
    who = desk.customer()
    before = revisions_of(desk.store, [who])
    act(desk.store, who)
    assert revisions_of(desk.store, [who]) != before


def test_what_the_builder_changes_meanwhile_counts_at_once(desk: Desk) -> None:
    """Another program's connection; the worker has Anna in memory since her last word."""
    elsewhere = open_store(desk.store.data)
    desk.say("Anahit")
    desk.work()
    change_state(elsewhere, desk.customer(), with_field("first_name", "Anna Maria"))
    desk.say("/start")
    desk.say("")
    desk.work()
    assert need_state(desk.store, desk.customer()).customer.name == "Anna Maria"
    change_state(elsewhere, desk.customer(), lambda state: altered(state, sessions={}, timers={}))
    desk.say("Nobody asks any more")
    desk.work()
    assert desk.outgoing() == ["Your name?", "What, Anahit?", "Your name?"]


def test_somebody_erased_is_a_newcomer_when_they_write_again(desk: Desk) -> None:
    first = desk.customer()
    erase_customer(open_store(desk.store.data), first)
    desk.say("/start", name="Ann")
    desk.work()
    assert desk.customer() != first
    assert load_state(desk.store, first) is None


def test_a_chat_that_has_moved_answers_for_its_new_owner(desk: Desk) -> None:
    desk.say("/start", 8, "Ben")
    desk.work()
    ben = desk.customer(8)
    add_contact(open_store(desk.store.data), desk.bot, "7", ben, NOW)
    desk.say("Benjamin")
    desk.work()
    assert need_state(desk.store, ben).customer.fields["first_name"] == "Benjamin"


def test_nothing_is_believed_of_a_batch_that_was_not_committed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.say("Anahit")
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "transaction", _broken_commit(desk.store))
        with pytest.raises(ZeroDivisionError):
            desk.worker.work(desk.at)
    assert need_state(desk.store, desk.customer()).customer.name == "Anna"
    desk.work()
    assert need_state(desk.store, desk.customer()).customer.name == "Anahit"
    assert desk.outgoing() == ["Your name?", "What, Anahit?"]


def test_what_cannot_be_written_hurts_nobody_else_of_the_batch(desk: Desk) -> None:
    """The database takes no half characters; one lies in what Telegram says of a person's language."""
    broken = {"id": 9, "is_bot": False, "first_name": "X", "language_code": "\ud800"}
    where = {"id": 9, "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": where, "from": broken, "text": "/start"}
    put_updates(desk.store, desk.bot, [{"update_id": 900, "message": message}], NOW)
    desk.say("Anahit")
    desk.say("/start", 8)
    for _ in range(3):
        desk.worker.work(desk.at)
    assert desk.outgoing() == ["Your name?", "What, Anahit?", "Your name?"]
    (letter,) = list_dead(desk.store)
    assert "surrogates" in letter.why


def test_what_is_in_memory_is_what_a_restart_would_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the kind of each value: a step may keep a tuple, and JSON gives back a list."""
    dispatch = steps.dispatch

    def with_tuple(state: CustomerState, *rest: Any) -> Outcome:
        outcome = dispatch(state, *rest)
        return altered(outcome, state=with_field("sizes", (38, 39))(outcome.state))

    monkeypatch.setattr(steps, "dispatch", with_tuple)
    desk.say("Anahit")
    desk.work()
    kept = desk.worker.memory._known[desk.customer()].state
    assert kept.customer.fields["sizes"] == [38, 39]
    assert kept == need_state(desk.store, desk.customer())


def test_memory_is_bounded_and_forgets_who_was_silent_longest(desk: Desk) -> None:
    for chat in range(10, 20):
        desk.say("/start", chat)
    desk.work()
    memory = Memory(room=3)
    people = [memory.people(desk.store, [desk.customer(chat)]) for chat in range(10, 20)]
    for found in people:
        memory.keep(found.values())
    assert list(memory._known) == [desk.customer(chat) for chat in (17, 18, 19)]
    assert len(memory._owners) == 3


def _broken_commit(store: Store) -> Callable[[], object]:
    """The outermost transaction is undone at its end."""
    whole = type(store).transaction

    @contextmanager
    def transaction(**given: bool) -> Iterator[object]:
        outermost = not store.conn.in_transaction
        with whole(store) as conn:
            yield conn
            if outermost:
                raise ZeroDivisionError

    return transaction
