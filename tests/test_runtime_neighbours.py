"""Many bots in one program: what goes wrong with one of them holds up none of the others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowbook.flow import Flow, Node
from flowbook.store import Store, open_store
from flowbook.store.bots import Bot, add_bot, set_bot_state
from flowbook.store.inbox import put_updates
from flowbook.store.outbox import list_outgoing, send_again
from flowbook.store.publishing import publish
from flowbook.store.pulse import is_running
from flowbook.store.values import now
from runtime import poller, roster
from tests.botapi import Botapi
from tests.runtime_process import booking, register, wait_until
from tests.runtime_thread import served


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


def said(text: str, number: int) -> dict[str, Any]:
    person = {"id": number, "is_bot": False, "first_name": "Zoe"}
    message = {"message_id": 1, "date": 0, "chat": {"id": number, "type": "private"}, "from": person}
    return {"update_id": number, "message": {**message, "text": text}}


def test_a_bot_whose_flows_cannot_be_read_piles_up_its_own_messages_alone(
    store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "MOST_WAITING", 20)
    sick, well = register(store, botapi, "sick_bot"), register(store, botapi, "well_bot")
    publish(store, booking(60), [sick.id])
    store.conn.execute("UPDATE releases SET body = '{}'")
    publish(store, booking(30), [well.id])
    put_updates(store, sick.id, [said("hello", number) for number in range(1, 22)], now())
    botapi.control.customer("Ben", "sick_bot").start()
    anna = botapi.control.customer("Anna", "well_bot")
    anna.start()
    with served(open_store(store.data)) as runtime:
        anna.wait_for_text("Your name?", 8)
        assert len(botapi.control.pending("sick_bot")) == 1, "what finds no room stays with Telegram"
        problems = runtime.problems()
    assert f"More than 20 messages to bot {sick.id} wait. Telegram keeps what else comes." in problems
    assert not [one for one in problems if well.id in one]


@pytest.fixture
def hole() -> Iterator[str]:
    """The address of a server that takes every connection and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(100)
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_bots_whose_server_never_answers_hold_up_neither_the_start_nor_other_bots(
    store: Store, botapi: Botapi, hole: str
) -> None:
    begin = Node("menu", "command", "Begin", {"name": "menu", "description": "Shows it"}, {"next": "hi"})
    shown = Flow("menu", "Menu", (begin, Node("hi", "message", "Say hi", {"text": "Hi."})))
    dead = [f"400{number}" for number in range(3)]
    for bot in dead:
        add_bot(store, Bot(bot, "Dead", f"dead_{bot}_bot", f"{bot}:{'a' * 35}", hole))
    publish(store, shown, dead)
    with served(store):
        wait_until(lambda: is_running(store))
        new = register(store, botapi, "new_bot")
        publish(store, booking(), [new.id])
        anna = botapi.control.customer("Anna", "new_bot")
        anna.start()
        anna.wait_for_text("Your name?", 9)


def test_names_that_hang_hold_up_no_bot_whose_name_is_known(
    store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resolver that is not answered tries for half a minute, in a thread that nobody can end."""
    over, asked = threading.Event(), set[str]()
    resolve = socket.getaddrinfo

    def ask(host: str | bytes, *given: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name.endswith(".nowhere.test"):
            asked.add(name)
            over.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return resolve(host, *given, **more)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    for number in range(10):
        bot = f"400{number}"
        add_bot(store, Bot(bot, "Lost", f"lost_{bot}_bot", f"{bot}:{'a' * 35}", f"http://{bot}.nowhere.test"))
    try:
        with served(store):
            wait_until(lambda: len(asked) == 10)
            botapi.address = botapi.address.replace("127.0.0.1", "localhost")
            new = register(store, botapi, "new_bot")
            publish(store, booking(), [new.id])
            anna = botapi.control.customer("Anna", "new_bot")
            anna.start()
            anna.wait_for_text("Your name?", 9)
    finally:
        over.set()


def test_a_bot_paused_while_messages_hang_leaves_them_in_doubt_where_they_can_be_sent_again(
    store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "FINISH_SECONDS", 0.2)
    bot = register(store, botapi)
    publish(store, booking(), [bot.id])
    people = [botapi.control.customer(f"P{number}") for number in range(3)]
    botapi.control.fail("sendMessage", "latency", times=None, seconds=5, applied=False)
    with served(store):
        for person in people:
            person.start()
        wait_until(lambda: len(under_way(store)) == 3)
        set_bot_state(store, bot.id, "off")
        wait_until(lambda: len(list_outgoing(store, "doubt")) == 3)
        assert under_way(store) == []
        botapi.control.heal()
        for row in list_outgoing(store, "doubt"):
            assert row.why.startswith("The bot was paused, changed or stopped")
            send_again(store, row.id)
        set_bot_state(store, bot.id, "on")
        wait_until(lambda: states(store) == {"repeated": 3, "sent": 3})


def states(store: Store) -> dict[str, int]:
    return dict(store.conn.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())


def under_way(store: Store) -> list[str]:
    rows = store.conn.execute("SELECT chat FROM outbox WHERE state IN ('sending', 'leaving')")
    return [chat for (chat,) in rows]
