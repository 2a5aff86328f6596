"""The poller against the Bot API double: nothing acknowledged before it is stored, one poller for one bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flowbook.errors import StoreError
from flowbook.store import Store, open_store
from flowbook.store.bots import Bot, list_bots
from flowbook.store.inbox import new_arrivals
from runtime import poller as module
from runtime.connection import connect, disconnect
from runtime.poller import Poller
from tests.botapi import Botapi
from tests.runtime_process import register


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


@pytest.fixture
def bot(store: Store, botapi: Botapi) -> Bot:
    return register(store, botapi)


def poll(store: Store, bot: Bot, until: Callable[[], object], pollers: int = 1) -> None:
    """Let so many pollers run until something is so."""

    async def run() -> None:
        telegrams = [connect(bot) for _ in range(pollers)]
        runs = [Poller(bot.id, telegram, store, 1, lambda: None).run() for telegram in telegrams]
        tasks = [asyncio.create_task(one) for one in runs]
        try:
            async with asyncio.timeout(8):
                while not until():  # noqa: ASYNC110 - seen in the database alone
                    await asyncio.sleep(0.01)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for telegram in telegrams:
                await disconnect(telegram)

    asyncio.run(run())


def arrived(store: Store) -> list[str]:
    return [json.loads(one.body)["message"]["text"] for one in new_arrivals(store)]


def test_updates_come_into_the_inbox_in_order_and_then_are_acknowledged(
    store: Store, bot: Bot, botapi: Botapi
) -> None:
    anna = botapi.control.customer("Anna")
    for n in range(5):
        anna.say(f"{n}")
    poll(store, bot, lambda: not botapi.control.pending())
    assert arrived(store) == ["0", "1", "2", "3", "4"]


def test_what_could_not_be_stored_comes_again(
    store: Store, bot: Bot, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    botapi.control.customer("Anna").say("hello")
    put, tried = module.put_updates, []

    def once_full(*arguments: object) -> int:
        tried.append(1)
        if len(tried) == 1:
            raise StoreError("The disk is full.")
        return put(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "put_updates", once_full)
    poll(store, bot, lambda: not botapi.control.pending())
    assert arrived(store) == ["hello"]


def test_an_update_given_twice_is_kept_once_and_restarted_numbers_are_taken(
    store: Store, bot: Bot, botapi: Botapi
) -> None:
    anna = botapi.control.customer("Anna")
    botapi.control.renumber_updates(next_id=900_000)
    anna.say("before")
    poll(store, bot, lambda: arrived(store))
    poll(store, bot, lambda: not botapi.control.pending())
    botapi.control.renumber_updates(next_id=5)
    anna.say("after the quiet week")
    poll(store, bot, lambda: len(arrived(store)) > 1 and not botapi.control.pending())
    assert arrived(store) == ["before", "after the quiet week"]


def test_an_outage_ends_and_polling_goes_on(store: Store, bot: Bot, botapi: Botapi) -> None:
    anna = botapi.control.customer("Anna")
    botapi.control.fail("getUpdates", "error", code=502)
    botapi.control.fail("getUpdates", "cut_half")
    anna.say("hello")
    poll(store, bot, lambda: not botapi.control.pending())
    assert arrived(store) == ["hello"]


def test_of_two_programs_on_one_bot_one_gives_way(store: Store, bot: Bot, botapi: Botapi) -> None:
    poll(store, bot, lambda: list_bots(store)[0].state == "stopped", pollers=2)
    assert "Another program polls this bot" in list_bots(store)[0].why


def test_a_void_token_stops_the_bot_with_a_sentence(store: Store, bot: Bot, botapi: Botapi) -> None:
    botapi.control.revoke_token()
    poll(store, bot, lambda: list_bots(store)[0].state == "stopped")
    assert "Paste the new one" in list_bots(store)[0].why


def test_a_webhook_left_behind_is_named(store: Store, bot: Bot, botapi: Botapi) -> None:
    said = "Conflict: can't use getUpdates method while webhook is active"
    botapi.control.fail("getUpdates", "refuse", code=409, description=said)
    poll(store, bot, lambda: list_bots(store)[0].state == "stopped")
    assert "webhook" in list_bots(store)[0].why
