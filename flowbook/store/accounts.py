"""Whose token this is: asked of the Bot API once, before a bot is kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import httpx

from flowbook.errors import StoreError

TIMEOUT = 10.0
# At INFO, httpx writes every address it asks, and here the token is part of the address.
logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Account:
    """What Telegram says a token belongs to; `link` is what customers open."""

    id: str
    name: str
    username: str

    @property
    def link(self) -> str:
        return f"https://t.me/{self.username}"


def ask_account(token: str, api_url: str) -> Account:
    """Ask getMe. Raises StoreError with a sentence that never holds the token."""
    try:
        answer = httpx.get(f"{api_url.rstrip('/')}/bot{token}/getMe", timeout=TIMEOUT, follow_redirects=False)
        said = answer.json()
    except httpx.InvalidURL:
        raise StoreError(f"“{api_url}” is no address of a Bot API server.") from None
    except (httpx.HTTPError, ValueError):
        raise StoreError(f"{api_url} did not answer. Check the network, then try again.") from None
    if not isinstance(said, dict) or not said.get("ok"):
        raise StoreError("Telegram does not know this token. Copy it again from @BotFather.")
    me = said["result"]
    return Account(str(me["id"]), str(me.get("first_name", "")), str(me.get("username", "")))
