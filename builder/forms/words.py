"""Controls for texts in several languages, with fields that a press puts in where the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from builder.forms.spot import MISSING, Spot, list_or_empty
from builder.look.chips import field_chips
from builder.texts import _
from flowbook.rules import COMPUTED
from flowbook.texts import pick
from flowbook.workspace import declared

SELDOM = ("timezone", "username")


def text(spot: Spot) -> Any:
    value = st.text_area(
        **spot.naming,
        value=read(spot.shown, spot.about.language, spot.about.flow.languages),
        key=spot.key,
        placeholder=_untranslated(spot),
        height="content",
    )
    field_chips(_fields(spot), into=spot.key, key=f"{spot.key}-chips", marks=True)
    return _settled(spot, value or "")


def line_text(spot: Spot) -> Any:
    value = st.text_input(
        **spot.naming,
        value=read(spot.shown, spot.about.language, spot.about.flow.languages),
        key=spot.key,
        placeholder=_untranslated(spot) or (spot.name if spot.compact else None),
    )
    return _settled(spot, value or "")


def names(spot: Spot) -> Any:
    """Free words, as many as wished."""
    chosen = st.multiselect(
        **spot.naming,
        options=list_or_empty(spot.shown),
        default=list_or_empty(spot.shown),
        accept_new_options=True,
        key=spot.key,
        placeholder=_("Write one and press Enter"),
    )
    return spot.settle(list(chosen)) if chosen or spot.required else MISSING


def read(value: Any, language: str, languages: Sequence[str]) -> str:
    """What is written in this language itself, without falling back to another one."""
    if isinstance(value, str):
        return value if language == languages[0] else ""
    return str(value.get(language, "")) if isinstance(value, dict) else ""


def write(value: Any, language: str, languages: Sequence[str], written: str) -> Any:
    """The text with this language's part replaced: a plain string for as long as there is one language
    only."""
    first = languages[0]
    parts = dict(value) if isinstance(value, dict) else {first: value} if isinstance(value, str) else {}
    parts[language] = written
    parts = {tag: part for tag, part in parts.items() if part or tag == first}
    return parts.get(first, "") if set(parts) <= {first} else parts


def _settled(spot: Spot, written: str) -> Any:
    languages = spot.about.flow.languages
    if written == read(spot.shown, spot.about.language, languages):
        return spot.value
    value = write(spot.value, spot.about.language, languages, written)
    return MISSING if value == "" and not spot.required else value


def _untranslated(spot: Spot) -> str | None:
    """The text in the first language, greyed, where this one has none yet."""
    languages = spot.about.flow.languages
    if spot.value is MISSING or spot.about.language == languages[0]:
        return None
    return pick(spot.value, languages[0], languages[0]) or None


def _fields(spot: Spot) -> list[tuple[str, str]]:
    """(what is put in, what it is called): first what this flow finds out, then all else."""
    known = declared(spot.about.workspace)
    own = list(spot.about.workspace.fields)
    here = [name for name in own if name in spot.about.filled]
    profile = [name for name in known if name not in own and name not in SELDOM]
    order = dict.fromkeys(["first_name", *here, *own, *profile, *spot.about.remembered, *COMPUTED])
    labels = {name: field.label for name, field in {**COMPUTED, **known}.items()}
    return [(f"{{{name}}}", _(labels.get(name, name.removeprefix("session.")))) for name in order]


CONTROLS = {"text": text, "line_text": line_text, "phrase": line_text, "names": names}
