"""`flowbook customers export` and `erase`: what is kept of one person, handed out or taken away for good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from flowbook.cli.common import PROBLEMS, Data, complain, opened, say, show_json
from flowbook.cli.releases import author
from flowbook.store import Store
from flowbook.store.audit import note_deed
from flowbook.store.contacts import customer_of
from flowbook.store.customers import erase_customer, load_state, need_state
from flowbook.store.files import write_text
from flowbook.store.persons import export_person

app = typer.Typer(help="One person's data: hand it out, or erase it.", no_args_is_help=True)
Who = Annotated[str, typer.Argument(help="The customer's id, or bot:chat, such as 4242:77.")]


@app.command("export")
def export(
    customer: Who,
    data: Data,
    out: Annotated[Path | None, typer.Option(help="A file to write; else it is printed.")] = None,
) -> None:
    """Everything that is kept of a person, as JSON."""
    with opened(data) as store:
        key = _find(store, customer)
        found = export_person(store, key)
        with store.transaction():
            note_deed(store, author(), "exported customer", key)
    if out is None:
        show_json(found)
        return
    write_text(out, json.dumps(found, ensure_ascii=False, indent=2) + "\n", private=True)
    say(f"Everything about {customer} is in {out}.")


@app.command("erase")
def erase(
    customer: Who,
    data: Data,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether to.")] = False,
) -> None:
    """Erase a person for good: profile, conversations, timers, messages, history."""
    with opened(data) as store:
        key = _find(store, customer)
        name = need_state(store, key).customer.name
        if not yes and not typer.confirm(f"Erase everything about {name} ({key}) for good?"):
            complain("Nothing is erased.")
            raise typer.Exit(PROBLEMS)
        erase_customer(store, key)
        with store.transaction():
            note_deed(store, author(), "erased customer", key)
    say(f"Everything about {name} is erased.")


def _find(store: Store, customer: str) -> str:
    """By id, or by a bot's chat."""
    bot, _, chat = customer.partition(":")
    if load_state(store, customer) is None and chat:
        return customer_of(store, bot, chat) or customer
    return customer
