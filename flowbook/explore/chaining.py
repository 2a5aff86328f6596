"""Few, long conversations: from where somebody stands on to the nearest exit that no conversation takes
yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flowbook.explore.conversation import Conversation
from flowbook.explore.land import Land
from flowbook.explore.report import Found
from flowbook.explore.search import Exit, Move, Place, Search
from flowbook.explore.walking import confirm
from flowbook.setting import Library

NEAR = 300
"""Places looked at for the next leg, before the conversation ends where it is."""
LONGEST = 60
"""Moves of one conversation."""


@dataclass
class _Leg(Search):
    """The way to the nearest goal from a place, and where it leads."""

    leg: Move | None = None
    onward: Place | None = None

    def visit(self, place: Place) -> None:
        following = self.following(place)
        for number, one in enumerate(following):
            if self.leg is None and isinstance(one, Move) and self.is_goal(one):
                self.leg = one
                rest = following[number + 1 :]
                self.onward = rest[0] if rest and isinstance(rest[0], Place) else None
                self.goals.clear()
                return
        self.take_in(following)


def chain(
    land: Land, found: dict[Exit, Found], live: Library, more: Callable[[], bool]
) -> list[Conversation]:
    """Conversations that take all the exits found; without time for more, the ones they were found by."""
    left = set(found)
    chosen: list[Conversation] = []
    while left and more():
        walked = _tour(land, left, live, more)
        gained = left & set(walked.exits) if walked else set()
        if not walked or not gained:
            break
        chosen.append(walked)
        left -= gained
    for exit, one in found.items():
        if exit in left:
            chosen.append(one.conversation)
            left -= set(one.conversation.exits)
    return _needed(chosen)


def _tour(land: Land, left: set[Exit], live: Library, more: Callable[[], bool]) -> Conversation | None:
    """As long as each leg is confirmed in the world together with all before it."""
    wanted, place, best = set(left), None, None
    while wanted and more():
        leg = _Leg(land, set(wanted), lambda exit, move: True, more, patience=NEAR)
        leg.run(() if place is None else (place,))
        if leg.leg is None:
            break
        walks = confirm(land, leg.leg, live)
        if not walks or not walks[-1].whole:
            break
        best = walks[-1].conversation
        wanted -= {*best.exits, (leg.leg.spot[1], leg.leg.exit)}
        place = leg.onward
        if place is None or leg.leg.number > LONGEST:
            break
    return best


def _needed(conversations: list[Conversation]) -> list[Conversation]:
    """Without those whose exits others take anyhow."""
    kept = list(conversations)
    for one in sorted(conversations, key=lambda one: len(one.exits)):
        others = {exit for other in kept if other is not one for exit in other.exits}
        if set(one.exits) <= others:
            kept.remove(one)
    return kept
