"""Sentences for people, put together from words of the program and words of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ENDED = (".”.", "!”.", "?”.", "…”.")


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The values put in for their names; anything else in braces stays as it is."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return ended(text)


def ended(sentence: str) -> str:
    """One that ends with somebody's sentence in quotes gets no second full stop."""
    return sentence[:-1] if sentence.endswith(_ENDED) else sentence
