"""How a test reaches the double: inside this process, or over HTTP in another one."""

import asyncio
from typing import Any, Protocol

import httpx

from tests.botapi.commands import carry_out
from tests.botapi.deeds import CannotBeDone
from tests.botapi.service import Service

LONGEST_ANSWER = 60.0


class Line(Protocol):
    """Carries a command to the double and its result back."""

    def call(self, command: str, **details: Any) -> Any: ...


class DirectLine:
    """To a double whose event loop runs in another thread of this process."""

    def __init__(self, service: Service, loop: asyncio.AbstractEventLoop) -> None:
        self._service = service
        self._loop = loop

    def call(self, command: str, **details: Any) -> Any:
        running = asyncio.run_coroutine_threadsafe(carry_out(self._service, command, details), self._loop)
        return running.result(LONGEST_ANSWER)


class HttpLine:
    """To a double that listens at an address, such as http://127.0.0.1:8081."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=LONGEST_ANSWER, trust_env=False)

    def call(self, command: str, **details: Any) -> Any:
        answer = self._client.post(f"/control/{command}", json=details)
        if answer.status_code != 200:
            raise CannotBeDone(answer.json().get("error", answer.text))
        return answer.json()["result"]

    def close(self) -> None:
        self._client.close()
