"""How values lie in the database: compact JSON text, and instants as microseconds since 1970."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_spell_out = json.JSONEncoder(separators=(",", ":")).encode
_MICROSECOND = timedelta(microseconds=1)


def to_text(value: Any) -> str:
    """Keys stay in their order, so that what is read back reads like what was written. What is no number,
    such as infinity, is null. Half characters and numbers of more than 64 bits are spelled out."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return _spell_out(value)


def from_text(text: str) -> Any:
    """Raises ValueError for what is no JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def to_micros(moment: datetime) -> int:
    """Exact, unlike timestamp(), which goes through a float."""
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Aware, in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def now() -> datetime:
    return datetime.now(UTC)
