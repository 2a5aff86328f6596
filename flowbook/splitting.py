"""A text that is longer than a channel takes, in parts: at a paragraph, else a line, a sentence, a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from flowbook.markup import Rich, length

_PIECE = re.compile(r"<[^>]*>|&[#\w]+;|[^<&]", re.DOTALL)
_ENDS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[.!?…։。！？]['\"”»)\]]*\s+"),
    re.compile(r"\s+"),
)
"""Where a text may be cut, the best places first."""
Tags = tuple[str, ...]
LEAST = 0.25
"""A part is no shorter than this share of the limit for the sake of a better place."""


def split(rich: Rich, first: int, rest: int) -> tuple[Rich, ...]:
    """Parts of at most `first` and then `rest` UTF-16 code units, without the space between them; marks that
    are open at a cut close there and open again. The text itself where it is short enough."""
    if length(rich.plain) <= first:
        return (rich,)
    characters = _characters(rich.html)
    spans = _spans(rich.plain, first, rest)
    return tuple(Rich(rich.plain[begin:end], _dressed(characters[begin:end])) for begin, end in spans)


def _spans(plain: str, first: int, rest: int) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends."""
    begin, most, end_of_all = 0, first, len(plain.rstrip())
    while begin < end_of_all:
        last = _reach(plain, begin, most)
        end, following = (end_of_all, end_of_all) if last >= end_of_all else _cut(plain, begin, last)
        yield begin, end
        begin, most = following, rest


def _reach(plain: str, begin: int, units: int) -> int:
    """How far so many code units carry."""
    end = min(len(plain), begin + units)
    while length(plain[begin:end]) > units:
        end -= max(1, (length(plain[begin:end]) - units) // 2)
    return end


def _cut(plain: str, begin: int, last: int) -> tuple[int, int]:
    """Where the part ends, and where the next one begins."""
    least = begin + int((last - begin) * LEAST)
    for place in _ENDS:
        # One character more, so that a space right behind the last that fits counts too.
        found = [one for one in place.finditer(plain, begin, last + 1) if least <= _end_of(one) <= last]
        if found:
            return _end_of(found[-1]), found[-1].end() + _spaces(plain, found[-1].end())
    return last, last + _spaces(plain, last)


def _end_of(found: re.Match[str]) -> int:
    """Behind the sentence's own mark, before the space."""
    return found.start() + len(found[0].rstrip())


def _spaces(plain: str, at: int) -> int:
    return len(plain[at:]) - len(plain[at:].lstrip())


def _characters(marked: str) -> list[tuple[str, Tags]]:
    """Each character as it is written in HTML, with the tags it stands in."""
    found = []
    tags: Tags = ()
    for piece in _PIECE.findall(marked):
        if piece.startswith("</"):
            tags = tags[:-1]
        elif piece.startswith("<"):
            tags = (*tags, piece)
        else:
            found.append((piece, tags))
    return found


def _dressed(characters: list[tuple[str, Tags]]) -> str:
    """The other way round; every tag that is opened is closed."""
    parts: list[str] = []
    standing: Tags = ()
    for piece, tags in [*characters, ("", ())]:
        if tags != standing:
            shared = sum(takewhile(bool, (one == other for one, other in zip(standing, tags, strict=False))))
            parts += [f"</{_name(tag)}>" for tag in reversed(standing[shared:])]
            parts += tags[shared:]
            standing = tags
        parts.append(piece)
    return "".join(parts)


def _name(tag: str) -> str:
    return tag.strip("<>").split()[0]
