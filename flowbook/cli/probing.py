"""What Telegram says about a bot when the doctor asks: its token, a webhook, the clock, another poller."""

from __future__ import annotations

import time
from collections.abc import Iterator
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


def probe(bot: Bot, *, runs: bool) -> Iterator[Finding]:
    """`runs`: our own program polls this bot, so that to look for another one would disturb it."""
    name = f"@{bot.username}" if bot.username else bot.name
    with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
        asked = datetime.now(UTC)
        said, date = _ask(client, bot, "getMe")
        if said is None:
            yield False, f"{bot.api_url} does not answer for {name}. Check the network."
            return
        if not said.get("ok"):
            yield False, f"Telegram does not know the token of {name} any more. Paste the new one."
            return
        yield True, f"The token of {name} works."
        if date is not None:
            yield _drift((asked - date).total_seconds(), bot.api_url)
        yield from _reached(client, bot, name, runs)


def _reached(client: httpx.Client, bot: Bot, name: str, runs: bool) -> Iterator[Finding]:
    """Whether messages come here, or go to somebody else."""
    webhook = str(((_ask(client, bot, "getWebhookInfo")[0] or {}).get("result") or {}).get("url") or "")
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
        said, _ = _ask(client, bot, "getUpdates", limit=1, timeout=max(1, round(left)))
        if said is not None and said.get("error_code") == 409:
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


def _ask(
    client: httpx.Client, bot: Bot, method: str, **given: int
) -> tuple[dict[str, Any] | None, datetime | None]:
    """(the answer, or None; what time the server says it is). Never raises, and never shows the token."""
    try:
        answer = client.post(f"{bot.api_url}/bot{bot.token}/{method}", json=given)
        said = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None, None
    date = answer.headers.get("date")
    try:
        moment = parsedate_to_datetime(date) if date else None
    except ValueError:
        moment = None
    return (said if isinstance(said, dict) else None), moment
