"""A bot with two customers and its sender, for tests of what goes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from flowbook.customer import Customer
from flowbook.events import Event, MessageSent
from flowbook.messages import Message
from flowbook.store import open_store
from flowbook.store.bots import Bot
from flowbook.store.contacts import add_contact
from flowbook.store.customers import add_customer
from flowbook.store.outbox import (
    MESSAGE,
    Draft,
    find_outgoing,
    put_outgoing,
)
from flowbook.store.values import now
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

    def queue_for(self, chat: str, event: Event | str) -> int:
        """To a chat whose customer the store does not know."""
        if isinstance(event, str):
            event = MessageSent("1", Message(event, event))
        return put_outgoing(self.store, Draft(self.bot.id, chat, None, MESSAGE, event), now())

    def state(self, row: int) -> str:
        found = find_outgoing(self.store, row)
        return found.state if found else "gone"

    def run(self, until: Callable[[], object], seconds: float = 30.0) -> None:
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
        return lambda: all(self.state(row) not in ("queued", "sending", "leaving") for row in rows)


@pytest.fixture
def stand(botapi: Botapi, tmp_path: Path) -> Stand:
    return Stand(botapi, tmp_path / "data")


def texts(person: Person) -> list[str]:
    return [entry.text for entry in person.received()]
