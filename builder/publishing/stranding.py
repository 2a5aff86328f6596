"""Who of those inside could not go on once they are taken along: each is tried in the version to come."""

from __future__ import annotations

from collections.abc import Sequence

from builder.look import kit
from builder.places import store
from builder.texts import _, many
from flowbook.cli.stranding import stranded_by
from flowbook.difference.waiting import Stranded
from flowbook.flow import Release
from flowbook.store.values import now


def stranded_rows(release: Release, bots: Sequence[str]) -> str:
    """HTML; empty where everybody whose step stays can go on. A draft is a release with the number 0."""
    return "".join(map(_row, stranded_by(store(), release.flow, bots, now(), release.number)))


def _row(one: Stranded) -> str:
    step = one.release.flow.title_of(one.node)
    told = many(
        "{count} person at {step} would be stranded.",
        "{count} people at {step} would be stranded.",
        one.count,
        step=step,
    )
    return kit.problem("warning", told, _(one.text, **one.values))
