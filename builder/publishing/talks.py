"""What customers would notice of a draft: worked out once for each pair of draft and live version."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from builder.places import store
from builder.publishing.work import Told
from flowbook.cli.exploring import land_of
from flowbook.cli.gate import SHIPPED, tests_of
from flowbook.cli.notebooks import Shelf, ground_of
from flowbook.difference import (
    Behaviour,
    Talk,
    compare_behaviour,
    distinct,
    talks_of_conversations,
    talks_of_notebook,
)
from flowbook.explore import explore
from flowbook.flow import Flow
from flowbook.notebook.cells import Notebook
from flowbook.store.folder import flow_path

KEPT = 32
BUDGET = 8.0
"""Seconds in which conversations are looked for, in each of the two versions."""
_found: dict[str, Behaviour] = {}
"""By stamp; of all visitors together."""


def known(stamp: str) -> Behaviour | None:
    return _found.get(stamp)


def compare(old: Flow, new: Flow, stamp: str, told: Told, *, explored: bool) -> Behaviour:
    """With the talks of the flow's tests, and with those that exploration finds where that is wished."""
    talks = [
        talk for one in tests_of(store(), new.id) if one.ground for talk in talks_of_notebook(one.ground)
    ]
    looked = 0.5 if explored else 0.0
    if explored:
        talks += _explored(new, lambda done: told(done * looked / 2))
        talks += _explored(old, lambda done: told((1 + done) * looked / 2))
    found = compare_behaviour(old, new, distinct(talks), lambda done: told(looked + done * (1 - looked)))
    while len(_found) >= KEPT:
        _found.pop(next(iter(_found)))
    _found[stamp] = found
    return found


def _explored(flow: Flow, told: Told) -> list[Talk]:
    place = flow_path(store().data, flow.id)
    ground = ground_of(Notebook("", flow.id), place, Shelf(SHIPPED if SHIPPED.exists() else None))
    report = explore(land_of(place, flow), _clock(told), BUDGET)
    return list(talks_of_conversations(ground, report.conversations))


def _clock(told: Told) -> Callable[[], float]:
    """Exploration looks at its clock all the time, which keeps the bar moving."""
    begun = monotonic()

    def read() -> float:
        gone = monotonic() - begun
        told(min(gone / BUDGET, 1.0))
        return gone

    return read
