"""The bots a team has: their names, their tokens under lock, and whether they run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from flowbook.errors import StoreError
from flowbook.store.audit import note_deed
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.secrets import lock, unlock
from flowbook.store.values import now, to_micros

TELEGRAM_API = "https://api.telegram.org"
_TOKEN = re.compile(r"(\d{3,20}):[A-Za-z0-9_-]{20,100}")
_COLUMNS = "id, name, username, token, api_url, state, why"


@dataclass(frozen=True, slots=True)
class Bot:
    """`state`: on, off (by its owner), stopped (`why` says what stopped it). The token never shows; where it
    cannot be read it is empty."""

    id: str
    name: str
    username: str
    token: str = field(repr=False)
    api_url: str = TELEGRAM_API
    state: str = "on"
    why: str = ""


def bot_id_of(token: str) -> str:
    """The number before the colon. Raises StoreError, without the token, for what is none."""
    found = _TOKEN.fullmatch(token.strip())
    if found is None:
        raise StoreError(
            "This is no bot token. A token is a number, a colon and 35 characters; @BotFather shows it."
        )
    return found[1]


@operation
def add_bot(store: Store, bot: Bot, who: str = "") -> None:
    """Add a bot, or change it where it is known; its id must be the token's. Running programs take it up."""
    if bot.id != bot_id_of(bot.token):
        raise StoreError("The token belongs to another bot.")
    with store.transaction() as conn:
        conn.execute(
            "INSERT INTO bots VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id)"
            " DO UPDATE SET name = excluded.name, username = excluded.username, token = excluded.token,"
            " api_url = excluded.api_url, state = excluded.state, why = excluded.why",
            (
                bot.id,
                bot.name,
                bot.username,
                lock(store.data, bot.token.strip()),
                bot.api_url.rstrip("/"),
                bot.state,
                bot.why,
                to_micros(now()),
            ),
        )
        store.bump()
        note_deed(store, who, "added bot", bot.id, f"@{bot.username}" if bot.username else bot.name)


@operation
def list_bots(store: Store) -> list[Bot]:
    """Those with a token, in the order they were added. Where it cannot be read it is empty, and `why` says
    so."""
    statement = f"SELECT {_COLUMNS} FROM bots WHERE token <> x'' ORDER BY added, id"  # noqa: S608
    rows = conn_of(store).execute(statement).fetchall()
    return [_bot(store, row) for row in rows]


def _bot(store: Store, row: tuple[Any, ...]) -> Bot:
    key, name, username, locked, *rest = row
    try:
        return Bot(key, name, username, unlock(store.data, locked), *rest)
    except StoreError as error:
        return replace(Bot(key, name, username, "", *rest), why=str(error))


@operation
def bot_names(store: Store) -> dict[str, str]:
    """Id to name of every bot, the practice one first; reads no token."""
    statement = "SELECT id, coalesce(nullif(name, ''), username) FROM bots ORDER BY added, id"
    return dict(conn_of(store).execute(statement).fetchall())


@operation
def bot_states(store: Store) -> dict[str, str]:
    """Id to on, off or stopped of every bot with a token; reads no token."""
    rows = conn_of(store).execute("SELECT id, state FROM bots WHERE token <> x'' ORDER BY added, id")
    return dict(rows.fetchall())


@operation
def bot_reasons(store: Store) -> dict[str, str]:
    """Id to the sentence that says what stopped a bot; only of those that have one."""
    return dict(conn_of(store).execute("SELECT id, why FROM bots WHERE why <> ''").fetchall())


@operation
def set_bot_state(store: Store, bot: str, state: str, why: str = "") -> None:
    with store.transaction() as conn:
        changed = conn.execute(
            "UPDATE bots SET state = ?, why = ? WHERE id = ? AND (state, why) <> (?, ?)",
            (state, why, bot, state, why),
        )
        if changed.rowcount:
            store.bump()


@operation
def remove_bot(store: Store, bot: str, who: str = "") -> None:
    """The bot and what is live on it; customers and releases stay. Raises StoreError for an unknown bot."""
    with store.transaction() as conn:
        if not conn.execute("DELETE FROM bots WHERE id = ? AND token <> x''", (bot,)).rowcount:
            raise StoreError(f"There is no bot “{bot}”.")
        store.bump()
        note_deed(store, who, "removed bot", bot)
