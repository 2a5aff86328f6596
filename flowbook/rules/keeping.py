"""Results kept by a rule's content, so that asking the same rule again costs little."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from flowbook.workspace import Rule

T = TypeVar("T")
KEPT = 4096


def kept(build: Callable[[Rule], T]) -> Callable[[Rule], T]:
    """Marshalled bytes are the cheapest key that tells 1 from True and notices a rule changed in place."""

    @lru_cache(maxsize=KEPT)
    def from_bytes(key: bytes) -> T:
        return build(marshal.loads(key))  # noqa: S302 - made below, never from outside

    @wraps(build)
    def by_content(rule: Rule) -> T:
        try:
            key = marshal.dumps(cast("Any", rule), 2)
        except ValueError:  # a mapping that is no plain dict, such as a read-only view
            return build(rule)
        return from_bytes(key)

    return by_content
