"""The runtime as others see it: health page, figures, service manager, systemd unit."""

from __future__ import annotations

import configparser
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from flowbook.store import Store
from flowbook.store.inbox import Arrival, bury
from flowbook.store.letters import discard, list_dead
from flowbook.store.publishing import publish
from flowbook.store.values import now
from runtime.notify import tell, watchdog_pause
from runtime.poller import REVOKED
from tests.botapi import Botapi
from tests.ports import free_port
from tests.runtime_process import ROOT, RuntimeProcess, booking, register, store, wait_until
from tests.runtime_thread import served
from tests.sources import files

posix = pytest.mark.skipif(os.name == "nt", reason="signals and sockets in files")
__all__ = ["store"]


@pytest.fixture
def runtime(store: Store, tmp_path: Path) -> Iterator[RuntimeProcess]:
    manager = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "400000"}
    process = RuntimeProcess(store.data, FLOWBOOK_HEALTH_PORT=str(free_port()), **manager)
    yield process
    process.end()


def ask(runtime: RuntimeProcess, path: str) -> httpx.Response:
    address = f"http://127.0.0.1:{runtime.environment['FLOWBOOK_HEALTH_PORT']}{path}"
    deadline = time.monotonic() + 60
    while True:
        try:
            return httpx.get(address, trust_env=False)
        except httpx.ConnectError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


@posix
def test_health_figures_and_the_service_manager(
    store: Store, botapi: Botapi, runtime: RuntimeProcess, tmp_path: Path
) -> None:
    bot = register(store, botapi)
    publish(store, booking(), [bot.id])
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(60)
        runtime.start()
        assert manager.recv(100) == b"READY=1"
        assert [manager.recv(100) for _ in range(3)] == [b"WATCHDOG=1"] * 3
        anna = botapi.control.customer("Anna")
        anna.start()
        anna.wait_for_text("Your name?", 60)
        assert ask(runtime, "/healthz").json() == {"ok": True, "problems": []}
        found = figures(ask(runtime, "/metrics").text)
        assert runtime.stop() == 0
        assert b"STOPPING=1" in iter(lambda: manager.recv(100), b"")
    assert found["flowbook_updates_total", bot.id] == 1
    assert found["flowbook_customers", ""] == 1
    assert found["flowbook_bot_on", bot.id] == 1
    assert found["flowbook_messages_total", bot.id] == 1
    assert bot.token.partition(":")[2] not in runtime.said()


def figures(text: str) -> dict[tuple[str, str], float]:
    """(name, bot) -> value."""
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return {(one.name, one.labels.get("bot", "")): one.value for one in samples}


@posix
def test_the_health_page_tells_what_is_wrong_and_nothing_else(
    store: Store, botapi: Botapi, runtime: RuntimeProcess
) -> None:
    bot = register(store, botapi)
    publish(store, booking(), [bot.id])
    store.conn.execute("UPDATE releases SET body = '{}'")
    botapi.control.customer("Anna").start()
    runtime.start()
    wait_until(lambda: ask(runtime, "/healthz").status_code != 200)
    answer = ask(runtime, "/healthz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"ok": False, "problems": [f"The flows of bot {bot.id} cannot be read."]},
    )
    assert ask(runtime, "/../../etc/passwd").status_code == 404
    assert list_dead(store) == []


def test_the_health_page_names_a_bot_that_is_stopped_and_counts_what_waits_for_a_decision(
    store: Store, botapi: Botapi
) -> None:
    bot = register(store, botapi)
    for days in (0, 0, 2):
        letter = Arrival(0, bot.id, "update", "{}")
        bury(store, letter, "It could not be read.", now() - timedelta(days=days))
    with served(store) as runtime:
        dead = "Could not be answered: {}. The page Health lists them, for you to decide."
        assert runtime.problems() == [dead.format(3)]
        discard(store, list_dead(store)[0].id)
        botapi.control.revoke_token()
        botapi.control.customer("Anna").start()
        wait_until(lambda: len(runtime.problems()) > 1)
        found = runtime.problems()
    assert found == [f"Bot {bot.id} is stopped. {REVOKED}", dead.format(2)]


@posix
def test_a_taken_port_is_said_in_a_sentence(store: Store, runtime: RuntimeProcess) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(runtime.environment["FLOWBOOK_HEALTH_PORT"])))
        other.listen()
        runtime.start()
        assert runtime.process is not None
        assert runtime.process.wait(20) == 1
    assert "is taken. Choose another FLOWBOOK_HEALTH_PORT." in runtime.said()


def test_without_a_service_manager_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell("READY=1")
    monkeypatch.setenv("WATCHDOG_USEC", "60000000")
    assert watchdog_pause() == 30
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert watchdog_pause() is None


def test_the_unit_starts_what_there_is_and_locks_the_rest_away() -> None:
    path = ROOT / "runtime" / "flowbook.service"
    assert "runtime/flowbook.service" in files()
    unit = configparser.RawConfigParser(strict=False, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text("utf-8"))
    service = dict(unit["Service"])
    assert service["Type"] == "notify"
    assert "-m runtime" in service["ExecStart"]
    assert float(service["WatchdogSec"]) >= 30
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"
    verify = shutil.which("systemd-analyze")
    if verify:
        said = subprocess.run(
            [verify, "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
        )
        faults = [
            line for line in said.stderr.splitlines() if "flowbook.service:" in line and "Unknown" in line
        ]
        assert faults == []
