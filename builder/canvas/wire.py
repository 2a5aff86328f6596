"""Small readings of what came from the browser: texts, places, exits. What is not as it should be raises
ValueError or TypeError."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from builder.edits import Draft, Place
from flowbook.marginalia import FARTHEST, is_pair
from flowbook.nodes import exits_of


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for the person who draws, kept apart from its values so that it can be translated."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


def text_of(data: Mapping[str, Any], key: str) -> str:
    """The text under the key, empty where there is none."""
    value = data.get(key, "")
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def place_of(value: Any) -> Place:
    if not is_pair(value):
        raise ValueError("a place is two numbers")
    x, y = (max(-FARTHEST, min(FARTHEST, round(number))) for number in value)
    return x, y


def places_of(value: Any) -> dict[str, Place]:
    return {str(name): place_of(place) for name, place in value.items()}


def known_exit(draft: Draft, name: str, exit: str) -> bool:
    node = draft.flow.get(name)
    return node is not None and any(one.id == exit for one in exits_of(node))
