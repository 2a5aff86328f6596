"""The interface's texts in the designer's language, through gettext; in English where a translation is
missing."""

from __future__ import annotations

import gettext
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import local

import streamlit as st
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from streamlit.runtime.scriptrunner import get_script_run_ctx

from builder import preferences, state
from flowbook.sentences import fill

LANGUAGES = {
    "en": "English",
    "ru": "Русский",
    "hy": "Հայերեն",
    "ka": "ქართული",
    "lt": "Lietuvių",
    "uk": "Українська",
}
LOCALE = Path(__file__).parent / "locale"


def _(text: str, /, **values: object) -> str:
    """The text in the designer's language, `{name}` in it replaced by the value of that name."""
    return fill(catalogue(language()).gettext(text), values) if text else ""


def many(one: str, more: str, count: int, /, **values: object) -> str:
    """The form that fits the count, which is also `{count}` in the text."""
    return fill(catalogue(language()).ngettext(one, more, count), {"count": f"{count:,}", **values})


def listed(words: Sequence[str], most: int = 3) -> str:
    """ "Anna and Boris"; of more than `most` the rest is counted: "Anna, Boris, Clara and 7 more"."""
    if len(words) <= most:
        return format_list(words, locale=language()) if words else ""
    return _("{names} and {count} more", names=", ".join(words[:most]), count=f"{len(words) - most:,}")


def language() -> str:
    """What this person chose, now or at an earlier visit; else the browser's; else English. Asked for with
    every text, so it is settled once a visit, and looked up there once a run."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is None or _now.run is not run:
        _now.tag, _now.run = _settled(), run
    return _now.tag


class _Now(local):
    """In this thread: the run that is under way, and its language."""

    run: object = None
    tag: str = ""


_now = _Now()


def _settled() -> str:
    settled = state.language()
    if not settled:
        wishes = (preferences.read().get("language", ""), _of_browser())
        settled = next((tag for tag in wishes if tag in available()), "en")
        state.set_language(settled)
    return settled


def choose(tag: str) -> None:
    """Kept for later visits."""
    _now.run = None
    state.set_language(tag)
    preferences.write(language=tag)


def available() -> dict[str, str]:
    """Languages with a catalogue, by tag, each by its own name; English always."""
    return {tag: name for tag, name in LANGUAGES.items() if tag == "en" or _file(tag).exists()}


@cache
def catalogue(tag: str) -> gettext.NullTranslations:
    """Read from the .po file itself, so that no compiled file has to be kept in step with it."""
    if not _file(tag).exists():
        return gettext.NullTranslations()
    with _file(tag).open("rb") as source:
        messages = read_po(source, locale=tag)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _file(tag: str) -> Path:
    return LOCALE / f"{tag}.po"


def _of_browser() -> str:
    return str(getattr(st.context, "locale", None) or "").partition("-")[0]
