"""What customers do and what each should be told, the same for every framework."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

CITIES = ("Berlin", "Paris", "Oslo", "Riga", "Vilnius", "Lima")
DELIVERED = CITIES[:3]
DISHES = ("Pizza", "Sushi", "Salad")
STEPS = 6
BATCH = 100
DATE = 1_790_000_000


def city(chat: int) -> str:
    return CITIES[chat % len(CITIES)]


def dish(chat: int) -> str:
    return DISHES[chat % len(DISHES)]


def replies(chat: int, step: int) -> tuple[str, ...]:
    """The texts that are due after that step."""
    name, delivers = f"Name{chat}", city(chat) in DELIVERED
    where = (
        f"We deliver to {city(chat)}, {name}." if delivers else f"No delivery to {city(chat)} yet, {name}."
    )
    return (
        ("Hello!", "What is your name?"),
        (f"Nice to meet you, {name}. Which city?",),
        (f"{where} Choose:",),
        (f"{name}, you chose {dish(chat)}. Confirm?",),
        (f"Done, {name}!",),
        (f"{name} from {city(chat)} ordered {dish(chat)}",),
    )[step]


def word(chat: int, step: int) -> str:
    """What is written at that step; empty where a button is tapped."""
    return ("/start", f"Name{chat}", city(chat), "", "", "status")[step]


def update(number: int, chat: int, step: int, tap: str) -> dict[str, Any]:
    """As the Bot API gives it; `tap` is the callback data where a button is tapped."""
    person = {"id": chat, "is_bot": False, "first_name": f"U{chat}", "language_code": "en"}
    where = {"id": chat, "type": "private", "first_name": f"U{chat}"}
    text = word(chat, step)
    if text:
        message = {"message_id": number, "date": DATE, "chat": where, "from": person, "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        return {"update_id": number, "message": message}
    bot = {"id": 4242, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
    message = {"message_id": number, "date": DATE, "chat": where, "from": bot, "text": "Choose:"}
    query = {"id": str(number), "from": person, "message": message, "chat_instance": "1", "data": tap}
    return {"update_id": number, "callback_query": query}


def order(people: int, step: int) -> list[int]:
    """The chats in the order in which they write at that step."""
    chats = list(range(1, people + 1))
    random.Random(step).shuffle(chats)
    return chats


def batches(updates: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(updates), BATCH):
        yield updates[start : start + BATCH]
