"""One person's data by command line: handed out whole, and erased without a trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.store.audit import list_deeds
from flowbook.store.customers import load_state
from flowbook.store.inbox import count_waiting
from flowbook.store.letters import list_dead
from flowbook.store.publishing import publish
from tests.runtime_process import booking
from tests.test_runtime_worker import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "data")
    publish(desk.store, booking(), [desk.bot])
    for chat, name in ((7, "Zuzana"), (8, "Ben")):
        desk.say("/start", chat, name)
        desk.say("Quintessa", chat, name)
    desk.work()
    return desk


def run(desk: Desk, *words: str) -> str:
    done = CliRunner().invoke(app, ["customers", *words, "--data", str(desk.store.data)])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_everything_that_is_kept_of_a_person_is_handed_out(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "zuzana.json"
    run(desk, "export", f"{desk.bot}:7", "--out", str(out))
    found = json.loads(out.read_text("utf-8"))
    assert found["state"]["customer"]["fields"]["first_name"] == "Quintessa"
    assert found["chats"] == [{"bot": desk.bot, "chat": "7"}]
    assert [one["kind"] for one in found["sent"]] == ["message", "message"]
    assert "Your name?" in json.dumps(found["history"])
    assert list_deeds(desk.store)[0].what == "exported customer"


def test_an_erased_person_leaves_nothing_in_the_file_and_others_stay(desk: Desk) -> None:
    desk.say("my secret is xyzzyplugh", 7, "Zuzana")
    desk.store.conn.execute(
        "INSERT INTO dead_letters(at, bot, customer, kind, body, why)"
        " SELECT 0, bot, NULL, kind, body, '' FROM inbox WHERE state = 'new'"
    )
    desk.say("hello", 8, "Ben")
    ben = desk.customer(8)
    run(desk, "erase", desk.customer(7), "--yes")
    assert (count_waiting(desk.store), list_dead(desk.store)) == (1, [])
    assert load_state(desk.store, ben) is not None
    desk.store.close()
    for path in desk.store.data.glob("flowbook.db*"):
        content = path.read_bytes()
        assert b"Zuzana" not in content
        assert b"xyzzyplugh" not in content


def test_erasing_asks_first(desk: Desk) -> None:
    key = desk.customer(7)
    arguments = ["customers", "erase", key, "--data", str(desk.store.data)]
    refused = CliRunner().invoke(app, arguments, input="n\n")
    assert refused.exit_code == 1
    assert load_state(desk.store, key) is not None
