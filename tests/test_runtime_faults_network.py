"""Faults of the network and of Telegram: waited out, or told apart, and never a message lost or doubled."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowbook.store import Store, open_store
from flowbook.store.bots import Bot, bot_states, list_bots
from flowbook.store.inbox import count_waiting
from flowbook.store.outbox import list_outgoing, queued
from flowbook.store.publishing import publish
from runtime import poller, transport
from runtime.connection import connect, disconnect
from runtime.poller import Poller
from tests.botapi import Botapi
from tests.runtime_process import STOP_SECONDS, booking, register, wait_until
from tests.runtime_thread import served
from tests.test_runtime_poller import poll
from tests.test_runtime_sender import Stand, texts


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


@pytest.fixture
def bot(store: Store, botapi: Botapi) -> Bot:
    return register(store, botapi)


def test_a_storm_of_429_lets_the_whole_bot_wait_and_then_everybody_is_answered_once(
    store: Store, bot: Bot, botapi: Botapi
) -> None:
    publish(store, booking(), [bot.id])
    people = [botapi.control.customer(f"P{n}") for n in range(8)]
    botapi.control.fail("sendMessage", "retry_after", times=4, seconds=2)
    with served(store):
        for person in people:
            person.start()
        for person in people:
            person.wait_for_text("Your name?", 30)
        refused = [call for call in botapi.control.calls("sendMessage") if call.status == 429]
        sent = [call for call in botapi.control.calls("sendMessage") if call.status == 200]
    assert [texts(person) for person in people] == [["Your name?"]] * 8
    begun = max(call.at for call in refused[2:3])
    early = [call for call in sent if begun + 0.3 < call.at < begun + 1.6]
    assert early == [], "three chats were told to wait, and others were still written to"


def test_a_retry_after_of_an_hour_is_obeyed_by_its_chat_alone_and_does_not_hold_up_a_stop(
    store: Store, bot: Bot, botapi: Botapi
) -> None:
    publish(store, booking(), [bot.id])
    anna, ben = botapi.control.customer("Anna"), botapi.control.customer("Ben")
    botapi.control.fail("sendMessage", "retry_after", times=None, seconds=3600, chat_id=anna.id)
    with served(store):
        anna.start()
        botapi.control.wait_for_calls("sendMessage", timeout=9)
        ben.start()
        ben.wait_for_text("Your name?", 30)
        stopping = time.monotonic()
    assert time.monotonic() - stopping < STOP_SECONDS
    assert len([call for call in botapi.control.calls("sendMessage") if call.status == 429]) == 1
    (row,) = queued(store, bot.id, urgent=True)
    assert row.chat == str(anna.id)
    botapi.control.heal()
    with served(store):
        anna.wait_for_text("Your name?", 30)
    assert len(anna.received()) == 1


@pytest.mark.parametrize("fault", ["error", "cut_before", "cut_half"])
def test_5xx_and_half_an_answer_while_polling_lose_no_update(
    store: Store, bot: Bot, botapi: Botapi, fault: str
) -> None:
    anna = botapi.control.customer("Anna")
    anna.say("hello")
    botapi.control.fail("getUpdates", fault, times=2)
    poll(store, bot, lambda: not botapi.control.pending())
    assert count_waiting(store) == 1


def test_a_time_out_after_the_request_left_is_in_doubt_and_not_repeated(
    botapi: Botapi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "READ_SECONDS", 0.3)
    stand = Stand(botapi, tmp_path / "data")
    botapi.control.fail("sendMessage", "latency", seconds=1.0)
    first, second = stand.queue("one"), stand.queue("two")
    stand.run(stand.settled(first, second))
    assert (stand.state(first), stand.state(second)) == ("doubt", "sent")
    botapi.control.wait_until(lambda: len(stand.anna.received()) == 2)
    assert sorted(texts(stand.anna)) == ["one", "two"]


class Names:
    """The system's resolver, which can forget every name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.known = True
        self.asked = 0
        self._resolve = asyncio.base_events.BaseEventLoop.getaddrinfo
        ask = self._ask

        async def getaddrinfo(loop: Any, *given: Any, **more: Any) -> Any:
            ask()
            return await self._resolve(loop, *given, **more)

        monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)

    def _ask(self) -> None:
        self.asked += 1
        if not self.known:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def test_names_gone_for_an_hour_pause_the_polling_at_most_half_a_minute_at_a_time(
    store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names(monkeypatch)
    botapi.address = botapi.address.replace("127.0.0.1", "localhost")
    bot = register(store, botapi)
    botapi.control.customer("Anna").say("hello")

    async def live() -> tuple[list[float], float]:
        telegram = connect(bot)
        one = Poller(bot.id, telegram, store, 1, lambda: None)
        names.known, pauses = False, [0.0]
        while sum(pauses) < 3600:
            pauses.append(await one._round())
        names.known = True
        last = await one._round()
        await disconnect(telegram)
        return pauses[1:], last

    pauses, last = asyncio.run(live())
    assert names.asked > len(pauses) > 100
    assert pauses[0] < 1
    assert max(pauses) <= poller.LONGEST_PAUSE
    assert (last, count_waiting(store), list_bots(store)[0].state) == (0.0, 1, "on")


def test_names_gone_while_sending_put_nothing_in_doubt(
    botapi: Botapi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names(monkeypatch)
    botapi.address = botapi.address.replace("127.0.0.1", "localhost")
    stand = Stand(botapi, tmp_path / "data")
    names.known = False
    rows = [stand.queue("one"), stand.queue("two")]
    with pytest.raises(TimeoutError):
        stand.run(stand.settled(*rows), 0.8)
    assert [stand.state(row) for row in rows] == ["queued", "queued"]
    names.known = True
    stand.run(stand.settled(*rows))
    assert texts(stand.anna) == ["one", "two"]


def test_a_webhook_left_set_stops_the_bot_with_a_sentence_and_leaves_the_webhook_alone(
    store: Store, bot: Bot, botapi: Botapi
) -> None:
    base = f"{botapi.address}/bot{bot.token}"
    httpx.post(f"{base}/setWebhook", json={"url": "https://example.com/hook"}, trust_env=False)
    poll(store, bot, lambda: list_bots(store)[0].state == "stopped")
    assert "webhook" in list_bots(store)[0].why
    info = httpx.get(f"{base}/getWebhookInfo", trust_env=False).json()["result"]
    assert info["url"] == "https://example.com/hook"


@pytest.mark.skipif(os.name == "nt", reason="loopback answers slowly there")
def test_conflict_with_another_program_stops_this_bot_and_no_other(
    store: Store, bot: Bot, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = register(store, botapi, "shop_bot")
    publish(store, booking(), [bot.id, shop.id])
    said = "Conflict: terminated by other getUpdates request"
    botapi.control.fail("getUpdates", "refuse", times=2, code=409, description=said, bot="salon_bot")
    with served(store):
        wait_until(lambda: bot_states(store)[bot.id] == "stopped")
        ben = botapi.control.customer("Ben", "shop_bot")
        ben.start()
        ben.wait_for_text("Your name?", 30)
    states = {one.id: one for one in list_bots(store)}
    assert "Another program polls this bot" in states[bot.id].why
    assert states[shop.id].state == "on"
    assert list_outgoing(store, "failed") == []
