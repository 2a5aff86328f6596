"""The runtime's smaller parts: pace, logs, settings, the lock, updates read."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
import structlog
from telegram.error import BadRequest

from flowbook.flow import Flow, Node
from flowbook.messages import Button, Message
from flowbook.setting import Setting, library_of
from flowbook.stimuli import (
    ContactShared,
    FileSent,
    LocationShared,
    NotDelivered,
    Said,
    Stimulus,
    Tapped,
)
from flowbook.store.bots import Bot
from flowbook.store.inbox import UPDATE, Arrival
from flowbook.store.lock import AlreadyRunning, is_locked, take_lock
from flowbook.store.values import to_text
from flowbook.workspace import Workspace
from runtime import logs
from runtime.bot.inbound import chat_in, read_update
from runtime.bot.keyboards import markup_of
from runtime.config import WrongSetting, settings_of
from runtime.connection import connect
from runtime.jobs import incoming
from runtime.menus import menu_of

TOKEN = "4242:" + "AbC-dEf_123" * 3
ESCAPED = (quote, lambda text: quote(text).replace("%3A", "%3a"))


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root, out = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    monkeypatch.setattr("sys.stdout", out)
    logs.set_up("DEBUG")
    yield out
    root.handlers, root.level = before
    structlog.reset_defaults()


def test_no_token_gets_into_a_log_by_any_way(lines: io.StringIO) -> None:
    address = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    logs.logger().info("calling", address=address, deep={"list": [address, (1, None)]})
    logging.getLogger("other").warning("HTTP Request: POST %s", address)
    logging.getLogger("httpx").info("HTTP Request: POST %s", address)
    logging.getLogger("other").warning("HTTP asked %s and %s", *(escaped(address) for escaped in ESCAPED))
    try:
        raise ValueError(address)
    except ValueError:
        logs.logger().exception("failed")
    said = lines.getvalue()
    assert TOKEN.partition(":")[2] not in said
    assert TOKEN.partition(":")[2] not in unquote(said)
    written = [json.loads(line) for line in said.splitlines()]
    assert [line["event"].partition(" ")[0] for line in written] == ["calling", "HTTP", "HTTP", "failed"]
    assert written[0]["deep"]["list"][1] == [1, None]
    assert "ValueError" in written[-1]["exception"]


def test_settings_come_from_the_environment() -> None:
    given = {
        "FLOWBOOK_DATA": "elsewhere",
        "FLOWBOOK_CALL_PRIVATE": "127.0.0.1:9000, LOCALHOST:80,",
        "FLOWBOOK_LOG_LEVEL": "debug",
        "FLOWBOOK_POLL_SECONDS": "7",
    }
    settings = settings_of(given, Path("x"))
    assert settings.call_private == {"127.0.0.1:9000", "localhost:80"}
    assert (settings.log_level, settings.call_hosts, settings.poll_seconds) == ("DEBUG", frozenset(), 7)
    assert (settings.data, settings_of(given).data) == (Path("x"), Path("elsewhere"))


@pytest.mark.parametrize(
    ("name", "value"), [("POLL_SECONDS", "0"), ("HEALTH_PORT", "nine"), ("LOG_LEVEL", "loud")]
)
def test_a_setting_that_means_nothing_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"^FLOWBOOK_{name}: "):
        settings_of({f"FLOWBOOK_{name}": value})


def test_the_lock_is_there_for_one_and_free_afterwards(tmp_path: Path) -> None:
    with take_lock(tmp_path), pytest.raises(AlreadyRunning, match=r"process \d+"):
        take_lock(tmp_path)
    assert not is_locked(tmp_path)
    with take_lock(tmp_path):
        assert is_locked(tmp_path)
    assert not is_locked(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


PERSON = {"id": 7, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "hy"}
CHAT = {"id": 7, "type": "private", "first_name": "Anna"}


def update(**message: Any) -> dict[str, Any]:
    content = {"message_id": 5, "date": 1700000000, "chat": CHAT, "from": PERSON, **message}
    return {"update_id": 1, "message": content}


def photo(size: str) -> dict[str, Any]:
    return {"file_id": size, "file_unique_id": size, "width": 9, "height": 9}


SENT: list[tuple[dict[str, Any], Stimulus | None]] = [
    ({"text": "Hello"}, Said("Hello")),
    ({"text": "/start window"}, Said("/start window")),
    ({"contact": {"phone_number": "+374", "first_name": "Anna"}}, ContactShared("+374", "Anna")),
    ({"location": {"latitude": 40.5, "longitude": 44.5}}, LocationShared(40.5, 44.5)),
    ({"photo": [photo("small"), photo("large")], "caption": "Me"}, FileSent("photo", "large", "Me")),
    ({"document": {"file_id": "d", "file_unique_id": "d"}}, FileSent("document", "d")),
    ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, FileSent("voice", "v")),
    ({"pinned_message": {"message_id": 1, "date": 0, "chat": CHAT}}, None),
    ({"text": "Hi all", "chat": {"id": -5, "type": "group", "title": "Us"}}, None),
    ({"text": "I am a bot", "from": {**PERSON, "is_bot": True}}, None),
]


@pytest.mark.parametrize(("content", "expected"), SENT, ids=lambda value: "" if value is None else None)
def test_what_people_send_is_understood(content: dict[str, Any], expected: Stimulus | None) -> None:
    inbound = read_update(to_text(update(**content)))
    assert (inbound.stimulus if inbound else None) == expected
    if inbound:
        assert inbound.chat == "7"
        assert inbound.profile == {"first_name": "Anna", "username": "anna", "language": "hy"}


def test_a_tap_carries_the_label_that_was_tapped() -> None:
    buttons = [[{"text": "No", "callback_data": "1.a.n.1"}, {"text": "Yes", "callback_data": "1.a.y.1"}]]
    message = {**update()["message"], "reply_markup": {"inline_keyboard": buttons}}
    query = {"id": "99", "from": PERSON, "chat_instance": "1", "message": message, "data": "1.a.y.1"}
    inbound = read_update(to_text({"update_id": 1, "callback_query": query}))
    assert inbound is not None
    assert inbound.stimulus == Tapped("1.a.y.1", "Yes", "99")
    old = {**query, "message": {"message_id": 5, "date": 0, "chat": CHAT}}
    inbound = read_update(to_text({"update_id": 1, "callback_query": old}))
    assert inbound is not None
    assert inbound.stimulus == Tapped("1.a.y.1", "", "99")
    assert chat_in({"callback_query": old}) == "7"


@pytest.mark.parametrize(("status", "blocked"), [("kicked", True), ("member", False)])
def test_blocking_is_noticed_and_unblocking_waits_for_a_word(status: str, blocked: bool) -> None:
    me = {"id": 1, "is_bot": True, "first_name": "Bot"}
    new = {"user": me, "status": status, **({"until_date": 0} if blocked else {})}
    change = {
        "chat": CHAT,
        "from": PERSON,
        "date": 0,
        "old_chat_member": {"user": me, "status": "member"},
        "new_chat_member": new,
    }
    inbound = read_update(to_text({"update_id": 1, "my_chat_member": change}))
    assert (inbound is not None) == blocked
    if inbound:
        assert isinstance(inbound.stimulus, NotDelivered)
        assert inbound.stimulus.blocked


@pytest.mark.parametrize(
    "data", [{}, {"message": None}, {"message": {"chat": 7}}, {"callback_query": {"message": 1}}]
)
def test_whose_an_unreadable_update_is_never_raises(data: dict[str, Any]) -> None:
    assert chat_in(data) == ""


@pytest.mark.parametrize(
    ("body", "whose"),
    [
        ('{"update_id": 1, "message"', "#1"),
        ("[]", "#1"),
        ('{"message": {"chat": 7}}', "4242/"),
        ('{"message": {"chat": {"id": 7, "type": "private"}, "text": 5}}', "4242/7"),
        ('{"callback_query": {"message": {"chat": {"id": 7}}}}', "4242/7"),
    ],
)
def test_what_cannot_be_read_is_the_fault_of_that_update_and_known_by_its_chat(body: str, whose: str) -> None:
    job = incoming(Arrival(1, "4242", UPDATE, body))
    assert isinstance(job.fault, ValueError)
    assert (job.inbound, job.whose) == (None, whose)


def test_half_a_character_is_read_and_so_is_an_update_nobody_asked_for() -> None:
    half = json.dumps(update(text="Hi \ud83d"))
    inbound = read_update(half)
    assert inbound is not None
    assert inbound.stimulus == Said("Hi \ud83d")
    assert read_update('{"update_id": 1, "poll": {"id": "3"}, "message": null}') is None


def test_keyboards_of_both_kinds() -> None:
    share = Message(
        "?", buttons=((Button("Phone", "contact"), Button("Place", "location")),), keyboard="reply"
    )
    markup = markup_of(share)
    assert markup is not None
    row = markup.to_dict()["keyboard"][0]
    assert [(b["text"], b.get("request_contact"), b.get("request_location")) for b in row] == [
        ("Phone", True, None),
        ("Place", None, True),
    ]
    removed = markup_of(Message("!", keyboard="remove"))
    assert removed is not None
    assert removed.to_dict() == {"remove_keyboard": True}
    assert markup_of(Message("!")) is None


def test_a_bots_menu_has_the_commands_with_a_description_in_each_language() -> None:
    about = {"en": "Book a visit", "ru": "Записаться"}
    nodes = (
        Node("book", "command", "Book", {"name": "book", "aliases": ["visit"], "description": about}),
        Node("secret", "command", "Secret", {"name": "secret"}),
        Node("start", "start", "Begin"),
    )
    library = library_of(Flow("salon", "Salon", nodes, languages=("en", "ru")))
    menus = menu_of(Setting(Workspace(languages=("en", "ru", "hy")), library))
    shown = {language: [(c.command, c.description) for c in menu] for language, menu in menus.items()}
    assert shown == {"": [("book", "Book a visit")], "en": [], "ru": [("book", "Записаться")], "hy": []}


def test_a_file_that_would_have_to_be_uploaded_is_refused_and_not_left_out() -> None:
    telegram = connect(Bot("1", "B", "b", "1:" + "a" * 35, api_url="http://127.0.0.1:9"))
    with pytest.raises(BadRequest, match="none is sent from here"):
        asyncio.run(telegram.send_document(7, b"what stands in it", filename="a.txt"))
