"""Transactions of a store: all or nothing, parts that can be undone alone, counters that others can see."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from flowbook.customer import Customer
from flowbook.errors import StoreError
from flowbook.store import Store
from flowbook.store.customers import add_customer, find_customer

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def put(store: Store, name: str) -> None:
    add_customer(store, Customer(name, AT))


def there(store: Store, *names: str) -> list[bool]:
    return [find_customer(store, name) is not None for name in names]


@pytest.mark.parametrize("on_disk", [True, False])
def test_what_fails_leaves_nothing(store: Store, on_disk: bool) -> None:
    def put_and_fail() -> None:
        with store.transaction(on_disk=on_disk):
            put(store, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    with store.transaction(on_disk=on_disk):
        put(store, "b")
    store.sync()
    assert there(store, "a", "b") == [False, True]


def test_a_part_is_undone_alone(store: Store) -> None:
    def put_two() -> None:
        with store.transaction():
            put(store, "b")
            put(store, "a")

    with store.transaction():
        put(store, "a")
        with pytest.raises(StoreError):
            put_two()
        put(store, "c")
    assert there(store, "a", "b", "c") == [True, False, True]


def test_what_is_joined_shares_the_fate_of_the_whole(store: Store) -> None:
    def join_and_fail() -> None:
        with store.transaction():
            with store.joined():
                put(store, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        join_and_fail()
    with store.joined():
        put(store, "b")
    assert there(store, "a", "b") == [False, True]


def test_another_thread_sees_what_is_committed_and_no_more(store: Store) -> None:
    seen: list[bool] = []

    def look() -> None:
        reader = threading.Thread(target=lambda: seen.extend(there(store, "a")))
        reader.start()
        reader.join()

    with store.transaction():
        put(store, "a")
        if not getattr(store, "address", ""):
            # SQLite's database in memory has no older state to show; it would wait for the end.
            look()
    look()
    assert seen in ([False, True], [True])


def test_counters_rise_and_are_undone_with_their_transaction(store: Store) -> None:
    def bump_and_fail() -> None:
        with store.transaction():
            store.bump()
            raise ZeroDivisionError

    first = store.counter()
    store.bump()
    store.bump("own")
    with pytest.raises(ZeroDivisionError):
        bump_and_fail()
    assert (store.counter(), store.counter("own"), store.counter("none")) == (first + 1, 1, 0)


def test_a_closed_store_opens_again(store: Store) -> None:
    kept = threading.Event()
    ready = threading.Event()

    def hold() -> None:
        store.counter()
        ready.set()
        kept.wait(10)
        store.close()

    holder = threading.Thread(target=hold)
    put(store, "a")
    holder.start()
    ready.wait(10)
    store.close()
    assert there(store, "a") == [True]
    kept.set()
    holder.join()


def test_who_waits_for_another_writer_gives_up_as_soon_as_was_said(store: Store) -> None:
    over, begun = threading.Event(), threading.Event()

    def hold() -> None:
        with store.transaction():
            put(store, "b")
            begun.set()
            over.wait(9)

    holder = threading.Thread(target=hold)
    store.wait_at_most(0.05)
    holder.start()
    assert begun.wait(9)
    with pytest.raises(StoreError), store.transaction():
        put(store, "a")
    assert holder.is_alive(), "it waited for the other one's end"
    over.set()
    holder.join()
    put(store, "a")
    assert there(store, "a", "b") == [True, True]
