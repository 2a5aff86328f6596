"""Who of those inside a flow could not go on if another version went live and they were taken along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flowbook.difference.waiting import DEAF, LATE, Crossing, Stranded, stranded
from flowbook.errors import StoreError
from flowbook.flow import Flow, Release
from flowbook.store import Store
from flowbook.store.moving import waiting_in
from flowbook.store.releases import load_release
from flowbook.store.workspaces import load_workspace

AHEAD = 1 << 40
"""A number that no release has."""


def stranded_by(
    store: Store, flow: Flow, bots: Sequence[str], now: datetime, already: int = 0
) -> tuple[Stranded, ...]:
    """Only those whose step stays what it is: of the others the rehearsal tells already. `already`: without
    those in that release."""

    def find(number: int) -> Release | None:
        try:
            return load_release(store, number)
        except StoreError:
            return None

    crossing = Crossing(load_workspace(store.data), Release(AHEAD, flow), find)
    found = stranded(crossing, waiting_in(store, flow.id, bots, already), now)
    return tuple(one for one in found if one.text in (DEAF, LATE))
