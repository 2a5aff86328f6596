"""Tokens that cannot be read: their bots stop with a sentence, others run, and the right key mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from flowbook.store import Store, open_store
from flowbook.store.backups import back_up, restore
from flowbook.store.bots import add_bot, bot_reasons, bot_states, set_bot_state
from flowbook.store.publishing import publish
from tests.botapi import Botapi
from tests.runtime_process import booking, register
from tests.runtime_thread import served
from tests.test_runtime_end_to_end import wait_until


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


def test_one_token_that_cannot_be_read_stops_its_bot_alone(store: Store, botapi: Botapi) -> None:
    sick, well = register(store, botapi, "sick_bot"), register(store, botapi, "well_bot")
    publish(store, booking(), [sick.id, well.id])
    store.conn.execute("UPDATE bots SET token = x'00' WHERE id = ?", (sick.id,))
    anna = botapi.control.customer("Anna", "well_bot")
    ben = botapi.control.customer("Ben", "sick_bot")
    anna.start()
    ben.start()
    with served(open_store(store.data)):
        anna.wait_for_text("Your name?", 8)
        wait_until(lambda: bot_states(store) == {sick.id: "stopped", well.id: "on"}, 5)
        assert "paste the token again" in bot_reasons(store)[sick.id]
        add_bot(store, sick)
        ben.wait_for_text("Your name?", 8)
    assert (bot_states(store)[sick.id], bot_reasons(store)) == ("on", {})


def test_after_a_restore_without_its_key_each_bot_runs_as_soon_as_its_token_is_pasted_or_the_key_is_back(
    store: Store, botapi: Botapi, tmp_path: Path
) -> None:
    first, second = register(store, botapi, "first_bot"), register(store, botapi, "second_bot")
    paused = register(store, botapi, "paused_bot")
    set_bot_state(store, paused.id, "off")
    publish(store, booking(), [first.id, second.id])
    restore(back_up(store, tmp_path / "one.zip", with_key=False), tmp_path / "restored")
    restored = open_store(tmp_path / "restored")
    anna, ben = (
        botapi.control.customer(name, f"{bot}_bot") for name, bot in (("A", "first"), ("B", "second"))
    )
    anna.start()
    ben.start()
    with served(open_store(restored.data)):
        wait_until(lambda: list(bot_states(restored).values()) == ["stopped", "stopped", "off"], 5)
        add_bot(restored, first)
        anna.wait_for_text("Your name?", 8)
    key = (restored.data / "secret.key").read_text() + (store.data / "secret.key").read_text()
    (restored.data / "secret.key").write_text(key)
    with served(open_store(restored.data)):
        ben.wait_for_text("Your name?", 8)
    assert list(bot_states(restored).values()) == ["on", "on", "off"]


def test_a_key_that_is_none_stops_the_bots_and_a_right_one_starts_them(
    store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = register(store, botapi)
    for key in ("hunter2", Fernet.generate_key().decode()):
        monkeypatch.setenv("FLOWBOOK_KEY", key)
        with served(open_store(store.data)):
            wait_until(lambda: bot_states(store)[bot.id] == "stopped", 5)
    monkeypatch.delenv("FLOWBOOK_KEY")
    with served(open_store(store.data)):
        wait_until(lambda: bot_states(store)[bot.id] == "on", 5)
