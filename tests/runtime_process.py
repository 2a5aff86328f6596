"""A runtime in a process of its own, to be started, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from flowbook.flow import Flow, Node
from flowbook.store import Store, open_store
from flowbook.store.bots import Bot, add_bot
from tests.botapi import Botapi

Found = TypeVar("Found")
ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 10


def wait_until(is_so: Callable[[], Found], seconds: float = 30.0) -> Found:
    """What `is_so` returns once it is true: for what shows only in the database, or in another process."""
    deadline = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < deadline, "it did not become so in time"
        time.sleep(0.02)
    return found


class RuntimeProcess:
    """`log` has what every run has said, on both outputs; `module` is what is run."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data, self.module = data, "runtime"
        self.log = data.with_suffix(".log")
        self.environment = {**os.environ, "FLOWBOOK_POLL_SECONDS": "2", **environment}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "--data", str(self.data)],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)

    def stop(self) -> int:
        """As a service manager would, who kills what does not end as soon as is promised; returns the exit
        code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def said(self) -> str:
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


def register(store: Store, botapi: Botapi, username: str = "salon_bot") -> Bot:
    """A bot that the double knows, added to the store."""
    account = botapi.control.add_bot(username, "Salon")
    bot = Bot(str(account.id), account.name, account.username, account.token, botapi.address)
    add_bot(store, bot)
    return bot


def booking(delay_seconds: int = 2) -> Flow:
    """/start, a name, a button, a wait, a last word."""
    button = {"id": "cut", "label": "Haircut"}
    nodes = (
        Node("start", "start", "Begin", {}, {"next": "name"}),
        Node("name", "question", "Ask the name", NAME, {"answered": "what"}),
        Node("what", "menu", "Ask what", {"text": "What, {first_name}?", "buttons": [button]}, {"cut": "ok"}),
        Node("ok", "message", "Confirm", {"text": "Booked."}, {"next": "wait"}),
        Node(
            "wait", "delay", "Wait", {"after": {"amount": delay_seconds, "unit": "seconds"}}, {"next": "bye"}
        ),
        Node("bye", "message", "Say goodbye", {"text": "See you!"}),
    )
    return Flow("booking", "Booking", nodes)


NAME = {"text": "Your name?", "kind": "text", "save_to": "first_name"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


@pytest.fixture
def runtime(store: Store) -> Iterator[RuntimeProcess]:
    process = RuntimeProcess(store.data)
    yield process
    process.end()
