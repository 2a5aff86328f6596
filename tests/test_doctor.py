"""The doctor: what keeps a bot from its messages, found before its owner wonders."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from flowbook.cli import probing
from flowbook.cli.app import app
from flowbook.events import MessageSent
from flowbook.messages import Message
from flowbook.store import Store, open_store
from flowbook.store.bots import Bot
from flowbook.store.lock import take_lock
from flowbook.store.outbox import MESSAGE, Draft, put_outgoing
from flowbook.store.pulse import beat
from flowbook.store.values import now
from tests.botapi import Botapi
from tests.runtime_process import register


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


@pytest.fixture
def bot(store: Store, botapi: Botapi, monkeypatch: pytest.MonkeyPatch) -> Bot:
    monkeypatch.setattr(probing, "LISTENING", 1.2)
    return register(store, botapi)


@pytest.fixture
def running(store: Store) -> Iterator[None]:
    """The bots' program, as far as others see it."""
    with take_lock(store.data):
        beat(store)
        yield


def examine(store: Store, *words: str) -> tuple[int, list[str]]:
    """(exit code, the sentences that need care)."""
    done = CliRunner().invoke(app, ["doctor", "--data", str(store.data), "--json", *words])
    found = json.loads(done.stdout)
    return done.exit_code, [one["sentence"] for one in found if not one["fine"]]


@pytest.mark.usefixtures("running")
def test_a_healthy_house_has_nothing_to_say(store: Store, bot: Bot) -> None:
    assert examine(store) == (0, [])


def test_a_program_that_hangs_is_said_and_not_disturbed(store: Store, bot: Bot, botapi: Botapi) -> None:
    with take_lock(store.data):
        sentence = "The bots' program runs, but has given no sign of life lately. Start it anew."
        assert examine(store) == (1, [sentence])
    assert botapi.control.calls("getUpdates") == []


def test_a_program_that_was_killed_a_moment_ago_does_not_run(store: Store, bot: Bot) -> None:
    beat(store)
    assert examine(store, "--offline") == (1, ["The bots' program does not run."])


def test_a_program_that_does_not_run_is_said_and_looking_for_another_loses_no_message(
    store: Store, bot: Bot, botapi: Botapi
) -> None:
    botapi.control.customer("Anna").say("hello")
    assert examine(store) == (1, ["The bots' program does not run."])
    assert len(botapi.control.pending()) == 1


@pytest.mark.usefixtures("running")
def test_a_void_token(store: Store, bot: Bot, botapi: Botapi) -> None:
    botapi.control.revoke_token()
    code, (sentence,) = examine(store)
    assert (code, sentence) == (
        1,
        "Telegram does not know the token of @salon_bot any more. Paste the new one.",
    )
    assert bot.token not in sentence


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"kind": "retry_after", "seconds": 30}, "asks for a pause before it answers for @salon_bot"),
        ({"kind": "error", "code": 502}, "answers 502 (Bad Gateway) for @salon_bot"),
        ({"kind": "refuse", "code": 403, "description": "Forbidden: no"}, "answers 403 (Forbidden: no)"),
    ],
)
def test_a_refusal_that_is_not_about_the_token_asks_for_no_new_one(
    store: Store, bot: Bot, botapi: Botapi, fault: dict[str, Any], says: str
) -> None:
    botapi.control.fail("getMe", **fault)
    code, (sentence,) = examine(store)
    assert code == 1
    assert says in sentence
    assert "Paste" not in sentence


@pytest.mark.usefixtures("running")
def test_a_webhook_left_set_is_named_by_its_host(store: Store, bot: Bot, botapi: Botapi) -> None:
    address = f"{botapi.address}/bot{bot.token}/setWebhook"
    httpx.post(address, json={"url": "https://old.example.com/x/secret"}, trust_env=False)
    assert examine(store)[1] == [
        "A webhook at old.example.com takes the messages of @salon_bot. Remove it where it was set."
    ]


def test_another_program_that_polls_is_found(store: Store, bot: Bot, botapi: Botapi) -> None:
    with polling(f"{botapi.address}/bot{bot.token}/getUpdates"):
        found = examine(store)[1]
    assert "Another program polls @salon_bot. Stop it, or make a new token with @BotFather." in found


@contextmanager
def polling(address: str) -> Iterator[None]:
    """Another program, which polls as fast as it is let."""
    ended = threading.Event()

    def poll() -> None:
        while not ended.is_set():
            httpx.post(address, json={"timeout": 1}, trust_env=False)

    with httpx.Client():
        thread = threading.Thread(target=poll, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(5)


@pytest.mark.usefixtures("running")
def test_a_server_that_does_not_answer(store: Store, bot: Bot, botapi: Botapi) -> None:
    botapi.go_away()
    assert examine(store)[1] == [f"{botapi.address} does not answer for @salon_bot. Check the network."]
    assert examine(store, "--offline") == (0, [])


@pytest.mark.usefixtures("running")
def test_a_clock_that_is_off_is_measured_by_the_servers(
    store: Store, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(minutes=3)

    post = httpx.Client.post

    def dated(client: httpx.Client, *given: object, **more: object) -> httpx.Response:
        answer = post(client, *given, **more)  # type: ignore[arg-type]
        answer.headers["date"] = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return answer

    monkeypatch.setattr(httpx.Client, "post", dated)
    monkeypatch.setattr(probing, "datetime", Late)
    (sentence,) = examine(store)[1]
    assert sentence.startswith("The clock is 1")
    assert sentence.endswith("seconds slow. Switch its synchronisation on (timedatectl).")


def test_all_that_waits_for_its_owner_is_counted(store: Store) -> None:
    draft = Draft("4242", "7", None, MESSAGE, MessageSent("1", Message("hi")), "1")
    with store.transaction():
        for state in ("doubt", *["held"] * 640):
            put_outgoing(store, draft, now(), state=state)
    assert examine(store)[1] == [
        "1 message is in doubt: cut off while on the way. See the page Health.",
        "640 messages are held since a backup was restored. See the page Health.",
    ]
