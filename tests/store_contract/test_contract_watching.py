"""What a store tells those who watch over it: how full a bot's inbox is, and what could not be answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flowbook.store import Store
from flowbook.store.figures import count_dead
from flowbook.store.inbox import Arrival, bury, has_waiting, mark_done, new_arrivals, put_updates
from flowbook.store.letters import discard, list_dead, revive

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_how_full_an_inbox_is_is_asked_of_one_bot_alone(store: Store) -> None:
    put_updates(store, "1", [{"update_id": number} for number in range(3)], AT)
    put_updates(store, "2", [{"update_id": 7}], AT)
    assert [has_waiting(store, "1", most) for most in (2, 3)] == [True, False]
    assert not has_waiting(store, "2", 1)
    mark_done(store, [new_arrivals(store)[0].id])
    assert not has_waiting(store, "1", 2)


def test_dead_letters_are_counted_until_somebody_has_decided(store: Store) -> None:
    for hours in (0, 5, 30):
        bury(store, Arrival(0, "1", "update", "{}"), "why", AT - timedelta(hours=hours))
    assert count_dead(store) == 3
    first, second, _third = list_dead(store)
    revive(store, first.id)
    discard(store, second.id)
    assert count_dead(store) == 1
