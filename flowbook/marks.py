"""Which marks in a text belong together: **bold**, _italic_, ~~struck~~, `code`, [label](address)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

GAP = "\0"
"""Stands for a field: a character that no channel lets through."""

TAGS = {"**": "b", "_": "i", "~~": "s"}
# An underscore in an address is part of it; what ends a sentence, or a mark, is not.
_ADDRESS = r"https?://[^\s*~`\[\]()]*[^\s*~`\[\]()_.,;:!?]"
_TOKEN = re.compile(
    r"\\(?P<literal>[\\*_~`\[\]()])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\((?P<address>(?:[^\s()]|\([^\s()]*\))+)\)"
    rf"|(?P<bare>{_ADDRESS})"
    r"|(?P<mark>\*+|~+|_+)",
    re.DOTALL,
)


class Words(Struct, frozen=True):
    """Plain characters, with a GAP for each field."""

    text: str


class Mark(Struct, frozen=True):
    """`tag` b, i, s or code, where it begins or ends."""

    tag: str
    begins: bool


class Link(Struct, frozen=True):
    """`written` is all of it as the author typed it, for an address that cannot be linked."""

    label: tuple[Piece, ...]
    address: str
    written: str


Piece = Words | Mark | Link


class _Loose(Struct, frozen=True):
    """A mark whose partner has not been found yet."""

    mark: str
    opens: bool
    closes: bool


def read(text: str) -> tuple[Piece, ...]:
    """The text in pieces, with marks properly nested. A mark without a partner stays words, as does a `_`
    within a word; a backslash makes words of the mark after it."""
    return tuple(_paired(_tokens(text)))


def _tokens(text: str) -> Iterator[Piece | _Loose]:
    position = 0
    for token in _TOKEN.finditer(text):
        if token.start() > position:
            yield Words(text[position : token.start()])
        yield from _meaning(token)
        position = token.end()
    if position < len(text):
        yield Words(text[position:])


def _meaning(token: re.Match[str]) -> Iterator[Piece | _Loose]:
    match token.lastgroup:
        case "code":
            yield Mark("code", True)
            yield Words(token["code"])
            yield Mark("code", False)
        case "address":
            yield Link(read(token["label"]), token["address"], token[0])
        case "mark" if token[0] in TAGS:
            yield _loose(token)
        case group:
            yield Words(token[group or 0])


def _loose(token: re.Match[str]) -> _Loose:
    text = token.string
    start, end = token.span()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    opens, closes = bool(after.strip()), bool(before.strip())
    if token[0] == "_":
        opens, closes = opens and not _is_word(before), closes and not _is_word(after)
    return _Loose(token[0], opens, closes)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == GAP


def _paired(found: Iterator[Piece | _Loose]) -> list[Piece]:
    pieces: list[Piece] = []
    waiting: list[tuple[str, int]] = []
    for item in found:
        if not isinstance(item, _Loose):
            pieces.append(item)
            continue
        marks = [mark for mark, _ in waiting]
        if item.closes and item.mark in marks:
            depth = marks.index(item.mark)
            pieces[waiting[depth][1]] = Mark(TAGS[item.mark], True)
            pieces.append(Mark(TAGS[item.mark], False))
            del waiting[depth:]
            continue
        if item.opens and item.mark not in marks:
            waiting.append((item.mark, len(pieces)))
        pieces.append(Words(item.mark))
    return pieces
