"""Frozen dataclasses to plain JSON and back: the shape that the database, the inbox and the notebooks keep.

A value of a registered class becomes {"kind": "message_sent", …its fields}; defaults are left out, so that
adding a field later does not change what older rows mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, get_type_hints

Decoder = Callable[[Any], Any]
_PLAIN = frozenset({str, int, float, bool, type(None)})


@cache
def kind_of(cls: type) -> str:
    """MessageSent -> message_sent."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def encode(value: Any) -> Any:
    """Dataclasses become objects without a kind; datetimes ISO text; sets sorted lists."""
    cls: type = type(value)
    if cls in _PLAIN:
        return value
    own = _own(cls)
    if own is not None:
        return _written(value, own, {})
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(encode(item) for item in value)
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    return value


def tagged(value: Any) -> dict[str, Any]:
    """Like encode, with the kind in front."""
    cls: type = type(value)
    return _written(value, _own(cls) or (), {"kind": kind_of(cls)})


def decode(cls: type, data: Mapping[str, Any]) -> Any:
    """Raises TypeError where a field without a default is missing; unknown keys are ignored."""
    decoders = _decoders(cls)
    return cls(
        **{
            name: read(item) if (read := decoders[name]) else item
            for name, item in data.items()
            if name in decoders
        }
    )


def untagged(family: Mapping[str, type], data: Mapping[str, Any]) -> Any:
    """The value of a family of classes, by its kind; raises KeyError for a kind nobody knows."""
    return decode(family[data["kind"]], data)


def family(*classes: type) -> dict[str, type]:
    return {kind_of(cls): cls for cls in classes}


def _written(value: Any, own: tuple[tuple[str, Any], ...], found: dict[str, Any]) -> dict[str, Any]:
    for name, default in own:
        item = getattr(value, name)
        if item is default or item == default:
            continue
        found[name] = item if type(item) in _PLAIN else encode(item)
    return found


@cache
def _own(cls: type) -> tuple[tuple[str, Any], ...] | None:
    """The fields of a dataclass with their defaults, or MISSING; None for any other class."""
    return tuple((f.name, _default(f)) for f in fields(cls)) if is_dataclass(cls) else None


def _default(f: Field[Any]) -> Any:
    return f.default if f.default_factory is MISSING else f.default_factory()


@cache
def _decoders(cls: type) -> dict[str, Decoder | None]:
    hints = get_type_hints(cls)
    return {f.name: _decoder(hints[f.name]) for f in fields(cls)}


def _decoder(hint: Any) -> Decoder | None:
    """None for what is the same in JSON."""
    text = str(hint)
    args: tuple[Any, ...] = getattr(hint, "__args__", ())
    inner = next((arg for arg in (hint, *args) if isinstance(arg, type) and is_dataclass(arg)), None)
    if text.startswith("tuple[tuple["):
        row = _decoder(args[0]) or tuple
        return lambda items: tuple(row(item) for item in items)
    if text.startswith("tuple["):
        each = _decoder(args[0])
        return (lambda items: tuple(each(item) for item in items)) if each else tuple
    if inner is not None:
        return lambda item: None if item is None else decode(inner, item)
    if "datetime" in text:
        return lambda item: None if item is None else datetime.fromisoformat(item)
    if "frozenset" in text:
        return frozenset
    return None
