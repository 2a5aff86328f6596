"""How the builder is served: by Streamlit's own server, which leaves it to the page to say it is cut off, and
brings nobody back to a page that they have left."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from builder import leaving

HOST_CONFIG = "/_stcore/host-config"


class NoErrorDialogs:
    """Changes one answer to the browser. A dialog about a lost connection would take keyboard and mouse from
    somebody who is drawing; offline.py says it instead."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(HOST_CONFIG):
            await self.app(scope, receive, send)
            return
        plain = {**scope, "headers": [one for one in scope["headers"] if one[0] != b"accept-encoding"]}
        begun: list[Message] = []
        body = bytearray()

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await _send(begun[0], bytes(body), send)

        await self.app(plain, receive, changed)


async def _send(start: Message, body: bytes, send: Send) -> None:
    told = body
    if start["status"] == 200 and body:
        told = json.dumps({**json.loads(body), "blockErrorDialogs": True}).encode()
    length: list[Any] = [(b"content-length", str(len(told)).encode())]
    headers = [one for one in start["headers"] if one[0] != b"content-length"] + length
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": told})


leaving.install()
app = st.App("app.py", middleware=[Middleware(NoErrorDialogs)])
