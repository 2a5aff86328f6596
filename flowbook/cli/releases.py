"""`flowbook publish`, `rollback` and `releases`: what is live, and since when."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from flowbook.cli.bar import with_bar
from flowbook.cli.common import PROBLEMS, AsJson, Data, complain, opened, say, show_json, with_options
from flowbook.cli.gate import examined
from flowbook.cli.stranding import stranded_by
from flowbook.difference.waiting import Stranded
from flowbook.errors import PublishRefused
from flowbook.flow import Release
from flowbook.notebook.gate import Verdict
from flowbook.rehearsal import MOVE, PEOPLE, STAY, Fate
from flowbook.store import PRACTICE
from flowbook.store.folder import load_flow
from flowbook.store.moving import Taken, rehearsal, take_along
from flowbook.store.publishing import pass_gate, publish, rollback
from flowbook.store.releases import list_releases
from flowbook.store.values import now

People = Annotated[
    str,
    typer.Option(help="What becomes of people inside: " + "; ".join(f"{k}: {v}" for k, v in PEOPLE.items())),
]
FlowId = Annotated[str, typer.Argument(help="The flow's id.")]


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
                release = publish(store, flow, bots, author=author(), note=wanted.note)
                taken = take_along(store, release, bots, wanted.people)
        except PublishRefused as refusal:
            complain(str(refusal))
            if not (tests.passed or wanted.despite):
                complain('Mend it, or give the reason for publishing all the same: --despite "…"')
            raise typer.Exit(PROBLEMS) from None
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
    """Make an older release live again."""
    with opened(data) as store:
        try:
            with store.transaction():
                release = rollback(store, flow, to, author=author())
                bots = next(one.bots for one in list_releases(store, flow) if one.number == release.number)
                taken = take_along(store, release, bots, people)
        except PublishRefused as refusal:
            complain(str(refusal))
            raise typer.Exit(PROBLEMS) from None
    _tell(release, "is live again", taken)


def show_rehearsal(
    flow: FlowId,
    data: Data,
    bot: Annotated[list[str] | None, typer.Option(help="A bot's id. May be repeated.")] = None,
    people: People = MOVE,
    as_json: AsJson = False,
) -> None:
    """Who waits where in a flow, and what would become of each if the draft were published now."""
    with opened(data) as store:
        draft = load_flow(data, flow)
        fates = rehearsal(store, draft, bot or [PRACTICE], people)
        lost = stranded_by(store, draft, now()) if people == MOVE else ()
    rows = [_row(fate, lost) for fate in fates]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        say(f"{row['count']:>6}  {row['outcome']:<8} “{row['step']}”, v{row['version']}. {row['why']}")
        for one in row["stranded"]:
            say(f"{one['count']:>6}  of them would be stranded: {one['why']} {', '.join(one['names'])}")
    if not fates:
        say("Nobody is in this flow now.")


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


def _row(fate: Fate, lost: Iterable[Stranded]) -> dict[str, Any]:
    standing = fate.standing
    own = standing.release.number if standing.release else 0
    here = [one for one in lost if (one.release.number, one.node) == (own, standing.node)]
    return {
        "step": standing.step.title if standing.step else standing.node,
        "version": standing.release.version if standing.release else 0,
        "count": standing.count,
        "outcome": fate.outcome,
        "why": fate.sentence,
        "stranded": [{"count": one.count, "why": one.sentence, "names": [*one.names]} for one in here],
    }


def author() -> str:
    """Who is at the keyboard, for the record of deeds."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "owner"
