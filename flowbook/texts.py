"""A text in several languages: one string, or one for each language tag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from flowbook.templates import shown

Text = str | Mapping[str, str]
"""`"Hello"`, or `{"en": "Hello", "pt-BR": "Olá"}`."""


def pick(text: Text, language: str, default_language: str) -> str:
    """The text for `pt-BR`, else for `pt`, else for the default language, else the first that is not empty.

    Tags compare without regard to case, since Telegram sends `pt-br`.
    """
    if isinstance(text, str):
        return text
    return (
        text.get(language)
        or _for_language(text, language)
        or _for_language(text, default_language)
        or next(filter(None, text.values()), "")
    )


def spoken(text: Text, language: str, default_language: str) -> tuple[str, str]:
    """The text as `pick` gives it, and the language of what is filled into it: the reader's where the text is
    written in it, or in no words at all, else the text's own."""
    if isinstance(text, str):
        chosen, written = text, default_language
    elif own := text.get(language):
        return own, language
    else:
        chosen = pick(text, language, default_language)
        written = next((tag for tag, value in text.items() if value == chosen), default_language)
    if language == written or not _has_words(chosen) or _base(language) == _base(written):
        return chosen, language
    return chosen, written


def every(text: Text) -> tuple[str, ...]:
    """All that is written, in whatever language."""
    return (text,) if isinstance(text, str) else tuple(text.values())


def in_every_language(text: Text, change: Callable[[str], str]) -> Text:
    """What is written, changed in each language."""
    return change(text) if isinstance(text, str) else {tag: change(value) for tag, value in text.items()}


def languages_of(text: Text) -> tuple[str, ...]:
    """The tags that have a text of their own; none for a plain string."""
    return () if isinstance(text, str) else tuple(tag for tag, value in text.items() if value.strip())


def missing(text: Text, languages: Iterable[str]) -> tuple[str, ...]:
    """Those of `languages` for which nothing is written; `pt` serves `pt-BR`. A plain string is written in
    the first. What holds no word, such as “👍” or “{price}”, needs no translation."""
    wanted = tuple(languages)
    if not any(map(_has_words, every(text))):
        return ()
    if isinstance(text, str):
        return wanted[1:]
    return tuple(tag for tag in wanted if not _for_language(text, tag).strip())


def _for_language(text: Mapping[str, str], language: str) -> str:
    wanted = language.lower().replace("_", "-")
    found = {tag.lower(): value for tag, value in text.items()}
    return found.get(wanted) or found.get(_base(language)) or ""


@lru_cache(maxsize=256)
def _base(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


@lru_cache(maxsize=8192)
def _has_words(text: str) -> bool:
    return any(kind == "text" and any(map(str.isalpha, value)) for kind, value in shown(text))
