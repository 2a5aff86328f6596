"""Folded texts compared, and lists as the texts they are read as: their elements, kept apart by a mark."""

from __future__ import annotations

from collections.abc import Iterable

BETWEEN = "\x1f"
"""Stands before and behind each element of a list that is read as a text, and in no other text."""


def joined(texts: Iterable[str]) -> str | None:
    """The one text that a list of folded texts is read as; None for none."""
    parts = dict.fromkeys(texts)
    return f"{BETWEEN}{BETWEEN.join(parts)}{BETWEEN}" if parts else None


def elements(text: str) -> tuple[str, ...]:
    """What a list holds; any other text alone."""
    return tuple(text[1:-1].split(BETWEEN)) if text.startswith(BETWEEN) else (text,)


def is_only(text: str, wanted: str) -> bool:
    """Whether it is this text, or a list of nothing else."""
    return text == wanted or (text.startswith(BETWEEN) and text[1:-1] == wanted)


def holds(text: str, part: str) -> bool:
    """Whether the part occurs in the text, or is one of the list's elements."""
    return part in elements(text) if text.startswith(BETWEEN) else part in text


def meets(text: str, wanted: Iterable[str]) -> bool:
    """Whether the text, or one of the list's elements, is among these."""
    return not set(elements(text)).isdisjoint(wanted)
