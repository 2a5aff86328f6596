"""What is sent to a customer, without regard to the channel: text, media, buttons, and a channel's limits."""

from __future__ import annotations

from msgspec import Struct

from flowbook.errors import FlowbookError


class Button(Struct, frozen=True, omit_defaults=True):
    """`kind`: choice (`value` is the callback data), link (`value` an address), contact, location."""

    label: str
    kind: str = "choice"
    value: str = ""


class Media(Struct, frozen=True, omit_defaults=True):
    """`kind`: photo, video, document, voice, audio, sticker, location. `source`: an https address, a
    channel's file id, or for a location latitude and longitude as "54.6872,25.2797"."""

    kind: str
    source: str


class Message(Struct, frozen=True, omit_defaults=True):
    """`text` is what a person reads; `html` the same in the small set of tags every channel can show, already
    escaped. `keyboard`: inline (under the bubble), reply (instead of the typing keyboard), remove, or empty.
    `typing` is for how many seconds the bot is seen typing first. `album` are the pictures and videos that
    stand together with `media`; a message with an album has no buttons."""

    text: str = ""
    html: str = ""
    media: Media | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: str = ""
    typing: float = 0
    album: tuple[Media, ...] = ()


class Channel(Struct, frozen=True):
    """What a channel can carry; text lengths in UTF-16 code units, as Telegram counts."""

    name: str
    text_limit: int
    caption_limit: int
    button_limit: int
    callback_bytes: int


TELEGRAM = Channel("telegram", 4096, 1024, 100, 64)


class ButtonRef(Struct, frozen=True):
    """Where a button came from, packed into a channel's callback data so that old buttons are recognised.
    `ask` is the customer's running number of the message, so that two askings of one node differ."""

    release: int
    node: str
    choice: str
    ask: int


def pack(ref: ButtonRef) -> str:
    """At most 64 bytes as long as node and choice ids keep to 24 and 16 characters, which reading a flow
    enforces."""
    return f"{ref.release}.{ref.node}.{ref.choice}.{ref.ask}"


def unpack(data: str) -> ButtonRef | None:
    """None where the data is not ours: a button of another program on the same bot."""
    parts = data.split(".")
    if len(parts) != 4 or not (parts[0].isdigit() and parts[3].isdigit()):
        return None
    return ButtonRef(int(parts[0]), parts[1], parts[2], int(parts[3]))


def find_button(message: Message, label: str) -> Button:
    """The button a person would mean by its label; raises FlowbookError naming the labels there are."""
    buttons = [button for row in message.buttons for button in row]
    for button in buttons:
        if button.label == label:
            return button
    there = ", ".join(f"“{button.label}”" for button in buttons) or "none"
    raise FlowbookError(f"There is no button “{label}” here. Buttons: {there}.")
