"""What a store makes of messages that were under way when their bot's sender ended."""

from __future__ import annotations

from datetime import UTC, datetime

from flowbook.events import MessageSent
from flowbook.messages import Message
from flowbook.store import Store
from flowbook.store.outbox import MESSAGE, Draft, find_outgoing, mark_leaving, mark_sending, put_outgoing
from flowbook.store.settling import settle_left

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def under_way(store: Store, bot: str) -> tuple[int, int]:
    """One message that is only to leave, and one that is leaving."""
    event = MessageSent("1", Message("hello", "hello"))
    first, second = (put_outgoing(store, Draft(bot, "7", None, MESSAGE, event), AT) for _ in range(2))
    for row in (first, second):
        mark_sending(store, row)
    mark_leaving(store, second)
    return first, second


def test_what_one_bot_leaves_is_settled_and_nothing_of_another(store: Store) -> None:
    mine, others = under_way(store, "1"), under_way(store, "2")
    assert settle_left(store, "1") == 1
    found = [find_outgoing(store, row) for row in (*mine, *others)]
    assert [row.state for row in found if row] == ["queued", "doubt", "sending", "leaving"]
    assert settle_left(store, "1") == 0
