"""Many bots in one program: what goes wrong with one of them holds up none of the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flowbook.store import Store, open_store
from flowbook.store.inbox import put_updates
from flowbook.store.publishing import publish
from flowbook.store.values import now
from runtime import poller
from tests.botapi import Botapi
from tests.runtime_process import booking, register
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
