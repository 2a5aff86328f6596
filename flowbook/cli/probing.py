"""What Telegram says about a bot when the doctor asks: its token, a webhook, the clock, another poller."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from flowbook.store.bots import Bot

Finding = tuple[bool, str]
DRIFT = 5.0
LISTENING = 3.0
"""Seconds in which another program that polls is bound to show itself."""
TIMEOUT = 10.0
VOID = (httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND)
"""What Telegram says to a token that it does not know."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Its status, its JSON, and what time the server says it is."""

    code: int
    said: dict[str, Any]
    date: datetime | None

    @property
    def is_fine(self) -> bool:
        return bool(self.said.get("ok"))


def probe(bot: Bot, *, runs: bool) -> Iterator[Finding]:
    """`runs`: our own program polls this bot, so that to look for another one would disturb it."""
    name = f"@{bot.username}" if bot.username else bot.name
    with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
        asked = datetime.now(UTC)
        answer = _ask(client, bot, "getMe")
        if answer is None:
            yield False, f"{bot.api_url} does not answer for {name}. Check the network."
            return
        if not answer.is_fine:
            yield False, _refused(answer, bot, name)
            return
        yield True, f"The token of {name} works."
        if answer.date is not None:
            yield _drift((asked - answer.date).total_seconds(), bot.api_url)
        yield from _reached(client, bot, name, runs)


def _refused(answer: Answer, bot: Bot, name: str) -> str:
    """Only two refusals are about the token; after any other one it may be as good as ever."""
    if answer.code in VOID:
        return f"Telegram does not know the token of {name} any more. Paste the new one."
    if answer.code == httpx.codes.TOO_MANY_REQUESTS:
        told = answer.said.get("parameters") or {}
        seconds = f" {told['retry_after']} seconds" if told.get("retry_after") else " a while"
        return f"{bot.api_url} asks for a pause before it answers for {name}. Ask again after{seconds}."
    words = str(answer.said.get("description") or httpx.codes.get_reason_phrase(answer.code))
    told = f"{answer.code}{f' ({words})' if words else ''}"
    return f"{bot.api_url} answers {told} for {name}, which says nothing of its token. Ask again later."


def _reached(client: httpx.Client, bot: Bot, name: str, runs: bool) -> Iterator[Finding]:
    """Whether messages come here, or go to somebody else."""
    told = _ask(client, bot, "getWebhookInfo")
    webhook = str((told.said.get("result") or {}).get("url") or "") if told else ""
    if webhook:
        host = httpx.URL(webhook).host
        yield False, f"A webhook at {host} takes the messages of {name}. Remove it where it was set."
    elif not runs and bot.state == "on":
        if _somebody_polls(client, bot):
            yield False, f"Another program polls {name}. Stop it, or make a new token with @BotFather."
        else:
            yield True, f"Nobody else polls {name}."


def _somebody_polls(client: httpx.Client, bot: Bot) -> bool:
    """Confirms nothing: without an offset, what waits goes on waiting."""
    end = time.monotonic() + LISTENING
    while (left := end - time.monotonic()) > 0:
        answer = _ask(client, bot, "getUpdates", limit=1, timeout=max(1, round(left)))
        if answer is not None and answer.code == httpx.codes.CONFLICT:
            return True
        time.sleep(min(0.3, max(0.0, end - time.monotonic())))
    return False


def _drift(seconds: float, server: str) -> Finding:
    if abs(seconds) <= DRIFT:
        return True, f"The clock agrees with {server} within {DRIFT:.0f} seconds."
    way = "fast" if seconds > 0 else "slow"
    return (
        False,
        f"The clock is {abs(seconds):.0f} seconds {way}. Switch its synchronisation on (timedatectl).",
    )


def _ask(client: httpx.Client, bot: Bot, method: str, **given: int) -> Answer | None:
    """None where nothing comes back. Never raises, and never shows the token."""
    try:
        answer = client.post(f"{bot.api_url}/bot{bot.token}/{method}", json=given)
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
    date = answer.headers.get("date")
    try:
        moment = parsedate_to_datetime(date) if date else None
    except ValueError:
        moment = None
    return Answer(answer.status_code, _object(answer), moment)


def _object(answer: httpx.Response) -> dict[str, Any]:
    """What it says; empty for what is no JSON, such as the page of a gateway in between."""
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
