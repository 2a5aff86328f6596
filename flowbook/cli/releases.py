"""`flowbook publish`, `rollback` and `releases`: what is live, and since when."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from flowbook.cli.common import PROBLEMS, AsJson, Data, complain, opened, say, show_json
from flowbook.errors import PublishRefused
from flowbook.flow import Release
from flowbook.store.folder import load_flow
from flowbook.store.publishing import publish, rollback
from flowbook.store.releases import list_releases

FlowId = Annotated[str, typer.Argument(help="The flow's id.")]


def publish_flow(
    flow: FlowId,
    data: Data,
    bot: Annotated[
        list[str] | None, typer.Option(help="A bot's id; “practice” needs no token. May be repeated.")
    ] = None,
    note: Annotated[str, typer.Option(help="What is new, for colleagues.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check a flow, and make it live. The runtime takes it up within a second."""
    with opened(data) as store:
        try:
            release = publish(store, load_flow(data, flow), bot or ["practice"], author=author(), note=note)
        except PublishRefused as refusal:
            complain(str(refusal))
            raise typer.Exit(PROBLEMS) from None
    _tell(release, "is live", as_json)


def roll_back(
    flow: FlowId,
    data: Data,
    to: Annotated[
        int | None, typer.Option(help="The version to bring back; the one before without it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make an older release live again."""
    with opened(data) as store:
        try:
            release = rollback(store, flow, to, author=author())
        except PublishRefused as refusal:
            complain(str(refusal))
            raise typer.Exit(PROBLEMS) from None
    _tell(release, "is live again", as_json)


def show_releases(
    data: Data,
    flow: Annotated[str, typer.Argument(help="A flow's id; all flows without it.")] = "",
    as_json: AsJson = False,
) -> None:
    """List releases, the newest first."""
    with opened(data) as store:
        found = list_releases(store, flow)
    if as_json:
        show_json([{name: getattr(one, name) for name in one.__dataclass_fields__} for one in found])
        return
    for one in found:
        where = f", live on {', '.join(one.bots)}" if one.bots else ""
        when = f"{one.created:%Y-%m-%d %H:%M} UTC"
        say(f"{one.flow} v{one.version}  {when}  {one.author}{where}  {one.note}".rstrip())
    if not found:
        say("Nothing is published yet.")


def _tell(release: Release, state: str, as_json: bool) -> None:
    if as_json:
        show_json({"flow": release.flow.id, "version": release.version, "number": release.number})
    else:
        say(f"“{release.flow.title}” v{release.version} {state}.")


def author() -> str:
    """Who is at the keyboard, for the record of deeds."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "owner"
