"""How values lie in the database: compact JSON text, and instants as microseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from flowbook.codec import read as from_text
from flowbook.codec import write as to_text

__all__ = ["from_micros", "from_text", "now", "to_micros", "to_text"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=256)
def to_micros(moment: datetime) -> int:
    """Exact, unlike timestamp(), which goes through a float. What a batch does happens at one instant."""
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Aware, in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def now() -> datetime:
    return datetime.now(UTC)
