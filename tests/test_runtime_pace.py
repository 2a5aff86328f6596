"""A bot's pace: strict in every window however late answers come, and close to what Telegram allows."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowbook.events import MessageSent
from flowbook.messages import Media, Message
from flowbook.store.outbox import find_outgoing, mark_settled
from runtime.lanes import messages_of
from runtime.limits import BURST, GROUP, GROUP_SECONDS, MOST_CHATS, OVERALL, WINDOW, Pace
from runtime.sender import Sender
from tests.sender_stand import Stand, stand

__all__ = ["stand"]

MANY = [str(n) for n in range(200)]


def album(pictures: int) -> MessageSent:
    first, *others = [Media("photo", f"https://example.com/{n}.jpg") for n in range(pictures)]
    return MessageSent("1", Message("Look", "Look", first, album=tuple(others)))


@dataclass
class Sent:
    """When it left and when its answer came; it may have arrived at any time between."""

    chat: str
    begun: float
    ended: float


@dataclass
class Post:
    """Sends as fast as the pace allows, to whichever chat may be sent to; seconds are pretended."""

    chats: Sequence[str]
    answers_after: Callable[[], float]
    urgent: bool = True
    pace: Pace = field(default_factory=Pace)
    at: float = 0.0
    sent: list[Sent] = field(default_factory=list)
    under_way: list[Sent] = field(default_factory=list)

    def run(self, seconds: float) -> list[Sent]:
        while self.at < seconds:
            for one in [one for one in self.under_way if one.ended <= self.at]:
                self.under_way.remove(one)
                self.pace.end(one.chat, self.at)
            busy = {one.chat for one in self.under_way}
            for chat in self.chats:
                if chat not in busy and self.wait(chat) <= 0:
                    self.send(chat)
            self.at = min([*(one.ended for one in self.under_way), self.at + 0.013])
        return self.sent

    def wait(self, chat: str) -> float:
        return max(self.pace.wait_chat(chat, self.at), self.pace.wait_overall(self.at, urgent=self.urgent))

    def send(self, chat: str) -> None:
        self.pace.begin(chat, self.at, urgent=self.urgent)
        one = Sent(chat, self.at, self.at + self.answers_after())
        self.sent.append(one)
        self.under_way.append(one)


def most_within(sent: Sequence[Sent], seconds: float) -> int:
    """The most that can have arrived in any window, its edges included, had each of them come at its worst
    moment: a window that begins with an end meets all that begin before it is over."""
    return max(
        sum(one.begun <= last.ended + seconds and one.ended >= last.ended for one in sent) for last in sent
    )


def by_chat(sent: Sequence[Sent]) -> dict[str, list[Sent]]:
    found = defaultdict(list)
    for one in sent:
        found[one.chat].append(one)
    return found


ANSWERS = st.lists(st.floats(0.001, 3), min_size=1, max_size=7)


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS, chats=st.integers(1, 70), urgent=st.booleans(), seed=st.integers(0, 999))
def test_no_window_ever_gets_more_whenever_what_was_sent_arrives(
    answers: list[float], chats: int, urgent: bool, seed: int
) -> None:
    dice = random.Random(seed)
    sent = Post(MANY[:chats], lambda: dice.choice(answers), urgent).run(6)
    assert most_within(sent, 1.0) <= 30
    assert max(most_within(own, 1.0) for own in by_chat(sent).values()) <= 3


@settings(max_examples=15, deadline=None)
@given(answers=ANSWERS, seed=st.integers(0, 999))
def test_no_minute_of_a_group_gets_more_whenever_what_was_sent_arrives(
    answers: list[float], seed: int
) -> None:
    dice = random.Random(seed)
    sent = Post(["-100", "-200"], lambda: dice.choice(answers)).run(150)
    for own in by_chat(sent).values():
        assert most_within(own, 60.0) <= 20
        assert most_within(own, 1.0) <= 3


@pytest.mark.parametrize("urgent", [True, False])
def test_where_answers_come_quickly_nothing_of_telegrams_pace_is_given_away(urgent: bool) -> None:
    sent = Post(MANY, lambda: 0.03, urgent).run(20)
    assert len(sent) >= 20 * 28


def test_a_chat_gets_a_small_burst_and_then_one_a_second() -> None:
    times = [one.begun for one in Post(["7"], lambda: 0.05).run(20)]
    assert times[BURST - 1] < 0.2
    assert 20 <= len(times) <= 20 + BURST


def test_a_group_gets_twenty_a_minute() -> None:
    assert len(Post(["-100"], lambda: 0.05).run(3 * GROUP_SECONDS - 1)) == 3 * GROUP


def test_behind_many_that_nobody_waits_for_there_is_soon_room_for_an_answer() -> None:
    """Broadcasts go in an even stream, so that somebody's answer need not wait for the next second."""
    post = Post(MANY, lambda: 0.03, urgent=False)
    post.run(5)
    waits = []
    for _ in range(100):
        post.run(post.at + 0.1)
        waits.append(post.pace.wait_overall(post.at))
    assert max(waits) < 0.1


def test_a_late_answer_moves_all_that_comes_after_it() -> None:
    pace = Pace()
    pace.begin("7", 0.0)
    assert pace.wait_chat("7", 4.0) > 0
    pace.end("7", 5.0)
    pace.take("7", 5.0, BURST - 1)
    assert pace.wait_chat("7", 5.0) == pytest.approx(1.01)


def test_a_chat_told_to_wait_waits_alone_until_several_are() -> None:
    pace = Pace()
    pace.pause("1", 5, 0)
    assert pace.wait_chat("1", 1) == 4
    assert (pace.wait_chat("2", 1), pace.wait_overall(1)) == (0, 0)
    pace.pause("2", 5, 1)
    pace.pause("3", 5, 1)
    assert pace.wait_overall(1) == 5
    assert pace.wait_overall(6) == 0


def test_one_chat_told_to_wait_again_and_again_waits_alone() -> None:
    pace = Pace()
    for second in range(6):
        pace.pause("1", 1, second)
    assert (pace.wait_chat("1", 5.5), pace.wait_chat("2", 5.5), pace.wait_overall(5.5)) == (0.5, 0, 0)
    pace.pause("2", 1, 6)
    pace.pause("3", 1, 16.5)
    assert pace.wait_overall(16.5) == 0, "two of them were told too long ago"


def test_pace_forgets_chats_that_have_rested() -> None:
    pace, dice = Pace(), random.Random(1)
    for n in range(MOST_CHATS + 1000):
        pace.take(str(dice.random()), n * 0.1)
    assert len(pace._chats) <= MOST_CHATS


def test_an_album_waits_for_room_for_all_its_pictures() -> None:
    pace = Pace()
    for number in range(OVERALL - 5):
        pace.take(str(number), 0.5)
    assert pace.wait_overall(0.9, 5) == 0
    assert pace.wait_overall(0.9, 6) == pytest.approx(WINDOW - 0.4)
    pace.take("x", 0.9, 5)
    assert pace.wait_overall(1.4) == pytest.approx(WINDOW - 0.9)


def test_behind_an_album_its_chat_waits_longer() -> None:
    pace = Pace()
    pace.take("7", 10.0, 10)
    assert pace.wait_chat("7", 10.0) == pytest.approx((10 - BURST + 1) * 1.01)
    assert pace.wait_chat("7", 10.0, 10) == pytest.approx(10.1)
    assert pace.wait_chat("8", 10.0, 10) == 0


def test_a_group_takes_no_album_that_would_be_too_much_in_its_minute() -> None:
    pace = Pace()
    for second in range(GROUP - 9):
        pace.take("-100", 2.0 * second)
    assert pace.wait_chat("-100", 40.0, 9) == 0
    assert pace.wait_chat("-100", 40.0, 10) == pytest.approx(20.1)


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
    assert 0.5 < anna <= 1.01
    assert ben == 0


def test_while_the_bot_has_to_wait_not_each_of_thousands_is_looked_at(stand: Stand) -> None:
    asked: list[str] = []

    class Counting(Pace):
        def wait_chat(self, chat: str, now: float, messages: int = 1) -> float:
            asked.append(chat)
            return super().wait_chat(chat, now, messages)

    with stand.store.transaction():
        for chat in range(300):
            stand.queue_for(str(chat), "News")

    async def look() -> float:
        pace = Counting()
        sender = Sender(stand.bot.id, None, stand.store, lambda: None, lambda: None, pace)  # type: ignore[arg-type]
        sender.lanes.fill()
        at = asyncio.get_running_loop().time()
        for n in range(OVERALL):
            pace.take(f"other {n}", at)
        return sender._start_what_may_go()

    assert 0.9 < asyncio.run(look()) <= 1.0
    assert asked == []


def test_answers_that_come_late_and_irregularly_bunch_nothing_at_telegrams_door(stand: Stand) -> None:
    """The double holds each message up for a while of its own, before it counts it and after."""
    control = stand.botapi.control
    control.fail("sendMessage", "jitter", times=None, seconds=0.25)
    others = [stand.botapi.control.customer(f"P{n}") for n in range(30)]
    for person in others:
        person.start()
    rows = [stand.queue_for(str(person.id), f"{n}") for n in range(2) for person in others]
    rows += [stand.queue(f"{n}", who, urgent=n % 2 == 0) for n in range(5) for who in ("Anna", "Ben")]
    stand.run(stand.settled(*rows))
    assert control.busiest(1.0) <= 30
    assert max(control.busiest(1.0, person.id) for person in (stand.anna, stand.ben)) <= 3


def test_who_is_seen_typing_takes_no_others_place(stand: Stand) -> None:
    """Thirty who type at once leave room for the one who needs not."""
    people = [stand.botapi.control.customer(f"P{n}") for n in range(30)]
    for person in people:
        person.start()
        stand.queue_for(str(person.id), MessageSent("1", Message("Well", typing=20)))
    stand.run(stand.settled(stand.queue("hello", urgent=False)))
    assert len(stand.botapi.control.calls("sendChatAction")) == 30
    assert [entry.text for entry in stand.botapi.control.entries() if entry.by == "bot"] == ["hello"]


def test_the_bot_is_seen_typing_for_as_long_as_it_should(stand: Stand) -> None:
    stand.run(stand.settled(stand.queue(MessageSent("1", Message("Well", typing=0.4)))))
    (action,) = stand.botapi.control.calls("sendChatAction")
    (came,) = stand.anna.received()
    assert came.at - action.at >= 0.4
