"""The HTTP server: the Bot API, the control addresses, and the page to chat by hand."""

import asyncio
import json
import re
from pathlib import Path

from tests.botapi.commands import carry_out
from tests.botapi.deeds import CannotBeDone
from tests.botapi.gateway import answer_call
from tests.botapi.refusals import Refusal, not_found, unauthorized
from tests.botapi.service import Service
from tests.botapi.wire import Request, Response, converse

CALL = re.compile(r"/bot([^/]+)/([A-Za-z]+)$")
DOWNLOAD = re.compile(r"/file/bot([^/]+)/(.+)$")
PAGES = {"/": ("page.html", "text/html"), "/page.css": ("page.css", "text/css")} | {
    f"/{name}": (name, "text/javascript") for name in ("page.js", "line.js", "bubbles.js")
}
HERE = Path(__file__).parent


class Server:
    """Listens on loopback; the port is chosen by the system when it is 0."""

    def __init__(self, service: Service, port: int = 0) -> None:
        self.service = service
        self.port = port
        self._door: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open_door(self) -> None:
        """Begin to listen; after `close_door` on the same port as before."""
        self._door = await asyncio.start_server(self._welcome, "127.0.0.1", self.port)
        self.port = int(self._door.sockets[0].getsockname()[1])

    async def close_door(self) -> None:
        """Refuse connections and drop those that are open, as in an outage."""
        if self._door is not None:
            self._door.close()
            self._door = None
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            await converse(reader, writer, self.answer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._talks.discard(talk)

    async def answer(self, request: Request) -> Response:
        if call := CALL.match(request.path):
            return await answer_call(self.service, call[1], call[2], request)
        if download := DOWNLOAD.match(request.path):
            return self._give_file(download[1], download[2])
        if request.path.startswith("/control/"):
            return await self._control(request)
        if request.path.startswith("/media/"):
            return self._show_file(request.path.removeprefix("/media/"))
        if page := PAGES.get(request.path):
            return Response(200, (HERE / page[0]).read_bytes(), f"{page[1]}; charset=utf-8")
        return _refused(not_found())

    def _give_file(self, token: str, path: str) -> Response:
        bot = self.service.bot_of(token)
        if bot is None:
            return _refused(unauthorized())
        stored = self.service.files.at_path(bot.username, path)
        if stored is None:
            return _refused(not_found())
        return Response(200, stored.upload.content, "application/octet-stream")

    def _show_file(self, file_unique_id: str) -> Response:
        stored = self.service.files.named(file_unique_id)
        if stored is None:
            return _refused(not_found())
        return Response(200, stored.upload.content, stored.upload.mime_type or "application/octet-stream")

    async def _control(self, request: Request) -> Response:
        """JSON only: a page of another origin cannot send that without asking first."""
        if request.method != "POST" or not request.content_type.startswith("application/json"):
            return _said(415, "Send a POST with a JSON object.")
        try:
            name = request.path.removeprefix("/control/")
            result = await carry_out(self.service, name, json.loads(request.body or b"{}"))
        except (CannotBeDone, KeyError, TypeError, ValueError) as error:
            return _said(400, str(error) if isinstance(error, CannotBeDone) else repr(error))
        return Response(200, json.dumps({"result": result}, ensure_ascii=False).encode())


def _refused(refusal: Refusal) -> Response:
    return Response(refusal.status, json.dumps(refusal.body()).encode())


def _said(status: int, sentence: str) -> Response:
    return Response(status, json.dumps({"error": sentence}, ensure_ascii=False).encode())
