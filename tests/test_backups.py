"""Backups: a drill from a running bot to another folder, and nothing that was sent is sent again."""

from __future__ import annotations

import json
import os
import signal
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.customer import Customer
from flowbook.errors import StoreError
from flowbook.flow import Flow, Node
from flowbook.stimuli import HttpAnswered
from flowbook.store import FILE, backups, open_store
from flowbook.store.backups import CARD, Restored, back_up, restore
from flowbook.store.bots import list_bots
from flowbook.store.calls import decide_calls, open_calls
from flowbook.store.customers import add_customer, find_customer
from flowbook.store.folder import load_flow, save_flow
from flowbook.store.inbox import put_stimulus
from flowbook.store.letters import list_dead, revive
from flowbook.store.listing import Query, ids_of
from flowbook.store.lock import AlreadyRunning, take_lock
from flowbook.store.outbox import list_outgoing, queued, send_again
from flowbook.store.publishing import publish
from flowbook.store.pulse import beat, end_pulse, is_running
from flowbook.store.resuming import ASKED_LATE, Resumed
from flowbook.store.timers import count_timers
from flowbook.store.values import now
from tests.botapi import Botapi
from tests.runtime_process import RuntimeProcess, booking, register, wait_until
from tests.runtime_thread import served
from tests.test_runtime_worker import Desk, flow


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three people are in the middle of something, each at another point."""
    desk = Desk(tmp_path / "data")
    desk.at = now()
    publish(desk.store, booking(delay_seconds=3600), [desk.bot])
    save_flow(desk.store.data, booking())
    for text in ("/start", "Ann", "Haircut"):
        desk.say(text)
    desk.say("/start", 8, "Ben")
    desk.work()
    desk.say("/start", 9, "Cid")
    return desk


def test_restore_of_an_old_backup_holds_what_may_have_been_done_since(desk: Desk, tmp_path: Path) -> None:
    archive = back_up(desk.store, tmp_path)
    waiting = len(desk.outgoing())
    done = restore(archive, tmp_path / "restored")
    assert (done.held, done.aside) == (Resumed(messages=waiting, arrivals=1, calls=0), None)
    store = open_store(tmp_path / "restored")
    assert queued(store, desk.bot, urgent=True) == queued(store, desk.bot, urgent=False) == []
    held = list_outgoing(store, "held")
    assert len(held) == waiting
    assert "may have been sent since" in held[0].why
    assert len(list_dead(store)) == 1
    send_again(store, held[0].id)
    assert len(queued(store, desk.bot, urgent=True)) == 1


def test_a_timer_that_was_due_before_the_restore_goes_on_without_a_word(desk: Desk, tmp_path: Path) -> None:
    """Its message may have been sent before the disk died; its owner decides."""
    desk.store.conn.execute("UPDATE timers SET due = due - 7200000000")
    restore(back_up(desk.store, tmp_path), tmp_path / "restored")
    again = Desk(tmp_path / "restored")
    again.at = now() + timedelta(seconds=1)
    again.work()
    assert again.outgoing() == []
    assert count_timers(again.store) == 1, "the timer of the one who is asked something stays"
    texts = [row.event().message.text for row in list_outgoing(again.store, "held") if row.key]  # type: ignore[attr-defined]
    assert texts.count("See you!") == 1


def ordering(method: str) -> Flow:
    exits = dict.fromkeys(("success", "error", "timeout"), "done")
    asked = {"url": "https://shop.example/orders", "method": method}
    return flow(
        Node("wait", "delay", "Wait", {"after": {"amount": 1, "unit": "hours"}}, {"next": "ask"}),
        Node("ask", "http_request", "Order", asked, exits),
        Node("done", "message", "Say", {"text": "Ordered."}),
    )


def restored_at_the_call(tmp_path: Path, method: str, hours: int) -> tuple[Desk, Restored]:
    """From a backup of three hours ago and so many hours on, with a timer of one hour in it."""
    desk = Desk(tmp_path / "data")
    desk.at = now() - timedelta(hours=3)
    publish(desk.store, ordering(method), [desk.bot])
    desk.say("/start")
    desk.work()
    desk.work(hours * 3600)
    done = restore(back_up(desk.store, tmp_path), tmp_path / "restored")
    again = Desk(tmp_path / "restored")
    again.at = now() + timedelta(seconds=1)
    again.work()
    return again, done


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_timer_that_was_due_before_a_restore_asks_nobody_until_its_owner_says_so(
    tmp_path: Path, method: str
) -> None:
    """Neither is another system told twice, nor a customer what came of it."""
    desk, _done = restored_at_the_call(tmp_path, method, hours=0)
    assert desk.work(3600) == 0
    assert (open_calls(desk.store, "waiting", "held", "calling"), desk.outgoing()) == ([], [])
    (letter,) = list_dead(desk.store)
    assert (letter.kind, letter.why) == ("timer", ASKED_LATE)
    revive(desk.store, letter.id)
    desk.work()
    (call,) = open_calls(desk.store)
    put_stimulus(desk.store, call.customer, HttpAnswered(call.request.request, 200), desk.at, desk.bot)
    desk.work()
    assert (desk.outgoing(), list_dead(desk.store)) == (["Ordered."], [])


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_request_that_waited_in_a_backup_is_held(tmp_path: Path, method: str) -> None:
    desk, done = restored_at_the_call(tmp_path, method, hours=1)
    assert done.held.calls == 1
    assert (open_calls(desk.store), desk.outgoing()) == ([], [])
    (call,) = open_calls(desk.store, "held")
    decide_calls(desk.store, call.id, ask=True)
    with pytest.raises(StoreError):
        decide_calls(desk.store, call.id, ask=True)
    assert [one.state for one in open_calls(desk.store)] == ["waiting"]


def test_the_drill_a_bot_goes_on_from_its_backup_on_another_machine(tmp_path: Path, botapi: Botapi) -> None:
    store = open_store(tmp_path / "data")
    publish(store, booking(), [register(store, botapi).id])
    anna = botapi.control.customer("Anna")
    with served(store):
        anna.start()
        anna.wait_for_text("Your name?", 30)
        archive = back_up(store, tmp_path)
    restored = tmp_path / "elsewhere"
    restore(archive, restored)
    with served(open_store(restored)):
        anna.say("Anahit")
        anna.wait_for_text("What, Anahit?", 30)
    assert anna.transcript()[:2] == ["customer: /start", "bot: Your name?"]
    assert len(anna.received()) == 2


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_program_that_runs_is_not_robbed_of_its_folder_even_while_it_hangs(tmp_path: Path) -> None:
    """It gives no sign of life, but would write on into the folder that was put aside."""
    store = open_store(tmp_path / "data")
    archive = back_up(store, tmp_path / "one.zip")
    runtime = RuntimeProcess(store.data)
    runtime.start()
    assert runtime.process is not None
    try:
        wait_until(lambda: is_running(store))
        runtime.process.send_signal(signal.SIGSTOP)
        end_pulse(store)
        assert not is_running(store)
        with pytest.raises(StoreError, match=rf"process {runtime.process.pid}\) already works on .* Stop it"):
            restore(archive, store.data)
        assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == ["data"]
    finally:
        runtime.end()
    store.close()
    beat(store)
    assert restore(archive, store.data).aside is not None, "it was killed a moment ago, and is gone"


def test_no_program_begins_on_a_folder_that_is_being_replaced(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = back_up(desk.store, tmp_path / "one.zip")
    desk.store.close()
    begun: list[str] = []
    hold_back = backups.hold_back

    def begin(*given: object) -> object:
        with pytest.raises(AlreadyRunning) as refused:
            take_lock(desk.store.data)
        begun.append(str(refused.value))
        return hold_back(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(backups, "hold_back", begin)
    restore(archive, desk.store.data)
    assert "already works on" in begun[0]
    take_lock(desk.store.data).close()


def test_what_was_there_is_put_aside(desk: Desk, tmp_path: Path) -> None:
    archive = back_up(desk.store, tmp_path / "one.zip")
    add_customer(desk.store, Customer("late", now()))
    desk.store.close()
    done = restore(archive, desk.store.data)
    assert done.aside is not None
    assert find_customer(open_store(done.aside), "late") is not None
    restored = open_store(desk.store.data)
    assert find_customer(restored, "late") is None
    assert load_flow(restored.data, "booking") == booking()
    assert [bot.id for bot in list_bots(restored)] == [desk.bot]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_only_its_owner_can_read_a_backup_and_the_key_can_stay_at_home(desk: Desk, tmp_path: Path) -> None:
    whole, bare = (
        back_up(desk.store, tmp_path / "a.zip"),
        back_up(desk.store, tmp_path / "b.zip", with_key=False),
    )
    assert {path.stat().st_mode & 0o777 for path in (whole, bare)} == {0o600}
    assert "secret.key" in zipfile.ZipFile(whole).namelist()
    assert "secret.key" not in zipfile.ZipFile(bare).namelist()
    restore(bare, tmp_path / "restored")
    (bot,) = list_bots(open_store(tmp_path / "restored"))
    assert (bot.token, bot.why.endswith("paste the token again.")) == ("", True)


def test_half_a_backup_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    archive = back_up(desk.store, tmp_path / "one.zip")
    archive.write_bytes(archive.read_bytes()[:-500])
    before = ids_of(desk.store, Query())
    with pytest.raises(StoreError, match="only a part of one"):
        restore(archive, desk.store.data)
    assert ids_of(desk.store, Query()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "one.zip"]


@pytest.mark.parametrize("name", ["../evil", "flows/../../evil", "/evil", "flows/a\\..\\b", "other.db"])
def test_a_backup_that_somebody_tampered_with_writes_nothing_outside(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    archive = back_up(desk.store, tmp_path / "one.zip")
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(name, "evil")
    with pytest.raises(StoreError, match="no backup"):
        restore(archive, tmp_path / "restored")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "one.zip"]


def test_the_command_line_backs_up_and_restores(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    run = CliRunner().invoke
    made = run(app, ["backup", str(folder), "--data", str(desk.store.data), "--json"])
    path = json.loads(made.stdout)["file"]
    assert {CARD, FILE, "flows/booking/booking.flow.json"} <= set(zipfile.ZipFile(path).namelist())
    done = run(app, ["restore", path, "--data", str(tmp_path / "restored")])
    assert done.exit_code == 0
    assert "arrivals put aside: 1." in done.stdout
