"""Texts with {fields} in them: read once, filled in one pass, and what is filled in is never read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct

from flowbook.filters import FILTERS, Around, Lookup, as_text, is_missing, problem

_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|\{")
_NAME = re.compile(r"\w+(?: \w+)*(?:\.\w+(?: \w+)*)*")


class Field(Struct, frozen=True):
    """`filters` are pairs of a filter's name and what follows its colon."""

    name: str
    filters: tuple[tuple[str, str], ...] = ()


class Template(Struct, frozen=True):
    """`parts` in the order of the text. A mistake has its position in the text and a sentence; a field that
    cannot be read stays text, a filter that cannot be read does nothing."""

    parts: tuple[str | Field, ...]
    problems: tuple[tuple[int, str], ...] = ()


@lru_cache(maxsize=8192)
def parse(text: str) -> Template:
    """Never raises: mistakes are the template's problems. `{{` and `}}` are braces."""
    parts: list[str | Field] = []
    mistakes: list[tuple[int, str]] = []
    for position, piece in _pieces(text):
        part, sentences = _read(piece)
        mistakes += [(position, sentence) for sentence in sentences]
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return Template(tuple(parts), tuple(mistakes))


def render(
    template: Template | str,
    lookup: Lookup,
    language: str = "en",
    escape: Callable[[str], str] | None = None,
) -> str:
    """`escape` is applied to each filled-in value and never to the author's own words."""
    if isinstance(template, str):
        if "{" not in template and "}" not in template:
            return template
        template = parse(template)
    filled = [part if isinstance(part, str) else fill(part, lookup, language) for part in template.parts]
    if escape:
        pairs = zip(template.parts, filled, strict=True)
        filled = [text if isinstance(part, str) else escape(text) for part, text in pairs]
    return "".join(filled)


def fill(field: Field, lookup: Lookup, language: str) -> str:
    """One field's text; "" where there is no value and no default."""
    value = lookup(field.name)
    for name, argument in field.filters:
        if name == "default" or not is_missing(value):
            value = FILTERS[name](value, argument, Around(language, lookup))
    return value if isinstance(value, str) else as_text(value, language)


def names(text: str) -> frozenset[str]:
    """The fields a text reads."""
    return frozenset(part.name for part in parse(text).parts if isinstance(part, Field))


def problems(text: str) -> list[tuple[int, str]]:
    """Positions and sentences, in the order of the text."""
    return list(parse(text).problems)


def renamed(text: str, old: str, new: str) -> str:
    """The text reading the field `new` wherever it read `old`; all else, filters included, to the letter."""
    return "".join(_renamed(piece, old, new) for _, piece in _pieces(text))


def shown(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of "text" and the words, or "field" and its name: what an editor shows as chips."""
    return tuple(
        ("text", part) if isinstance(part, str) else ("field", part.name) for part in parse(text).parts
    )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Positions of words and of what stands in braces, braces included."""
    position = 0
    for token in _TOKEN.finditer(text):
        if token.start() > position:
            yield position, text[position : token.start()]
        yield token.start(), token[0]
        position = token.end()
    if position < len(text):
        yield position, text[position:]


def _read(piece: str) -> tuple[str | Field, list[str]]:
    """What a piece means, and what is wrong with it."""
    if piece in ("{{", "}}"):
        return piece[0], []
    if piece == "{":
        return piece, ["A { is never closed. Add }, or write {{ for a brace."]
    if not piece.startswith("{"):
        return piece, []
    name, *filters = (part.strip() for part in piece[1:-1].split("|"))
    if not name:
        return piece, [f"“{piece}” names no field. Write a name such as {{first_name}}."]
    if not _NAME.fullmatch(name):
        return piece, [f"“{name}” is no name of a field. Use letters, digits, _ and dots."]
    pairs = [_pair(written) for written in filters]
    kept = tuple(pair for pair in pairs if not problem(*pair))
    return Field(name, kept), [sentence for pair in pairs if (sentence := problem(*pair))]


def _renamed(piece: str, old: str, new: str) -> str:
    part, _ = _read(piece)
    return piece.replace(old, new, 1) if isinstance(part, Field) and part.name == old else piece


def _pair(written: str) -> tuple[str, str]:
    name, _, argument = written.partition(":")
    return name.strip(), argument.strip()
