"""Which conversations make tests: few, each as small as what it is kept for allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from flowbook.explore.aims import Arena, Told
from flowbook.explore.conversation import Script
from flowbook.explore.shrinking import shrink
from flowbook.notebook.coverage import Target


def chosen(
    arena: Arena, told: Iterable[Told], wanted: Iterable[Target], more: Callable[[], bool] = lambda: True
) -> list[Told]:
    """Always the one that sees most of what is left; then each without what it does not need, in the order in
    which a flow is written."""
    kept: list[Told] = []
    left, several = set(wanted), list(told)
    while several:
        best = max(several, key=lambda one: _worth(one, left, kept))
        if not best.aims & left:
            break
        several.remove(best)
        small = _shrunk(arena, best, best.aims & left, more)
        left -= small.aims
        kept.append(small)
    return _needed(kept, frozenset(wanted))


def _worth(one: Told, left: set[Target], kept: list[Told]) -> tuple[int, bool, int]:
    """A test more at a moment at which another one begins stands in the same file."""
    script = one.conversation.script
    together = any(other.conversation.script.start == script.start for other in kept)
    return len(one.aims & left), together, -len(script.deeds)


def _shrunk(arena: Arena, one: Told, kept_for: frozenset[Target], more: Callable[[], bool]) -> Told:
    return shrink(one.conversation.script, one, partial(_seeing, arena, kept_for), more)


def _seeing(arena: Arena, aims: frozenset[Target], script: Script) -> Told | None:
    played = arena.play(script)
    return played if played and aims <= played.aims else None


def _needed(kept: list[Told], wanted: frozenset[Target]) -> list[Told]:
    """Without those whose targets the others see anyhow, the smallest first."""
    for one in sorted(kept, key=lambda one: len(one.aims)):
        others = frozenset().union(*(other.aims for other in kept if other is not one))
        if one.aims & wanted <= others:
            kept = [other for other in kept if other is not one]
    return kept
