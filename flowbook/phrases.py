"""Whether what somebody writes is one of the phrases that are looked for, and how closely it fits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any
from unicodedata import category, normalize

import re2
from msgspec import Struct
from rapidfuzz.distance import OSA

from flowbook.customer import NOTHING
from flowbook.nodetype import CONTAINS, EXACT, NEAR, PATTERN

LONGEST = 1000
"""Characters of a message that are compared; a phrase stands at the beginning, if anywhere."""
SHORTEST_NEAR = 4
"""With fewer letters a typing error makes another word, so they have to be written as they are."""
_SAME = str.maketrans("ё’‘`“”„«»–—", 'е\'\'\'"""""--', "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")


class Fit(Struct, frozen=True):
    """`rank` and `score` as in Claim; `matched` is the phrase, or what a pattern found, with its `groups`."""

    rank: int
    score: float
    matched: str
    groups: Mapping[str, Any] = NOTHING


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """What people take for the same: case, kinds of spaces, quotes and dashes, ё and е make no difference."""
    plain = normalize("NFKC", text[:LONGEST]).casefold()
    return " ".join(normalize("NFC", plain).translate(_SAME).split())


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Folded, without the punctuation around it; what is nothing but punctuation stays."""
    folded = fold(text)
    return folded.strip(" .,;:!?…\"'()*-¡¿") or folded


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """Folded, each bare."""
    return tuple(word for word in (bare(part) for part in fold(text).split()) if word)


def exact(said: str, phrase: str) -> Fit | None:
    wanted = bare(phrase)
    return Fit(EXACT, len(wanted), phrase) if wanted and bare(said) == wanted else None


def contains(said: str, phrase: str) -> Fit | None:
    """The phrase as whole words, in its order."""
    wanted = bare(phrase)
    return Fit(CONTAINS, len(wanted), phrase) if wanted and _stands_in(fold(said), wanted) else None


def any_word(said: str, phrase: str) -> Fit | None:
    """One of the phrase's words is enough; the more letters of it are there, the better."""
    there = fold(said)
    found = [word for word in dict.fromkeys(words_of(phrase)) if _stands_in(there, word)]
    return Fit(CONTAINS, sum(map(len, found)), " ".join(found)) if found else None


def pattern(said: str, source: str) -> Fit | None:
    """Groups are `matched_1` and so on, named ones have their names. A pattern with a mistake fits
    nothing."""
    compiled = _compiled(source)
    found = compiled.search(normalize("NFC", said[:LONGEST])) if compiled else None
    if not found:
        return None
    numbered = {f"matched_{number}": text for number, text in enumerate(found.groups(), start=1)}
    groups = {key: text for key, text in {**numbered, **found.groupdict()}.items() if text is not None}
    return Fit(PATTERN, len(found.group()), found.group(), groups)


@lru_cache(maxsize=4096)
def near(said: str, phrase: str, least: float) -> Fit | None:
    """The phrase with typing errors, alone or among other words; written rightly it counts as contained.
    `least` is how alike they must be, in percent."""
    wanted = bare(phrase)
    if written := contains(said, phrase):
        return written
    if len(wanted) < SHORTEST_NEAR:
        return None
    parts = _parts(said, len(wanted.split()))
    alike = 100 * max(map(partial(OSA.normalized_similarity, wanted), parts))
    return Fit(NEAR, alike, phrase) if alike > least - 1e-9 else None


@lru_cache(maxsize=1024)
def group_names(source: str) -> tuple[str, ...]:
    """The variables a pattern fills besides `matched`; none for a pattern with a mistake."""
    compiled = _compiled(source)
    if compiled is None:
        return ()
    return (*(f"matched_{number}" for number in range(1, compiled.groups + 1)), *compiled.groupindex)


@lru_cache(maxsize=1024)
def mistake_in(source: str) -> str:
    """What is wrong with a pattern, in the words of its reader; empty when nothing is."""
    try:
        _compile(source)
    except re2.error as error:
        said = error.args[0]
        return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return ""


@lru_cache(maxsize=1024)
def _compiled(source: str) -> Any:
    return None if mistake_in(source) else _compile(source)


def _compile(source: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return re2.compile(normalize("NFC", source), options)


def _stands_in(text: str, phrase: str) -> bool:
    """As whole words: no letter or digit goes on where the phrase begins or ends with one."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not _joined(text[start - 1 : start] if start else "", phrase[0]) and not _joined(
            text[end : end + 1], phrase[-1]
        ):
            return True
        start = text.find(phrase, start + 1)
    return False


def _joined(neighbour: str, edge: str) -> bool:
    return bool(neighbour) and _in_word(neighbour) and _in_word(edge)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or category(character).startswith("M")


@lru_cache(maxsize=1024)
def _parts(said: str, size: int) -> tuple[str, ...]:
    """The whole text, and as many words in a row as the phrase has."""
    words = words_of(said)
    rows = (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))
    return (bare(said), *rows)
