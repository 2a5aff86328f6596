"""Who of those inside could not go on once they are taken along: each is tried in the draft beforehand."""

from __future__ import annotations

from builder import drafts
from builder.look import kit
from builder.places import store
from builder.texts import _, many
from flowbook.difference.waiting import DEAF, LATE, Crossing, Stranded, stranded
from flowbook.errors import StoreError
from flowbook.flow import Flow, Release
from flowbook.store.moving import waiting_in
from flowbook.store.releases import load_release
from flowbook.store.values import now

AHEAD = 1 << 40
"""A number that no release has."""


def stranded_rows(draft: Flow) -> str:
    """HTML; empty where everybody whose step stays can go on."""
    crossing = Crossing(drafts.workspace(), Release(AHEAD, draft), _find)
    found = stranded(crossing, waiting_in(store(), draft.id), now())
    return "".join(_row(one) for one in found if one.text in (DEAF, LATE))


def _row(one: Stranded) -> str:
    step = one.release.flow.title_of(one.node)
    told = many(
        "{count} person at {step} would be stranded.",
        "{count} people at {step} would be stranded.",
        one.count,
        step=step,
    )
    return kit.problem("warning", told, _(one.text, **one.values))


def _find(number: int) -> Release | None:
    try:
        return load_release(store(), number)
    except StoreError:
        return None
