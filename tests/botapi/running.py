"""A double that runs in a thread of this process, for as long as a test needs it."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from tests.botapi.control import Control
from tests.botapi.line import DirectLine
from tests.botapi.server import Server
from tests.botapi.service import Service


class Botapi:
    """A running double. `base_url` and `base_file_url` are what telegram.Bot takes."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop) -> None:
        self._server = server
        self._loop = loop
        self.address = server.address
        self.base_url = f"{server.address}/bot"
        self.base_file_url = f"{server.address}/file/bot"
        self.control = Control(DirectLine(server.service, loop))

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


def _run(coroutine: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    asyncio.run_coroutine_threadsafe(coroutine, loop).result(10)
