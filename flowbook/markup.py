"""An author's text with marks and fields, turned into what channels show: plain words and Telegram's HTML.

Marks are read in the author's words before any value is filled in, and a value arrives as plain text: what a
customer wrote can never become bold, a tag or a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from msgspec import Struct

from flowbook.filters import Lookup
from flowbook.marks import GAP, Link, Mark, Piece, Words, read
from flowbook.templates import Field, fill, parse

_SPECIAL = re.compile(r"[\\`*_~\[{}\0]")
_LINKABLE = re.compile(r"(https?://[^\s\0-\x20/?#]|tg://[^\s\0-\x20])[^\s\0-\x20]*", re.IGNORECASE)


class Rich(Struct, frozen=True):
    """`plain` is what a person reads; `html` the same with b, i, s, code and a, everything else escaped."""

    plain: str
    html: str

    @property
    def length(self) -> int:
        return length(self.plain)


class _Said(Struct, frozen=True):
    """The author's own words, or a tag, which is nothing in `plain`."""

    plain: str
    html: str


class _Linked(Struct, frozen=True):
    """A link whose address has fields, so that only the values tell whether it can be linked."""

    label: tuple[_Part, ...]
    address: tuple[str | Field, ...]


_Part = _Said | _Linked | Field


def compose(text: str, lookup: Lookup, language: str = "en") -> Rich:
    r"""Marks are `**bold**`, `_italic_`, `~~struck~~`, `` `code` `` and `[label](address)`; `\*` is a star.

    An address is http, https or tg; another stays text, and one that fields make unusable leaves its label.
    A field inside an address is percent-encoded, unless the address begins with it.
    """
    ready = _compiled(text)
    return _poured(ready, lookup, language) if isinstance(ready, tuple) else ready


def length(plain: str) -> int:
    """In UTF-16 code units, as Telegram counts towards its limits."""
    return len(plain) if plain.isascii() else len(plain.encode("utf-16-le", "surrogatepass")) // 2


def addresses(text: str) -> tuple[str, ...]:
    """The addresses of an author's links as written, also those that cannot be linked."""
    skeleton, fields = _skeleton(text)
    rest = iter(fields)
    found = []
    for piece in read(skeleton):
        if isinstance(piece, Link):
            _skip(piece.written.removesuffix(f"{piece.address})"), rest)
            found.append("".join(_named(part) for part in _split(piece.address, rest)))
        elif isinstance(piece, Words):
            _skip(piece.text, rest)
    return tuple(found)


def is_linkable(address: str) -> bool:
    """True for http, https and tg addresses; what Telegram would not open is none."""
    return _LINKABLE.fullmatch(address) is not None


def _poured(parts: tuple[_Part, ...], lookup: Lookup, language: str) -> Rich:
    plain, html = [], []
    for part in parts:
        if type(part) is _Said:
            plain.append(part.plain)
            html.append(part.html)
        elif type(part) is Field:
            value = fill(part, lookup, language)
            plain.append(value)
            html.append(_escaped(value))
        elif type(part) is _Linked:
            label = _poured(part.label, lookup, language)
            plain.append(label.plain)
            html.append(_linked(label.html, _address(part.address, lookup, language)))
    return Rich("".join(plain), "".join(html))


def _address(parts: tuple[str | Field, ...], lookup: Lookup, language: str) -> str:
    texts = [part if isinstance(part, str) else fill(part, lookup, language).strip() for part in parts]
    encoded = (
        text if isinstance(part, str) else quote(text, safe="")
        for part, text in zip(parts[1:], texts[1:], strict=True)
    )
    return texts[0] + "".join(encoded)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Rich | tuple[_Part, ...]:
    """All of it where no field has to be filled in."""
    if not _SPECIAL.search(text):
        return Rich(text, _escaped(text))
    skeleton, fields = _skeleton(text)
    parts = tuple(_parts(read(skeleton), iter(fields)))
    return parts if any(type(part) is not _Said for part in parts) else _poured(parts, lambda name: None, "")


def _skeleton(text: str) -> tuple[str, list[Field]]:
    """The author's words with a GAP for each field, and the fields."""
    parts = parse(text).parts
    words = (part.replace(GAP, "") if isinstance(part, str) else GAP for part in parts)
    return "".join(words), [part for part in parts if isinstance(part, Field)]


def _parts(pieces: tuple[Piece, ...], fields: Iterator[Field]) -> Iterator[_Part]:
    for piece in pieces:
        match piece:
            case Words(text):
                yield from _words(text, fields)
            case Mark(tag, begins):
                yield _Said("", f"<{tag}>" if begins else f"</{tag}>")
            case Link(label, address, written):
                if GAP not in address and not is_linkable(address):
                    yield from _words(written, fields)
                    continue
                yield _Linked(tuple(_parts(label, fields)), tuple(_split(address, fields)))


def _words(text: str, fields: Iterator[Field]) -> Iterator[_Part]:
    for part in _split(text, fields):
        yield _Said(part, _escaped(part)) if isinstance(part, str) else part


def _split(text: str, fields: Iterator[Field]) -> Iterator[str | Field]:
    """Words and fields in turn, each GAP taking the next field."""
    for number, words in enumerate(text.split(GAP)):
        if number:
            yield next(fields)
        if words:
            yield words


def _skip(text: str, fields: Iterator[Field]) -> None:
    for _ in range(text.count(GAP)):
        next(fields)


def _linked(label: str, address: str) -> str:
    """The label alone where Telegram would not open the address."""
    if not is_linkable(address):
        return label
    quoted = _escaped(address).replace('"', "&quot;")
    return f'<a href="{quoted}">{label}</a>'


def _named(part: str | Field) -> str:
    return part if isinstance(part, str) else f"{{{part.name}}}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
