"""What a message looks like when it goes out: tags, length, pictures, albums, places, captions."""

from __future__ import annotations

from flowbook.events import MessageSent
from flowbook.messages import Button, Media, Message
from flowbook.store.outbox import (
    find_outgoing,
)
from runtime.bot.outbound import cut
from tests.sender_stand import Stand, stand, texts

__all__ = ["stand"]


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
