"""What was worked out of a value that never changes, kept as long as it is that very value."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Value = TypeVar("Value")
Found = TypeVar("Found")

MOST = 6000
"""Steps of the largest flows that are open at once; beyond it everything is worked out anew."""


def by_identity(work_out: Callable[[Value], Found], most: int = MOST) -> Callable[[Value], Found]:
    """For values that cannot be looked up by what they are, as steps with their dictionaries. What is found
    is handed out again and again: nobody may change it. `most` values stay in memory by it."""
    known: dict[int, tuple[Value, Found]] = {}

    @wraps(work_out)
    def found(value: Value) -> Found:
        kept = known.get(id(value))
        # The value itself is kept too, so that its identity cannot become another one's.
        if kept is None or kept[0] is not value:
            if len(known) >= most:
                known.clear()
            kept = known[id(value)] = value, work_out(value)
        return kept[1]

    return found
