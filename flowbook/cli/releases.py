"""`flowbook publish`, `rollback` and `releases`: what is live, and since when."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from flowbook.cli.bar import with_bar
from flowbook.cli.common import PROBLEMS, AsJson, Data, complain, opened, say, show_json, with_options
from flowbook.cli.gate import examined
from flowbook.cli.rehearsing import FlowId, People, rehearsed, tell_fates
from flowbook.errors import PublishRefused
from flowbook.flow import Release
from flowbook.notebook.gate import Verdict
from flowbook.rehearsal import STAY
from flowbook.store import PRACTICE
from flowbook.store.audit import Deed, overrides
from flowbook.store.folder import load_flow
from flowbook.store.moving import Taken, take_along
from flowbook.store.publishing import earlier, go_back, pass_gate, publish
from flowbook.store.releases import ReleaseNote, list_releases


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is given to `flowbook publish`."""

    flow: FlowId
    data: Data
    bot: Annotated[
        list[str] | None, typer.Option(help="A bot's id; “practice” needs no token. May be repeated.")
    ] = None
    note: Annotated[str, typer.Option(help="What is new, for colleagues.")] = ""
    people: People = STAY
    despite: Annotated[
        str, typer.Option(help="The reason for publishing although tests fail; it is kept.")
    ] = ""


@with_options(Wanted)
def publish_flow(wanted: Wanted) -> None:
    """Check a flow, play its tests, and make it live. The runtime takes it up within a second."""
    flow = load_flow(wanted.data, wanted.flow)
    with opened(wanted.data) as store:
        tests = with_bar("Testing", lambda told: examined(store, wanted.flow, told))
        try:
            with store.transaction():
                pass_gate(store, flow, tests, despite=wanted.despite, author=author())
                bots = wanted.bot or [PRACTICE]
                fates = rehearsed(store, Release(0, flow), bots, wanted.people)
                release = publish(store, flow, bots, author=author(), note=wanted.note)
                taken = take_along(store, release, bots, wanted.people)
        except PublishRefused as refusal:
            complain(str(refusal))
            if not (tests.passed or wanted.despite):
                complain('Mend it, or give the reason for publishing all the same: --despite "…"')
            raise typer.Exit(PROBLEMS) from None
    tell_fates(fates)
    _tell(release, "is live", taken)
    say(_tested(tests))


def roll_back(
    flow: FlowId,
    data: Data,
    to: Annotated[
        int | None, typer.Option(help="The version to bring back; the one before without it.")
    ] = None,
    people: People = STAY,
) -> None:
    """Make an older release live again; `rehearse --to` tells before what it does to people inside."""
    with opened(data) as store:
        try:
            with store.transaction():
                release, bots = earlier(store, flow, to)
                fates = rehearsed(store, release, bots, people)
                go_back(store, release, bots, author=author())
                taken = take_along(store, release, bots, people)
        except PublishRefused as refusal:
            complain(str(refusal))
            raise typer.Exit(PROBLEMS) from None
    tell_fates(fates)
    _tell(release, "is live again", taken)


def show_releases(
    data: Data,
    flow: Annotated[str, typer.Argument(help="A flow's id; all flows without it.")] = "",
    as_json: AsJson = False,
) -> None:
    """List releases, the newest first."""
    with opened(data) as store:
        found, despite = list_releases(store, flow), overrides(store, flow)
    if as_json:
        show_json([_release(one, despite) for one in found])
        return
    for one in found:
        where = f", live on {', '.join(one.bots)}" if one.bots else ""
        when = f"{one.created:%Y-%m-%d %H:%M} UTC"
        say(f"{one.flow} v{one.version}  {when}  {one.author}{where}  {one.note}".rstrip())
        if deed := despite.get((one.flow, one.version)):
            say(f"    Live although tests failed: {deed.detail}")
    if not found:
        say("Nothing is published yet.")


def _release(one: ReleaseNote, despite: Mapping[tuple[str, int], Deed]) -> dict[str, Any]:
    """With the reason for going live although tests failed, where there is one."""
    deed = despite.get((one.flow, one.version))
    plain = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return {**plain, "despite": deed.detail} if deed else plain


def _tell(release: Release, state: str, taken: Taken) -> None:
    say(f"“{release.flow.title}” v{release.version} {state}.")
    told = {
        "went over": taken.move,
        "begin anew": taken.restart,
        "were let go": taken.end,
        "stay": taken.stay,
    }
    parts = [f"{count} {what}" for what, count in told.items() if count]
    if parts:
        say(f"People inside: {', '.join(parts)}.")


def _tested(tests: Verdict) -> str:
    if not tests.notebooks:
        return "It has no tests."
    if not tests.passed:
        return f"Tests that fail: {', '.join(f'“{title}”' for title in tests.failing)}. The reason is kept."
    return f"Tests: {tests.notebooks} passed, with {tests.customers} customers."


def author() -> str:
    """Who is at the keyboard, for the record of deeds."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "owner"
