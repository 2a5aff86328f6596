"""Frozen dataclasses copied with some fields changed, and made, quicker than the standard library does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def altered(value: T, **new: Any) -> T:
    """For dataclasses with slots, more than one field and without a __post_init__. Raises TypeError for a
    field that is not there."""
    cls: Any = type(value)
    read, thawed = _makers(cls)
    copy: Any = thawed(*read(value))
    try:
        for name, item in new.items():
            setattr(copy, name, item)
    except AttributeError:
        raise TypeError(f"{cls.__name__} has no field {', '.join(new)}.") from None
    copy.__class__ = cls
    return copy  # type: ignore[no-any-return]


def made(cls: type[T], *values: Any) -> T:
    """A new one, from the values of all its fields in their order: for what a turn makes many of, in a third
    of the time that a frozen class's own beginning takes."""
    kind: Any = cls
    thing: Any = _makers(kind)[1](*values)
    thing.__class__ = kind
    return thing  # type: ignore[no-any-return]


@cache
def _makers(cls: Any) -> tuple[Callable[[Any], tuple[Any, ...]], Any]:
    """What reads all fields at once, and a class with the same slots that can still be written to: an object
    of it becomes one of the frozen class, which writing to each field past its guard would take twice as
    long for."""
    names = [field.name for field in fields(cls)]
    return attrgetter(*names), make_dataclass(cls.__name__, names, slots=True, eq=False, repr=False)
