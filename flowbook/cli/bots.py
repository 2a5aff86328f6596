"""`flowbook bots add`, `list` and `remove`. A token comes from a prompt, standard input or the environment;
never from an argument, where other programs could read it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from flowbook.cli.common import AsJson, Data, opened, say, show_json
from flowbook.store.accounts import ask_account
from flowbook.store.bots import TELEGRAM_API, Bot, add_bot, bot_id_of, list_bots, remove_bot

TOKEN_VARIABLE = "FLOWBOOK_BOT_TOKEN"  # noqa: S105 - the name of a variable, not a token

app = typer.Typer(help="The bots a flow can be published to.", no_args_is_help=True)


@app.command("add")
def add(
    data: Data,
    api_url: Annotated[str, typer.Option("--api-url", help="Another Bot API server.")] = TELEGRAM_API,
    as_json: AsJson = False,
) -> None:
    """Add a bot. Its token is asked for, read from standard input, or taken from FLOWBOOK_BOT_TOKEN."""
    token = _token()
    key = bot_id_of(token)
    account = ask_account(token, api_url)
    with opened(data) as store:
        add_bot(store, Bot(key, account.name, account.username, token, api_url))
    if as_json:
        show_json({"id": key, "name": account.name, "username": account.username, "link": account.link})
    else:
        say(f"{account.name} is added as {key}: {account.link}")


@app.command("list")
def list_all(data: Data, as_json: AsJson = False) -> None:
    """List the bots. Tokens are never shown."""
    with opened(data) as store:
        bots = list_bots(store)
    if as_json:
        rows = [
            {"id": b.id, "name": b.name, "username": b.username, "state": b.state, "why": b.why} for b in bots
        ]
        show_json(rows)
        return
    for bot in bots:
        say(f"{bot.id}  @{bot.username}  {bot.name}  {bot.state}{': ' + bot.why if bot.why else ''}")
    if not bots:
        say("There is no bot yet. Get a token from @BotFather, then: python -m flowbook bots add")


@app.command("remove")
def remove(bot: Annotated[str, typer.Argument(help="The bot's id.")], data: Data) -> None:
    """Remove a bot. Its customers and releases stay."""
    with opened(data) as store:
        remove_bot(store, bot)
    say(f"The bot {bot} is removed.")


def _token() -> str:
    found = os.environ.get(TOKEN_VARIABLE)
    if found:
        return found.strip()
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return str(typer.prompt("Token", hide_input=True)).strip()
