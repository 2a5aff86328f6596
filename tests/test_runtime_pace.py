"""A bot's pace: albums count as what they are made of, and a restart forgets nothing that was sent."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from flowbook.events import MessageSent
from flowbook.messages import Media, Message
from flowbook.store.outbox import find_outgoing, mark_settled
from runtime.limits import BURST, GROUP, OVERALL, Pace
from runtime.sender import Sender, messages_of
from tests.sender_stand import Stand, stand

__all__ = ["stand"]


def album(pictures: int) -> MessageSent:
    first, *others = [Media("photo", f"https://example.com/{n}.jpg") for n in range(pictures)]
    return MessageSent("1", Message("Look", "Look", first, album=tuple(others)))


def test_an_album_waits_for_room_for_all_its_pictures() -> None:
    pace = Pace()
    for number in range(OVERALL - 5):
        pace.take(str(number), 0.5)
    assert pace.wait_overall(0.9, 5) == 0
    assert pace.wait_overall(0.9, 6) == pytest.approx(0.6)
    pace.take("x", 0.9, 5)
    assert pace.wait_overall(1.4) == pytest.approx(0.1)


def test_behind_an_album_its_chat_waits_longer() -> None:
    pace = Pace()
    pace.take("7", 10.0, 10)
    assert pace.wait_chat("7", 10.0) == pytest.approx(10 - BURST + 1)
    assert pace.wait_chat("7", 10.0, 10) == pytest.approx(10)
    assert pace.wait_chat("8", 10.0, 10) == 0


def test_a_group_takes_no_album_that_would_be_too_much_in_its_minute() -> None:
    pace = Pace()
    for second in range(GROUP - 9):
        pace.take("-100", float(second))
    assert pace.wait_chat("-100", 40.0, 9) == 0
    assert pace.wait_chat("-100", 40.0, 10) == pytest.approx(20.0)


def test_rows_know_how_many_messages_they_are(stand: Stand) -> None:
    rows = [stand.queue(album(4)), stand.queue(album(1)), stand.queue('what is an "album"?')]
    assert [messages_of(row) for row in map(partial(find_outgoing, stand.store), rows) if row] == [4, 1, 1]


def test_a_restart_goes_on_at_the_pace_it_was_killed_at(stand: Stand) -> None:
    """Telegram counts what came before, too; what is long over counts no more."""
    for row in [stand.queue(album(3)), stand.queue("hello")]:
        mark_settled(stand.store, row, "sent")
    stand.store.conn.execute("UPDATE outbox SET finished = finished - 120000000 WHERE id = 2")

    async def recall() -> tuple[float, float]:
        sender = Sender(stand.bot.id, None, stand.store, lambda: None, lambda: None)  # type: ignore[arg-type]
        sender._recall_pace()
        at = asyncio.get_running_loop().time()
        return sender.pace.wait_chat(str(stand.anna.id), at), sender.pace.wait_chat(str(stand.ben.id), at)

    anna, ben = asyncio.run(recall())
    assert 0.5 < anna <= 1
    assert ben == 0
