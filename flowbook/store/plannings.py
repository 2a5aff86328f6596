"""After a publish: whose triggers' timers are still to be set anew; a restart goes on where it was."""

from __future__ import annotations

from flowbook.store.connection import conn_of
from flowbook.store.contacts import customers_of
from flowbook.store.port import Store, operation


@operation
def next_to_plan(store: Store, limit: int = 200) -> tuple[str, list[str]] | None:
    """(bot, the next of its customers); None when there is nothing to do."""
    row = conn_of(store).execute("SELECT bot, after FROM plannings LIMIT 1").fetchone()
    if row is None:
        return None
    bot, after = row
    return bot, customers_of(store, bot, after, limit)


@operation
def mark_planned(store: Store, bot: str, customers: list[str]) -> None:
    """In the transaction that set their timers; none left ends the planning."""
    if customers:
        conn_of(store).execute("UPDATE plannings SET after = ? WHERE bot = ?", (customers[-1], bot))
    else:
        conn_of(store).execute("DELETE FROM plannings WHERE bot = ?", (bot,))
