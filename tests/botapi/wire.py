"""HTTP/1.1 over a plain connection, so that an answer can be cut wherever a test wants it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import unquote

import h11

LARGEST_BODY = 60_000_000
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """What came in: the path without its query, and the whole body."""

    method: str
    path: str
    query: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What goes out. `cut` is "" for all of it, "before" for nothing, "half" for half of the body."""

    status: int
    body: bytes
    content_type: str = "application/json"
    cut: str = ""


class TooLarge(Exception):
    """The body is larger than the server reads."""


Answer = Callable[[Request], Awaitable[Response]]


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> None:
    """Serve one connection until either side closes it."""
    connection = h11.Connection(h11.SERVER)
    try:
        while await _exchange(connection, reader, writer, answer):
            connection.start_next_cycle()
    except (h11.ProtocolError, ConnectionError, TooLarge):
        pass
    finally:
        writer.close()


async def _exchange(
    connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer
) -> bool:
    """One request and its answer; whether the connection may go on."""
    request = await _read_request(connection, reader)
    if request is None:
        return False
    response = await answer(request)
    if response.cut != "before":
        await _write_response(connection, writer, response)
    return not response.cut and connection.our_state is h11.DONE and connection.their_state is h11.DONE


async def _read_request(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(CHUNK))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > LARGEST_BODY:
                raise TooLarge
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            return _request(head, bytes(body))
        else:
            return None


def _request(head: h11.Request, body: bytes) -> Request:
    path, _, query = head.target.decode("ascii").partition("?")
    headers = {bytes(name).lower(): bytes(value).decode("latin-1") for name, value in head.headers}
    return Request(head.method.decode(), unquote(path), query, headers.get(b"content-type", ""), body)


async def _write_response(
    connection: h11.Connection, writer: asyncio.StreamWriter, response: Response
) -> None:
    headers = [
        ("Content-Type", response.content_type),
        ("Content-Length", str(len(response.body))),
        ("Cache-Control", "no-store"),
    ]
    body = response.body[: len(response.body) // 2] if response.cut else response.body
    events: list[h11.Event] = [
        h11.Response(status_code=response.status, headers=headers),
        h11.Data(data=body),
    ]
    if not response.cut:
        events.append(h11.EndOfMessage())
    writer.write(b"".join(connection.send(event) or b"" for event in events))
    await writer.drain()
