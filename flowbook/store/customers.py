"""Customers: one by one, as the builder and the command line ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from secrets import token_hex

from flowbook.customer import Customer
from flowbook.errors import StoreError
from flowbook.session import CustomerState
from flowbook.store.connection import conn_of
from flowbook.store.contacts import chats_of
from flowbook.store.inbox import forget_chat
from flowbook.store.loading import load_states
from flowbook.store.port import Store, operation
from flowbook.store.saving import add_states, save_states


def new_id() -> str:
    return f"c{token_hex(6)}"


def load_state(store: Store, customer: str) -> CustomerState | None:
    """Everything of a customer; None where there is none of that id."""
    found = load_states(store, [customer]).get(customer)
    return found[1] if found else None


def need_state(store: Store, customer: str) -> CustomerState:
    """Like load_state; raises StoreError where there is none."""
    state = load_state(store, customer)
    if state is None:
        raise StoreError(f"There is no customer “{customer}” any more.")
    return state


def save_state(store: Store, before: CustomerState | None, after: CustomerState) -> None:
    """Write what differs; `before` is what was loaded in the same transaction, None for somebody new.
    Raises StoreError where the customer has been there already, or is gone."""
    if before is None:
        add_states(store, [after])
    else:
        save_states(store, [(before, after)])


def change_state(
    store: Store, customer: str, change: Callable[[CustomerState], CustomerState]
) -> CustomerState:
    """Load, change and save in one transaction, so that nobody's change is lost. Raises StoreError."""
    with store.transaction():
        before = need_state(store, customer)
        after = change(before)
        if after is not before:
            save_state(store, before, after)
    return after


def add_customer(store: Store, customer: Customer) -> None:
    save_state(store, None, CustomerState(customer))


def find_customer(store: Store, customer: str) -> Customer | None:
    state = load_state(store, customer)
    return state.customer if state else None


@operation
def erase_customer(store: Store, customer: str) -> bool:
    """Everything of a person, from the write-ahead log too. False where there was nobody."""
    with store.transaction() as conn:
        for bot, chat in chats_of(store, [customer])[customer]:
            forget_chat(store, bot, chat)
        gone = conn.execute("DELETE FROM customers WHERE id = ?", (customer,)).rowcount
    conn_of(store).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return bool(gone)


def load_customers(store: Store, ids: Iterable[str]) -> list[Customer]:
    """In the order asked for; those that are gone are left out."""
    wanted = list(ids)
    found = load_states(store, wanted)
    return [found[one][1].customer for one in wanted if one in found]
