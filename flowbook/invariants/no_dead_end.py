"""No dead end: nobody goes on by a way that should lead somewhere and does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flowbook.events import ExitTaken
from flowbook.invariants.rule import Breach, Invariant, Passage, titled
from flowbook.nodes import exits_of

STUCK = "{step} leaves the customer standing: nothing comes after “{exit}”."


def _check(passage: Passage, wanted: Any) -> Iterator[Breach]:
    for number, record in passage.records():
        event = record.event
        if not isinstance(event, ExitTaken):
            continue
        found = passage.place(record.flow, event.node)
        if found is None or event.exit in found[1].exits:
            continue
        exits = exits_of(found[1])
        way = next((one for one in exits if one.id == event.exit and one.required), None)
        if way:
            values = {"step": titled(found[1]), "exit": way.label or way.id}
            yield Breach(number, f"{record.flow}.{event.node}", STUCK, values)


INVARIANT = Invariant(
    name="no_dead_end",
    label="No dead end",
    help="Whoever answers is never left without a next step.",
    shape={"const": True},
    usual=True,
    check=_check,
    order=10,
)
