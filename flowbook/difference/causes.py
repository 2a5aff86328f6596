"""Which change of the flow a difference comes from, as far as that can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowbook.comparison import NAME, WAY, WORDS, Difference, compare
from flowbook.difference.heard import Heard, Spot
from flowbook.difference.noticing import BUTTONS, ROUTE, TEXT
from flowbook.flow import Flow

FIRST = {ROUTE: WAY, TEXT: WORDS}
"""What a difference of a class comes from before anything else."""


@dataclass(frozen=True, slots=True)
class Causes:
    """The changes of a flow by step, those of the flow as a whole under an empty name."""

    flow: str
    found: dict[str, tuple[Difference, ...]]

    def of(self, kind: str, suspects: Sequence[Spot], who: Heard, before: Spot) -> tuple[Difference, ...]:
        """Those of the first suspect that has any, else of the last changed step on the way to `before`,
        else of the flow as a whole; the likeliest first."""
        way = who.way[: _last(who.way, before)]
        own = (self._at(spot, kind, own=True) for spot in suspects)
        earlier = (self._at(spot, kind, own=spot in suspects) for spot in (*reversed(way), before))
        return next(filter(None, (*own, *earlier)), self.found.get("", ()))

    def _at(self, spot: Spot, kind: str, *, own: bool) -> tuple[Difference, ...]:
        """What can have brought a difference of this class: at the step itself, or at one before it."""
        flow, node = spot
        there = self.found.get(node, ()) if flow == self.flow and node else ()
        fitting = (one for one in there if _is_reason(one.about, kind, own=own))
        return tuple(sorted(fitting, key=lambda one: one.about != FIRST.get(kind, "")))


def _is_reason(about: str, kind: str, *, own: bool) -> bool:
    """A step's name is never heard, its words nowhere else than there, and its ways on only further on."""
    if about == WORDS:
        return own and kind == TEXT
    if about == WAY:
        return not own or kind not in (TEXT, BUTTONS)
    return about != NAME


def causes_of(old: Flow, new: Flow) -> Causes:
    found: dict[str, list[Difference]] = {}
    for one in compare(old, new):
        found.setdefault(one.node, []).append(one)
    return Causes(new.id, {node: tuple(several) for node, several in found.items()})


def _last(way: Sequence[Spot], spot: Spot) -> int:
    places = [place for place, one in enumerate(way) if one == spot]
    return places[-1] if places else len(way)
