"""The whole runtime in a thread of the test's process, so that a test can reach under its feet."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from flowbook.store import Store
from runtime.config import Settings
from runtime.service import serve
from tests.ports import free_port
from tests.runtime_process import STOP_SECONDS


class Served:
    """`fault` is what it died of, if it did."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.port = free_port()
        self.fault: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name="runtime", daemon=True)
        self._thread.start()
        self._begun.wait(30)

    def inside(self, deed: Callable[[], Any]) -> Any:
        """Do something in the runtime's own thread, where its database connection is."""
        done: list[Any] = []
        ready = threading.Event()

        def act() -> None:
            done.append(deed())
            ready.set()

        assert self._loop is not None
        self._loop.call_soon_threadsafe(act)
        assert ready.wait(60)
        return done[0]

    def problems(self) -> list[str]:
        """As the health page tells them."""
        deadline = time.monotonic() + 20
        while True:
            try:
                answer = httpx.get(f"http://127.0.0.1:{self.port}/healthz", trust_env=False)
            except httpx.ConnectError:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            else:
                return list(answer.json()["problems"])

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        if self._thread.is_alive() and self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(STOP_SECONDS)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as fault:  # noqa: BLE001 - told to the test
            self.fault = fault
        finally:
            self._begun.set()
            self.store.close()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._begun.set()
        settings = Settings(data=self.store.data, poll_seconds=1, health_port=self.port)
        await serve(self.store, settings, self._stop)


@contextmanager
def served(store: Store) -> Iterator[Served]:
    runtime = Served(store)
    try:
        yield runtime
    finally:
        runtime.stop()
