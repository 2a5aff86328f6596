"""Who talks to bots: persons with an account, and groups; as the Bot API shows them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """One Telegram account. An empty string means that the person has not filled it in."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    phone: str = ""
    is_deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the bot was added to; its id is negative."""

    id: int
    title: str
    type: str = "supergroup"


def user_json(person: Person) -> dict[str, Any]:
    """The Bot API's User object."""
    optional = {name: getattr(person, name) for name in ("last_name", "username", "language_code")}
    return {
        "id": person.id,
        "is_bot": False,
        "first_name": person.first_name,
        **{name: value for name, value in optional.items() if value},
    }


def chat_json(who: Person | Group) -> dict[str, Any]:
    """The Bot API's Chat object: of a group, or of the private chat with a person."""
    if isinstance(who, Group):
        return {"id": who.id, "type": who.type, "title": who.title}
    optional = {name: getattr(who, name) for name in ("last_name", "username")}
    return {
        "id": who.id,
        "type": "private",
        "first_name": who.first_name,
        **{name: value for name, value in optional.items() if value},
    }
