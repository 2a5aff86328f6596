"""Who of those inside could not go on once they are taken along: each is tried in the draft beforehand."""

from __future__ import annotations

from builder.look import kit
from builder.places import store
from builder.texts import _, many
from flowbook.cli.stranding import stranded_by
from flowbook.difference.waiting import Stranded
from flowbook.flow import Flow
from flowbook.store.values import now


def stranded_rows(draft: Flow) -> str:
    """HTML; empty where everybody whose step stays can go on."""
    return "".join(map(_row, stranded_by(store(), draft, now())))


def _row(one: Stranded) -> str:
    step = one.release.flow.title_of(one.node)
    told = many(
        "{count} person at {step} would be stranded.",
        "{count} people at {step} would be stranded.",
        one.count,
        step=step,
    )
    return kit.problem("warning", told, _(one.text, **one.values))
