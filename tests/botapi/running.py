"""Doubles that run as long as a test needs them: in a thread of this process, or in one of their own."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.botapi.control import Control
from tests.botapi.line import DirectLine, HttpLine
from tests.botapi.server import Server
from tests.botapi.service import Service

ROOT = Path(__file__).parents[2]


class FarBotapi:
    """A running double. `base_url` and `base_file_url` are what telegram.Bot takes."""

    def __init__(self, address: str, control: Control) -> None:
        self.address = address
        self.base_url = f"{address}/bot"
        self.base_file_url = f"{address}/file/bot"
        self.control = control


class Botapi(FarBotapi):
    """A double in a thread of this process: it can have an outage, too."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(server.address, Control(DirectLine(server.service, loop)))
        self._server = server
        self._loop = loop

    def go_away(self) -> None:
        """Begin an outage: connections are refused, and open ones are dropped."""
        _run(self._server.close_door(), self._loop)

    def come_back(self) -> None:
        """End the outage, on the same port and with everything remembered."""
        _run(self._server.open_door(), self._loop)


@contextmanager
def running(port: int = 0) -> Iterator[Botapi]:
    """Start a double on loopback and stop it afterwards."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="botapi", daemon=True)
    thread.start()
    server = Server(Service(), port)
    try:
        _run(server.open_door(), loop)
        yield Botapi(server, loop)
    finally:
        _run(server.close_door(), loop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


@contextmanager
def spawned() -> Iterator[FarBotapi]:
    """Start a double in a process of its own, without bots and people; end it afterwards.

    Better than `running` when the test's own process is busy: the two do not share an interpreter.
    """
    command = [sys.executable, "-m", "tests.botapi", "--port", "0", "--bare"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1].rstrip("/")
        line = HttpLine(address)
        try:
            yield FarBotapi(address, Control(line))
        finally:
            line.close()
            process.terminate()


def _run(coroutine: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    asyncio.run_coroutine_threadsafe(coroutine, loop).result(10)
