"""How calls of python-telegram-bot travel: over httpcore's connections.

httpx, which the library uses by itself, rests on the same connections. Of what it does besides, cookies,
redirects, packed answers and proxies, the Bot API needs nothing, and it was a seventh of what an answer
costs."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from typing import Any

import httpcore
import httpx
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

if find_spec("sniffio") is None:
    # httpcore looks for this optional package whenever it takes a lock. Not finding it on the disk, ten times
    # a message, was a fifth of what sending costs; here Python remembers that it is not there.
    sys.modules["sniffio"] = None  # type: ignore[assignment]
READ_SECONDS, CONNECT_SECONDS, WRITE_SECONDS = 20.0, 10.0, 5.0
KEPT_SECONDS = 5.0
"""For which a connection that nobody uses stays open."""
BODY_STARTED = "http11.send_request_body.started"
FORM = "application/x-www-form-urlencoded"
NO_FILES = "Files go by their address or their id; none is sent from here."

on_body: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("on_body", default=None)
"""Awaited once, right before the body of the current task's request leaves this machine."""


class Transport(BaseRequest):
    """At most so many `connections` at once; who comes then waits for one."""

    def __init__(self, connections: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_authorities(),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=KEPT_SECONDS,
        )

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        """Connections are made when they are needed."""

    async def shutdown(self) -> None:
        await self._pool.aclose()

    async def do_request(  # type: ignore[override]
        self, url: str, method: str, request_data: RequestData | None = None, **seconds: Any
    ) -> tuple[int, bytes]:
        """Status and body; what to make of a status is the library's. `seconds` are its time-outs by their
        names. Raises TimedOut or NetworkError."""
        if request_data and request_data.contains_files:
            raise BadRequest(NO_FILES)
        extensions: dict[str, Any] = {"timeout": _timeouts(seconds)}
        if started := on_body.get():
            extensions["trace"] = _telling(started)
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self.USER_AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        }
        content = request_data.url_encoded_parameters().encode() if request_data else b""
        if content:
            headers["Content-Type"] = FORM
        try:
            answer = await self._pool.request(
                method, url, headers=headers, content=content, extensions=extensions
            )
        except httpcore.TimeoutException as error:
            raise TimedOut from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        return answer.status, answer.content


@cache
def _authorities() -> ssl.SSLContext:
    """One for all connections: each would take a megabyte of its own."""
    return httpx.create_ssl_context(trust_env=False)


def _timeouts(seconds: Mapping[str, Any]) -> dict[str, float | None]:
    """What the call wants, None for no end, and for the rest what is usual."""
    usual = {"read": READ_SECONDS, "write": WRITE_SECONDS, "connect": CONNECT_SECONDS, "pool": READ_SECONDS}
    wanted = {key: seconds.get(f"{key}_timeout", BaseRequest.DEFAULT_NONE) for key in usual}
    return {key: usual[key] if one is BaseRequest.DEFAULT_NONE else one for key, one in wanted.items()}


def _telling(started: Callable[[], Awaitable[None]]) -> Callable[[str, object], Awaitable[None]]:
    async def trace(event: str, info: object) -> None:
        if event == BODY_STARTED:
            await started()

    return trace
