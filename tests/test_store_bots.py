"""Bots and their tokens, which nobody reads by chance."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from flowbook.errors import StoreError
from flowbook.store import PRACTICE, Store, open_store
from flowbook.store.audit import list_deeds
from flowbook.store.bots import Bot, add_bot, bot_names, list_bots, remove_bot, set_bot_state

TOKEN = "4242:" + "AbC-dEf_123" * 3 + "xy"
BOT = Bot("4242", "Salon", "salon_bot", TOKEN)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv("FLOWBOOK_KEY", raising=False)
    return open_store(tmp_path / "data")


def test_a_bot_comes_back_with_its_token(store: Store) -> None:
    add_bot(store, BOT, "Mia")
    assert list_bots(store) == [BOT]
    assert bot_names(store) == {PRACTICE: "Practice", "4242": "Salon"}
    assert list_deeds(store)[0].who == "Mia"


def test_the_token_is_nowhere_to_be_read(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    secret = TOKEN.partition(":")[2]
    with caplog.at_level(logging.DEBUG):
        add_bot(store, BOT)
        shown = f"{list_bots(store)!r} {list_bots(store)} {list_deeds(store)}"
        with pytest.raises(StoreError) as refused:
            add_bot(store, Bot("1", "", "", f"nonsense {TOKEN}"))
    written = b"".join(path.read_bytes() for path in store.data.iterdir() if path.is_file())
    assert secret not in shown + caplog.text + str(refused.value)
    assert secret.encode() not in written


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_key_belongs_to_its_owner(store: Store) -> None:
    add_bot(store, BOT)
    assert (store.data / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in store.data.glob("secret*")] == ["secret.key"]


def test_a_wrong_key_says_which_one_is_missing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_bot(store, BOT)
    monkeypatch.setenv("FLOWBOOK_KEY", Fernet.generate_key().decode())
    (bot,) = list_bots(store)
    assert (bot.token, bot.username, bot.state) == ("", "salon_bot", "on")
    assert "the variable FLOWBOOK_KEY is not the key" in bot.why


@pytest.mark.parametrize("key", ["hunter2", Fernet.generate_key().decode()], ids=["no key", "another key"])
def test_one_token_that_cannot_be_read_hides_no_other_bot(
    store: Store, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    add_bot(store, BOT)
    add_bot(store, Bot("777", "Shop", "shop_bot", "777:" + "b" * 35))
    store.conn.execute("UPDATE bots SET token = x'00' WHERE id = '777'")
    assert {bot.id: bool(bot.token) for bot in list_bots(store)} == {"4242": True, "777": False}
    monkeypatch.setenv("FLOWBOOK_KEY", key)
    assert [bot.why.partition(":")[0] for bot in list_bots(store)] == ["The token cannot be read"] * 2


def test_a_new_key_in_front_still_reads_what_the_old_one_locked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_bot(store, BOT)
    old = (store.data / "secret.key").read_text()
    monkeypatch.setenv("FLOWBOOK_KEY", f"{Fernet.generate_key().decode()},{old}")
    assert list_bots(store) == [BOT]


def test_a_key_that_is_none_is_explained(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWBOOK_KEY", "hunter2")
    with pytest.raises(StoreError, match="holds no key"):
        add_bot(store, BOT)


def test_running_programs_notice_each_change_once(store: Store) -> None:
    seen = store.counter()
    add_bot(store, BOT)
    assert store.counter() > seen
    seen = store.counter()
    set_bot_state(store, "4242", "stopped", "Another program polls this bot.")
    assert store.counter() > seen
    seen = store.counter()
    set_bot_state(store, "4242", "stopped", "Another program polls this bot.")
    assert store.counter() == seen
    assert list_bots(store)[0].why == "Another program polls this bot."


def test_practice_stays(store: Store) -> None:
    add_bot(store, BOT)
    remove_bot(store, "4242")
    assert list_bots(store) == []
    with pytest.raises(StoreError, match="no bot “practice”"):
        remove_bot(store, PRACTICE)
