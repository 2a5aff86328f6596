"""JSON read strictly: caps on size and depth before parsing, no duplicate keys, no NaN, and the place of a
fault."""

from __future__ import annotations

import json
import re
from typing import Any

from flowbook.errors import UnreadableFile

SIZE_LIMIT = 8_000_000
DEPTH_LIMIT = 40

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")


def read_json(text: str, *, path: str = "") -> Any:
    """Raises UnreadableFile with line and column, or the doubled key, in its sentence."""
    if len(text) > SIZE_LIMIT:
        raise UnreadableFile(f"The file has {len(text):,} characters; {SIZE_LIMIT:,} is the most.", path=path)
    if _depth(text) > DEPTH_LIMIT:
        raise UnreadableFile(f"The file is nested more than {DEPTH_LIMIT} levels deep.", path=path)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableFile(f"This is not JSON: {error.msg}.", path=path, place=place) from None
    except UnreadableFile as error:
        raise UnreadableFile(error.sentence, path=path) from None


def _depth(text: str) -> int:
    deepest = level = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        level += 1 if bracket in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableFile(f"The key “{key}” stands twice in one object; keep one of them.")
        found[key] = value
    return found


def _refuse_constant(name: str) -> Any:
    raise UnreadableFile(f"“{name}” is not a number that JSON knows.")
