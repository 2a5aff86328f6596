"""Texts as they were written, made into what a schema says they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flowbook.notebook.strict_yaml import Plain

FREE: dict[str, Any] = {"free": True}
"""The schema of data that belongs to others, such as what another system answers: numbers, true, false and
null without quotes are what they are in JSON, all else is text."""
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,15})(\.\d{1,15})?")
_WORDS = {"yes": True, "no": False, "true": True, "false": False}


def typed(value: Any, shape: Mapping[str, Any]) -> Any:
    """Where a text cannot be what the schema wants it stays a text, and the schema will say so."""
    if shape.get("free"):
        return _free(value)
    if "anyOf" in shape:
        return typed(value, next((one for one in shape["anyOf"] if _takes(one, value)), {}))
    match value:
        case dict():
            known, more = shape.get("properties", {}), shape.get("additionalProperties")
            rest = more if isinstance(more, Mapping) else {}
            return {key: typed(item, known.get(key, rest)) for key, item in value.items()}
        case list():
            return [typed(item, shape.get("items", {})) for item in value]
        case str():
            return _scalar(str(value), shape.get("type"))
    return value


def as_written(value: Any) -> Any:
    """Python values as a notebook would have them: texts, numbers without quotes. None stays, which only data
    of others can be."""
    match value:
        case Mapping():
            return {key: as_written(item) for key, item in value.items()}
        case list() | tuple():
            return [as_written(item) for item in value]
        case bool() | int() | float():
            return Plain(json.dumps(value))
    return value


def _takes(shape: Mapping[str, Any], value: Any) -> bool:
    wanted = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "scalar"
    if shape.get("free"):
        return True
    if "anyOf" in shape:
        return any(_takes(one, value) for one in shape["anyOf"])
    kind = shape.get("type")
    if wanted != "scalar":
        return bool(kind == wanted)
    if kind in ("object", "array"):
        return False
    read = _scalar(str(value), kind)
    return kind in ("string", None) or not isinstance(read, str)


def _scalar(text: str, kind: Any) -> Any:
    match kind:
        case "boolean":
            return _WORDS.get(text.casefold(), text)
        case "integer" if _NUMBER.fullmatch(text) and "." not in text:
            return int(text)
        case "number" if _NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
    return text


def _free(value: Any) -> Any:
    match value:
        case dict():
            return {key: _free(item) for key, item in value.items()}
        case list():
            return [_free(item) for item in value]
        case Plain() if _NUMBER.fullmatch(value) or value in ("true", "false", "null"):
            return json.loads(value)
        case str():
            return str(value)
    return value
