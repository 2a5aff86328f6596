"""Two pages on loopback for those who watch the runtime: /healthz says yes or no, /metrics has figures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from flowbook.errors import FlowbookError
from flowbook.store import Store
from flowbook.store.connection import FAULTS, store_error
from runtime.logs import logger
from runtime.metrics import page

ADDRESS = "127.0.0.1"
LONGEST_LINE = 4096
PATIENCE = 5.0
TEXT, JSON = "text/plain; version=0.0.4; charset=utf-8", "application/json"


class PortTaken(FlowbookError):
    """Another program listens where the health page should be."""


@dataclass(frozen=True, slots=True)
class Health:
    """`problems` gives a sentence for everything that does not go as it should."""

    store: Store
    port: int
    problems: Callable[[], list[str]]

    async def run(self) -> None:
        """Until it is cancelled; at once without a port. Never on another address than loopback."""
        if not self.port:
            await asyncio.Event().wait()
        try:
            server = await asyncio.start_server(self._welcome, ADDRESS, self.port, limit=LONGEST_LINE)
        except OSError:
            raise PortTaken(f"Port {self.port} is taken. Choose another FLOWBOOK_HEALTH_PORT.") from None
        logger().info("health page", address=f"http://{ADDRESS}:{self.port}/healthz")
        async with server:
            await server.serve_forever()

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                words = (await reader.readline()).decode("ascii", "replace").split()
                status, kind, body = self._answer(words)
                head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
                await writer.drain()
        writer.close()

    def _answer(self, words: list[str]) -> tuple[str, str, bytes]:
        path = words[1].partition("?")[0] if len(words) > 1 else ""
        if words[:1] != ["GET"] or path not in ("/healthz", "/metrics"):
            return "404 Not Found", TEXT, b"There are /healthz and /metrics.\n"
        try:
            if path == "/metrics":
                return "200 OK", TEXT, page(self.store)
            problems = self.problems()
        except FAULTS as error:
            problems = [str(store_error(error))]
        status = "503 Service Unavailable" if problems else "200 OK"
        return status, JSON, json.dumps({"ok": not problems, "problems": problems}).encode() + b"\n"
