"""What flows are about of Telegram's updates, by Telegram's own names; all else is not read."""

from __future__ import annotations

from msgspec import DecodeError, Struct, convert, field
from msgspec.json import Decoder

from flowbook.store.values import from_text


class Chat(Struct, frozen=True):
    id: int
    type: str


class User(Struct, frozen=True):
    is_bot: bool
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Contact(Struct, frozen=True):
    phone_number: str
    first_name: str


class Place(Struct, frozen=True):
    latitude: float
    longitude: float


class File(Struct, frozen=True):
    file_id: str


class Button(Struct, frozen=True):
    text: str
    callback_data: str | None = None


class Markup(Struct, frozen=True):
    inline_keyboard: tuple[tuple[Button, ...], ...] = ()


class Message(Struct, frozen=True):
    """`photo` has the same picture in several sizes, the largest last."""

    chat: Chat
    sender: User | None = field(name="from", default=None)
    text: str | None = None
    caption: str | None = None
    contact: Contact | None = None
    location: Place | None = None
    photo: tuple[File, ...] | None = None
    video: File | None = None
    document: File | None = None
    voice: File | None = None
    audio: File | None = None
    sticker: File | None = None
    reply_markup: Markup | None = None


class Tap(Struct, frozen=True):
    """A button under a message of an inline query has no `message`."""

    id: str
    sender: User = field(name="from")
    message: Message | None = None
    data: str | None = None


class Member(Struct, frozen=True):
    status: str


class Membership(Struct, frozen=True):
    chat: Chat
    sender: User = field(name="from")
    new_chat_member: Member


class Update(Struct, frozen=True):
    message: Message | None = None
    callback_query: Tap | None = None
    my_chat_member: Membership | None = None


_UPDATE = Decoder(Update)


def update_of(text: str) -> Update:
    """Raises ValueError for what is no JSON, or of another shape than Telegram's."""
    try:
        return _UPDATE.decode(text)
    except (DecodeError, UnicodeEncodeError):
        # Half characters are read by Python's own library alone.
        return convert(from_text(text), Update)
