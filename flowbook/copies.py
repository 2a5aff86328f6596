"""A frozen dataclass with some of its fields changed, twice as quickly as the standard library does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Slot = tuple[str, Callable[[Any], Any], Callable[[Any, Any], None]]


def altered(value: T, **new: Any) -> T:
    """For dataclasses with slots and without a __post_init__. Raises TypeError for a field that is not
    there."""
    cls: Any = type(value)
    copy: T = object.__new__(cls)
    for name, read, write in _slots(cls):
        write(copy, new.pop(name) if name in new else read(value))
    if new:
        raise TypeError(f"{cls.__name__} has no field {', '.join(new)}.")
    return copy


@cache
def _slots(cls: Any) -> tuple[Slot, ...]:
    slots = ((field.name, cls.__dict__[field.name]) for field in fields(cls))
    return tuple((name, slot.__get__, slot.__set__) for name, slot in slots)
