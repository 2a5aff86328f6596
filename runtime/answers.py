"""One request to another system, and an answer that a flow can go on with, whatever comes back."""

from __future__ import annotations

import asyncio
import codecs
import json
from collections.abc import Mapping
from typing import Any

import httpx

from flowbook.events import HttpRequested
from flowbook.stimuli import HttpAnswered
from runtime.guard import Guard, Refused
from runtime.logs import logger

MOST_BYTES = 256 * 1024
LONGEST = 15.0
OWN_HEADERS = ("host", "content-length", "transfer-encoding", "connection", "accept-encoding")
SLOW_CHARSETS = ("idna", "punycode")
"""They are no charsets of texts, and take the square of their length."""


class Unreadable(Exception):
    """Carries a sentence: why the answer is not read."""


async def ask(client: httpx.AsyncClient, guard: Guard, wanted: HttpRequested) -> HttpAnswered:
    """Never raises: a request without an answer would be asked for ever."""
    try:
        async with asyncio.timeout(min(wanted.timeout, LONGEST)):
            return await _ask(client, guard, wanted)
    except (TimeoutError, httpx.TimeoutException):
        return HttpAnswered(wanted.request, failure="timeout")
    except (Refused, Unreadable) as refused:
        return HttpAnswered(wanted.request, body=str(refused), failure="refused")
    except (httpx.HTTPError, OSError, UnicodeError):
        return HttpAnswered(wanted.request, failure="unreachable")
    except Exception as error:  # noqa: BLE001 - see above
        logger().error("call failed", request=wanted.request, why=repr(error), exc_info=error)
        return HttpAnswered(wanted.request, body="The answer cannot be read.", failure="refused")


async def _ask(client: httpx.AsyncClient, guard: Guard, wanted: HttpRequested) -> HttpAnswered:
    pinned, name = await guard.pin(wanted.url)
    headers = {key: value for key, value in wanted.headers.items() if key.lower() not in OWN_HEADERS}
    own = {"Host": name, "Idempotency-Key": wanted.request, "Accept-Encoding": "identity"}
    request = client.build_request(
        wanted.method.upper(),
        pinned,
        headers={**headers, **own},
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
    """As it came: a few hundred packed bytes can hold half a gigabyte."""
    packed = response.headers.get("content-encoding", "identity")
    if packed.lower() not in ("identity", ""):
        raise Unreadable(f"The answer is packed ({packed[:40]}).")
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > MOST_BYTES:
            raise Unreadable("The answer is longer than 256 KB.")
    return bytes(content)


def _body(body: Any) -> Mapping[str, Any]:
    if body is None:
        return {}
    return {"content": body} if isinstance(body, str) else {"json": body}


def _meaning(response: httpx.Response, content: bytes) -> Any:
    """JSON where it is some, else text."""
    text = content.decode(_charset(response), "replace")
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return text


def _charset(response: httpx.Response) -> str:
    """What the answer says of itself, where that is one; else UTF-8."""
    named = response.charset_encoding or "utf-8"
    try:
        b"".decode(named)
        return "utf-8" if codecs.lookup(named).name in SLOW_CHARSETS else named
    except (LookupError, ValueError):
        return "utf-8"
