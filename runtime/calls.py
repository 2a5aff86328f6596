"""Carries out what flows ask of other systems, carefully, and hands the answers to the worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from flowbook.events import HttpRequested
from flowbook.stimuli import HttpAnswered
from flowbook.store import Store
from flowbook.store.calls import Call, mark_call, open_calls
from flowbook.store.connection import FAULTS, store_error
from flowbook.store.inbox import put_stimulus
from flowbook.store.values import now
from runtime.guard import Guard, Refused
from runtime.logs import logger
from runtime.waiting import wait_for

MOST_AT_ONCE = 10
MOST_BYTES = 256 * 1024
LONGEST = 15.0
REPEATABLE = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
OWN_HEADERS = ("host", "content-length", "transfer-encoding", "connection")


class TooLarge(Exception):
    """The answer is longer than what is read."""


@dataclass(slots=True)
class Caller:
    """`arrived` is called when an answer lies in the inbox."""

    store: Store
    guard: Guard
    arrived: Callable[[], None]
    client: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(trust_env=False, follow_redirects=False)
    )
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self) -> None:
        """Until it is cancelled. Calls cut off by an earlier end are settled first."""
        self._settle_interrupted()
        try:
            while True:
                self.wake.clear()
                self._start_open()
                await wait_for(self.wake, 1.0)
        finally:
            for task in self.tasks.values():
                task.cancel()
            await self.client.aclose()

    def _start_open(self) -> None:
        try:
            for call in open_calls(self.store, MOST_AT_ONCE):
                if call.id not in self.tasks and len(self.tasks) < MOST_AT_ONCE:
                    self._start(call)
        except FAULTS as error:
            logger().error("cannot read what is to be called", why=str(store_error(error)))

    def _start(self, call: Call) -> None:
        task = asyncio.create_task(self._carry_out(call))
        self.tasks[call.id] = task
        task.add_done_callback(lambda done: self._ended(call.id))

    def _ended(self, call: int) -> None:
        del self.tasks[call]
        self.wake.set()

    async def _carry_out(self, call: Call) -> None:
        mark_call(self.store, call.id, "calling")
        answer = await ask(self.client, self.guard, call.request)
        while True:
            try:
                return self._answer(call, answer)
            except FAULTS as error:
                # To ask the other system once more because of our own trouble would be wrong.
                logger().error("cannot store an answer", why=str(store_error(error)))
            await asyncio.sleep(1.0)

    def _answer(self, call: Call, answer: HttpAnswered) -> None:
        with self.store.transaction():
            put_stimulus(self.store, call.customer, answer, now(), call.bot)
            mark_call(self.store, call.id, "done")
        self.arrived()

    def _settle_interrupted(self) -> None:
        """What the other system may have done already is not asked of it again."""
        for call in open_calls(self.store, -1):
            if call.state == "calling" and call.request.method.upper() not in REPEATABLE:
                logger().warning("call cut off", request=call.request.request)
                self._answer(call, HttpAnswered(call.request.request, failure="timeout"))


async def ask(client: httpx.AsyncClient, guard: Guard, wanted: HttpRequested) -> HttpAnswered:
    """One request and its answer. Never raises for what the other side does."""
    try:
        async with asyncio.timeout(min(wanted.timeout, LONGEST)):
            return await _ask(client, guard, wanted)
    except (TimeoutError, httpx.TimeoutException):
        return HttpAnswered(wanted.request, failure="timeout")
    except (Refused, TooLarge) as refused:
        return HttpAnswered(wanted.request, body=str(refused), failure="refused")
    except (httpx.HTTPError, OSError, UnicodeError):
        return HttpAnswered(wanted.request, failure="unreachable")


async def _ask(client: httpx.AsyncClient, guard: Guard, wanted: HttpRequested) -> HttpAnswered:
    pinned, name = await guard.pin(wanted.url)
    headers = {key: value for key, value in wanted.headers.items() if key.lower() not in OWN_HEADERS}
    request = client.build_request(
        wanted.method.upper(),
        pinned,
        headers={**headers, "Host": name, "Idempotency-Key": wanted.request},
        timeout=LONGEST,
        extensions={"sni_hostname": httpx.URL(wanted.url).host},
        **_body(wanted.body),
    )
    response = await client.send(request, stream=True)
    try:
        content = await _read(response)
    finally:
        await response.aclose()
    return HttpAnswered(wanted.request, response.status_code, _meaning(response, content))


async def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    async for part in response.aiter_bytes():
        content += part
        if len(content) > MOST_BYTES:
            raise TooLarge("The answer is longer than 256 KB.")
    return bytes(content)


def _body(body: Any) -> Mapping[str, Any]:
    if body is None:
        return {}
    return {"content": body} if isinstance(body, str) else {"json": body}


def _meaning(response: httpx.Response, content: bytes) -> Any:
    """JSON where it is some, else text."""
    text = content.decode(response.charset_encoding or "utf-8", "replace")
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return text
