"""Which change of the flow a difference comes from, as far as that can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowbook.comparison import Difference, compare
from flowbook.difference.heard import Heard, Spot
from flowbook.flow import Flow


@dataclass(frozen=True, slots=True)
class Causes:
    """The changes of a flow by step, those of the flow as a whole under an empty name."""

    flow: str
    found: dict[str, tuple[Difference, ...]]

    def of(self, suspects: Sequence[Spot], who: Heard, before: Spot) -> tuple[Difference, ...]:
        """Those of the first suspect that has any, else of the last changed step on the way to `before`,
        else of the flow as a whole."""
        for one in suspects:
            if one[0] == self.flow and one[1] in self.found and one[1]:
                return self.found[one[1]]
        way = who.way[: _last(who.way, before)]
        for flow, node in (*reversed(way), before):
            if flow == self.flow and node in self.found:
                return self.found[node]
        return self.found.get("", ())


def causes_of(old: Flow, new: Flow) -> Causes:
    found: dict[str, list[Difference]] = {}
    for one in compare(old, new):
        found.setdefault(one.node, []).append(one)
    return Causes(new.id, {node: tuple(several) for node, several in found.items()})


def _last(way: Sequence[Spot], spot: Spot) -> int:
    places = [place for place, one in enumerate(way) if one == spot]
    return places[-1] if places else len(way)
