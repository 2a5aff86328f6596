"""`flowbook rehearse`: what becomes of people inside; `publish` and `rollback` tell the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from flowbook.cli.common import PROBLEMS, AsJson, Data, complain, opened, say, show_json, with_options
from flowbook.cli.stranding import stranded_by
from flowbook.difference.waiting import Stranded
from flowbook.errors import PublishRefused
from flowbook.flow import Release
from flowbook.rehearsal import MOVE, PEOPLE, STAY, Fate
from flowbook.store import PRACTICE, Store
from flowbook.store.folder import load_flow
from flowbook.store.moving import rehearsal
from flowbook.store.publishing import earlier
from flowbook.store.values import now

People = Annotated[
    str,
    typer.Option(help="What becomes of people inside: " + "; ".join(f"{k}: {v}" for k, v in PEOPLE.items())),
]
FlowId = Annotated[str, typer.Argument(help="The flow's id.")]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is given to `flowbook rehearse`."""

    flow: FlowId
    data: Data
    bot: Annotated[list[str] | None, typer.Option(help="A bot's id. May be repeated.")] = None
    people: People = MOVE
    to: Annotated[int | None, typer.Option(help="As if this version were brought back.")] = None
    as_json: AsJson = False


@with_options(Asked)
def show_rehearsal(asked: Asked) -> None:
    """Who waits where in a flow, and what would become of each if the draft were published now."""
    with opened(asked.data) as store:
        try:
            release, bots = _going_live(store, asked)
        except PublishRefused as refusal:
            complain(str(refusal))
            raise typer.Exit(PROBLEMS) from None
        rows = rehearsed(store, release, bots, asked.people)
    if asked.as_json:
        show_json(rows)
        return
    tell_fates(rows)
    if not rows:
        say("Nobody is in this flow now.")


def _going_live(store: Store, asked: Asked) -> tuple[Release, Sequence[str]]:
    if asked.to is None:
        return Release(0, load_flow(asked.data, asked.flow)), asked.bot or [PRACTICE]
    return earlier(store, asked.flow, asked.to)


def rehearsed(store: Store, release: Release, bots: Sequence[str], people: str) -> list[Row]:
    """To be asked before anything goes live; `release` has the number 0 for a draft."""
    fates = rehearsal(store, release.flow, bots, people, release.number)
    lost = () if people == STAY else stranded_by(store, release.flow, bots, now(), release.number)
    return [_row(fate, lost) for fate in fates]


def tell_fates(rows: Iterable[Row]) -> None:
    for row in rows:
        say(f"{row['count']:>6}  {row['outcome']:<8} “{row['step']}”, v{row['version']}. {row['why']}")
        for one in row["stranded"]:
            say(f"{one['count']:>6}  of them would be stranded: {one['why']} {', '.join(one['names'])}")


def _row(fate: Fate, lost: Iterable[Stranded]) -> Row:
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
