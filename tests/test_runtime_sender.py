"""The sender against the Bot API double: in order, within limits, never twice without a word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from flowbook.customer import Customer
from flowbook.events import Event, MessageSent, StaffNotified, TapAnswered
from flowbook.messages import Button, Media, Message
from flowbook.stimuli import NotDelivered
from flowbook.store import open_store
from flowbook.store.bots import Bot
from flowbook.store.contacts import add_contact
from flowbook.store.customers import add_customer
from flowbook.store.inbox import new_arrivals
from flowbook.store.outbox import (
    EDIT,
    MESSAGE,
    STAFF,
    TAP,
    Draft,
    find_outgoing,
    list_outgoing,
    put_outgoing,
    send_again,
    settle_interrupted,
)
from flowbook.store.values import now
from runtime.bot.outbound import cut
from runtime.connection import connect, disconnect
from runtime.sender import Sender
from tests.botapi import Botapi
from tests.botapi import Customer as Person
from tests.runtime_process import register


class Stand:
    """A bot, two customers who have started it, and what is queued for them."""

    def __init__(self, botapi: Botapi, data: Path) -> None:
        self.botapi, self.store = botapi, open_store(data)
        self.bot: Bot = register(self.store, botapi)
        self.anna, self.ben = self._person("Anna"), self._person("Ben")
        self.revoked = 0

    def _person(self, name: str) -> Person:
        person = self.botapi.control.customer(name)
        person.start()
        add_customer(self.store, Customer(name, now()))
        add_contact(self.store, self.bot.id, str(person.id), name, now())
        return person

    def queue(self, event: Event | str, who: str = "Anna", kind: str = MESSAGE, urgent: bool = True) -> int:
        """A text is a message; keys count up with the rows."""
        person = self.anna if who == "Anna" else self.ben
        if isinstance(event, str):
            event = MessageSent("1", Message(event, event))
        key = event.key if isinstance(event, MessageSent) else ""
        draft = Draft(self.bot.id, str(person.id), who, kind, event, key, urgent)
        return put_outgoing(self.store, draft, now())

    def state(self, row: int) -> str:
        found = find_outgoing(self.store, row)
        return found.state if found else "gone"

    def run(self, until: Callable[[], object], seconds: float = 8.0) -> None:
        """Send until something is so."""

        async def send() -> None:
            telegram = connect(self.bot)
            sender = Sender(self.bot.id, telegram, self.store, lambda: None, self._revoke)
            task = asyncio.create_task(sender.run())
            try:
                async with asyncio.timeout(seconds):
                    while not until():  # noqa: ASYNC110 - seen in the database alone
                        await asyncio.sleep(0.01)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                await sender.finish(2)
                await disconnect(telegram)

        asyncio.run(send())

    def _revoke(self) -> None:
        self.revoked += 1

    def settled(self, *rows: int) -> Callable[[], bool]:
        return lambda: all(self.state(row) not in ("queued", "sending") for row in rows)


@pytest.fixture
def stand(botapi: Botapi, tmp_path: Path) -> Stand:
    return Stand(botapi, tmp_path / "data")


def texts(person: Person) -> list[str]:
    return [entry.text for entry in person.received()]


def test_chats_get_their_messages_in_order_whatever_the_queue(stand: Stand) -> None:
    """An answer overtakes a broadcast to others, never one to its own chat."""
    rows = [stand.queue(f"offer {n}", who, urgent=False) for n in (1, 2) for who in ("Anna", "Ben")]
    rows.append(stand.queue("answer", "Ben"))
    stand.run(stand.settled(*rows))
    assert [stand.state(row) for row in rows] == ["sent"] * 5
    assert texts(stand.anna) == ["offer 1", "offer 2"]
    assert texts(stand.ben) == ["offer 1", "offer 2", "answer"]
    numbers = [found.message_id for row in rows if (found := find_outgoing(stand.store, row))]
    assert sorted(numbers) == sorted(e.message_id for p in (stand.anna, stand.ben) for e in p.received())


def test_the_mark_is_in_the_database_before_telegram_has_the_message(stand: Stand) -> None:
    stand.botapi.control.fail("sendMessage", "latency", seconds=0.5)
    row = stand.queue("hello")
    seen: list[str] = []

    def done() -> bool:
        seen.append(stand.state(row))
        return seen[-1] == "sent"

    stand.run(done)
    assert list(dict.fromkeys(seen)) == ["queued", "sending", "sent"]


@pytest.mark.parametrize("fault", ["cut_before", "cut_half", "error"])
def test_what_may_have_arrived_is_not_sent_again_but_can_be_by_hand(stand: Stand, fault: str) -> None:
    stand.botapi.control.fail("sendMessage", fault)
    first, second = stand.queue("one"), stand.queue("two")
    stand.run(stand.settled(first, second))
    assert (stand.state(first), stand.state(second)) == ("doubt", "sent")
    assert [row.id for row in list_outgoing(stand.store, "doubt")] == [first]
    assert texts(stand.anna).count("one") <= 1
    again = send_again(stand.store, first)
    stand.run(stand.settled(again))
    assert texts(stand.anna)[-1] == "one"
    assert list_outgoing(stand.store, "doubt") == []


def test_a_broken_start_marks_what_was_under_way_and_repeats_what_may_be_repeated(stand: Stand) -> None:
    message, tap = stand.queue("hello"), stand.queue(TapAnswered("77"), kind=TAP)
    stand.store.conn.execute("UPDATE outbox SET state = 'sending'")
    assert settle_interrupted(stand.store) == 1
    assert (stand.state(message), stand.state(tap)) == ("doubt", "queued")


def test_telegram_saying_wait_is_waited_for_and_nothing_is_lost(stand: Stand) -> None:
    stand.botapi.control.fail("sendMessage", "retry_after", seconds=1, chat_id=stand.anna.id)
    row, other = stand.queue("hello"), stand.queue("hi", "Ben")
    stand.run(stand.settled(row, other))
    assert (texts(stand.anna), texts(stand.ben)) == (["hello"], ["hi"])
    anna, ben = stand.anna.received()[0], stand.ben.received()[0]
    assert anna.at - ben.at > 0.9


def test_an_outage_delays_and_loses_nothing(stand: Stand) -> None:
    stand.botapi.go_away()
    rows = [stand.queue(text) for text in ("one", "two")]
    with pytest.raises(TimeoutError):
        stand.run(stand.settled(*rows), 0.6)
    assert [stand.state(row) for row in rows] == ["queued", "queued"]
    stand.botapi.come_back()
    stand.run(stand.settled(*rows))
    assert texts(stand.anna) == ["one", "two"]


def test_a_customer_who_blocked_the_bot_is_reported_once_and_their_queue_ends(stand: Stand) -> None:
    stand.anna.block()
    rows = [stand.queue("one"), stand.queue("two"), stand.queue("hi", "Ben")]
    stand.run(stand.settled(*rows))
    assert [stand.state(row) for row in rows] == ["failed", "failed", "sent"]
    (arrival,) = new_arrivals(stand.store)
    stimulus = arrival.stimulus()
    assert isinstance(stimulus, NotDelivered)
    assert (arrival.customer, stimulus.key, stimulus.blocked) == ("Anna", "1", True)


def test_tags_that_telegram_cannot_read_become_plain_words(stand: Stand) -> None:
    row = stand.queue(MessageSent("1", Message("1 < 2", "1 <oops 2")))
    stand.run(stand.settled(row))
    assert texts(stand.anna) == ["1 < 2"]


def test_a_text_that_is_too_long_is_cut_and_not_lost(stand: Stand) -> None:
    row = stand.queue(MessageSent("1", Message("я" * 5000, "я" * 5000)))
    stand.run(stand.settled(row))
    assert texts(stand.anna) == ["я" * 4095 + "…"]


def test_cutting_counts_as_telegram_does_and_breaks_no_character() -> None:
    assert cut("😀" * 50, 100) == "😀" * 50
    assert cut("😀" * 51, 100) == "😀" * 49 + "…"


def test_a_picture_that_cannot_be_had_leaves_its_words(stand: Stand) -> None:
    said = "Bad Request: failed to get HTTP URL content"
    stand.botapi.control.fail("sendPhoto", "refuse", code=400, description=said)
    message = Message("Roses", "<b>Roses</b>", Media("photo", "https://example.com/roses.jpg"))
    row = stand.queue(MessageSent("1", message))
    stand.run(stand.settled(row))
    assert [(entry.kind, entry.text) for entry in stand.anna.received()] == [("text", "Roses")]


def test_a_message_nobody_can_send_fails_alone(stand: Stand) -> None:
    row = stand.queue(MessageSent("1", Message(media=Media("location", "somewhere"))))
    further = stand.queue("hello")
    stand.run(stand.settled(row, further))
    assert (stand.state(row), stand.state(further)) == ("failed", "sent")


def test_pictures_stand_together_with_the_words_under_the_first(stand: Stand) -> None:
    pictures = [Media("photo", f"https://example.com/{name}.jpg") for name in ("roses", "asters")]
    message = Message("Two bunches", "<b>Two</b> bunches", pictures[0], album=(pictures[1],))
    row = stand.queue(MessageSent("1", message))
    stand.run(stand.settled(row))
    entries = stand.anna.received()
    assert [(entry.kind, entry.text) for entry in entries] == [("photo", "Two bunches"), ("photo", "")]
    assert len({entry.message["media_group_id"] for entry in entries}) == 1
    sent = find_outgoing(stand.store, row)
    assert sent is not None
    assert sent.message_id == entries[0].message_id


def test_a_place_is_shown_on_the_map(stand: Stand) -> None:
    row = stand.queue(MessageSent("1", Message(media=Media("location", "54.6872,25.2797"))))
    stand.run(stand.settled(row))
    assert [entry.kind for entry in stand.anna.received()] == ["location"]


def test_media_goes_out_with_its_caption_and_buttons(stand: Stand) -> None:
    buttons = ((Button("Buy", value="1.a.b.1"), Button("Site", "link", "https://example.com")),)
    message = Message("Roses", "<b>Roses</b>", Media("photo", "https://example.com/r.jpg"), buttons, "inline")
    stand.run(stand.settled(stand.queue(MessageSent("1", message))))
    (entry,) = stand.anna.received()
    assert (entry.kind, entry.text, entry.labels) == ("photo", "Roses", ["Buy", "Site"])


def test_an_edit_changes_its_message_and_is_repeated_after_a_cut(stand: Stand) -> None:
    first = stand.queue(MessageSent("1", Message("Which size?")))
    stand.run(stand.settled(first))
    stand.botapi.control.fail("editMessageText", "cut_before")
    edit = stand.queue(MessageSent("2", Message("Which colour?"), replaces="1"), kind=EDIT)
    stand.run(stand.settled(edit))
    assert stand.state(edit) == "sent"
    assert texts(stand.anna) == ["Which colour?"]
    further = stand.queue(MessageSent("3", Message("Thanks!"), replaces="2"), kind=EDIT)
    stand.run(stand.settled(further))
    assert texts(stand.anna) == ["Thanks!"]


def test_an_edit_of_what_is_gone_is_a_message_of_its_own(stand: Stand) -> None:
    row = stand.queue(MessageSent("2", Message("Which colour?"), replaces="1"), kind=EDIT)
    stand.run(stand.settled(row))
    assert texts(stand.anna) == ["Which colour?"]


def test_taps_are_answered_at_once_however_long_the_queue(stand: Stand) -> None:
    buttons = ((Button("Yes", value="1.a.b.1"),),)
    first = stand.queue(MessageSent("1", Message("Sure?", buttons=buttons, keyboard="inline")))
    stand.run(stand.settled(first))
    query = stand.anna.tap("Yes")["query_id"]
    rows = [stand.queue(f"{n}") for n in range(6)]
    tap = stand.queue(TapAnswered(query, "Gone."), kind=TAP)
    stand.run(stand.settled(tap))
    assert "queued" in {stand.state(row) for row in rows}
    assert stand.anna.wait_for_answer(query)["text"] == "Gone."


def test_a_tap_too_old_to_be_answered_is_no_failure(stand: Stand) -> None:
    row = stand.queue(TapAnswered("12345"), kind=TAP)
    stand.run(stand.settled(row))
    assert stand.state(row) == "sent"
    assert new_arrivals(stand.store) == []


def test_a_burst_to_one_chat_keeps_telegrams_pace(stand: Stand) -> None:
    rows = [stand.queue(f"{n}") for n in range(5)]
    stand.run(stand.settled(*rows))
    assert texts(stand.anna) == ["0", "1", "2", "3", "4"]
    assert stand.botapi.control.busiest(0.9, stand.anna.id) <= 4
    at = [entry.at for entry in stand.anna.received()]
    assert at[-1] - at[0] > 1.8


def test_a_note_to_staff_that_fails_bothers_no_customer(stand: Stand) -> None:
    draft = Draft(stand.bot.id, "999", "Anna", STAFF, StaffNotified("shop", "Call Anna."))
    row = put_outgoing(stand.store, draft, now())
    stand.run(stand.settled(row))
    assert stand.state(row) == "failed"
    assert new_arrivals(stand.store) == []


def test_a_void_token_stops_the_bot_and_keeps_what_waits(stand: Stand) -> None:
    stand.botapi.control.revoke_token()
    row = stand.queue("hello")
    stand.run(lambda: stand.revoked)
    assert stand.state(row) == "queued"
