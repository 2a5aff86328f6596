"""Frozen structs to plain JSON and back: the shape that the database, the inbox and the notebooks keep.

A value of a family becomes {"kind": "message_sent", …its fields}; defaults are left out, so that adding a
field later does not change what older rows mean."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct

Decoder = Callable[[Any], Any]
_spell_out = json.JSONEncoder(separators=(",", ":")).encode


def kind_of(cls: type | str) -> str:
    """MessageSent -> message_sent."""
    name = cls if isinstance(cls, str) else cls.__name__
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Kept(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag=kind_of):
    """What is one of a family: it is written with its kind in front."""


def encode(value: Any) -> Any:
    """What `read` gives of what `write` has written: structs as objects, moments as ISO text, lists."""
    return read(write(value))


def write(value: Any) -> str:
    """JSON text. Keys stay in their order, so that what is read back reads like what was written. What is no
    number, such as infinity, is null. Half characters are spelled out."""
    try:
        return _ENCODER.encode(value).decode()
    except (TypeError, UnicodeEncodeError):
        return _spell_out(msgspec.to_builtins(value, enc_hook=_plain))


def read(text: str) -> Any:
    """Plain JSON. Raises ValueError for what is none."""
    try:
        return _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return json.loads(text)


def decode(cls: type, data: Mapping[str, Any]) -> Any:
    """Raises TypeError where a field without a default is missing; unknown keys are ignored."""
    decoders = _decoders(cls)
    return cls(
        **{
            name: own(item) if (own := decoders[name]) else item
            for name, item in data.items()
            if name in decoders
        }
    )


def untagged(family: Mapping[str, type], data: Mapping[str, Any]) -> Any:
    """The value of a family of classes, by its kind; raises KeyError for a kind nobody knows."""
    return decode(family[data["kind"]], data)


def family(*classes: type) -> dict[str, type]:
    return {kind_of(cls): cls for cls in classes}


def _plain(value: Any) -> Any:
    """What msgspec has no word for: views of dictionaries."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be written")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder()


@cache
def _decoders(cls: type) -> dict[str, Decoder | None]:
    hints = get_type_hints(cls)
    return {name: _decoder(hints[name]) for name in cls.__struct_fields__}  # type: ignore[attr-defined]


def _decoder(hint: Any) -> Decoder | None:
    """None for what is the same in JSON."""
    text = str(hint)
    args: tuple[Any, ...] = getattr(hint, "__args__", ())
    inner = next((arg for arg in (hint, *args) if isinstance(arg, type) and issubclass(arg, Struct)), None)
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
