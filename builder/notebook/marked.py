"""Sentences in which some words stand out: marked while they are plain text, made into HTML at the end."""

from __future__ import annotations

from html import escape

STRONG, CHIP, SOFT, END = "\x01", "\x02", "\x03", "\x04"
LONGEST = 160
"""Characters of a text in a line."""
_TAGS = {STRONG: "<b>", CHIP: '<b class="chip">', SOFT: '<b class="mut soft">', END: "</b>"}


def strong(text: object) -> str:
    return f"{STRONG}{_even(str(text))}{END}"


def chip(text: object) -> str:
    return f"{CHIP}{_even(str(text))}{END}"


def soft(text: object) -> str:
    return f"{SOFT}{_even(str(text))}{END}"


def as_html(sentence: str) -> str:
    """The sentence escaped, what was marked in its tags."""
    told = escape(sentence)
    for sign, tag in _TAGS.items():
        told = told.replace(sign, tag)
    return told


def bare(sentence: str) -> str:
    """Without the marks, for labels."""
    return "".join(sign for sign in sentence if sign not in _TAGS)


def _even(text: str) -> str:
    told = " ".join("".join(sign for sign in text if sign not in _TAGS).split())
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1].rstrip()}…"
