"""Controls for one value: a text, a choice, a yes or no, a number, data of another system."""

from __future__ import annotations

import json
from typing import Any, Literal

import streamlit as st

from builder.look import kit
from builder.notebook.forms.labels import LONG, label_of
from builder.notebook.forms.place import MISSING, Missing, Place
from builder.texts import _
from flowbook.errors import UnreadableFile
from flowbook.strict import read_json

BIGGEST = 1_000_000_000


def text(place: Place) -> Any:
    """A line, lines where room is wanted, or a choice from what is known where anything else may be
    written."""
    shown = "" if isinstance(place.value, Missing) else str(place.value)
    if place.options:
        return _known(place, shown)
    if place.name in LONG:
        value = st.text_area(**_naming(place), value=shown, key=place.key, height="content")
    else:
        value = st.text_input(**_naming(place), value=shown, key=place.key)
    return _settled(place, value or "")


def choice(place: Place) -> Any:
    options = list(place.shape["enum"])
    index = options.index(place.value) if place.value in options else None
    return _given(st.selectbox(**_naming(place), options=options, index=index, key=place.key))


def yes_no(place: Place) -> Any:
    names = {True: _("Yes"), False: _("No")}
    options = [True, False]
    index = options.index(place.value) if place.value in options else None
    found = st.selectbox(
        **_naming(place), options=options, index=index, format_func=names.__getitem__, key=place.key
    )
    return _given(found)


def number(place: Place) -> Any:
    whole = place.shape.get("type") == "integer"
    kind = int if whole else float
    known = place.value if isinstance(place.value, int | float) else None
    value = st.number_input(
        **_naming(place),
        value=None if known is None else kind(known),
        min_value=kind(place.shape.get("minimum", -BIGGEST)),
        max_value=kind(place.shape.get("maximum", BIGGEST)),
        step=kind(1),
        key=place.key,
    )
    if value is None:
        return MISSING
    return int(value) if float(value).is_integer() else value


def free(place: Place) -> Any:
    """Data as other systems write them; what is no JSON is a text."""
    told = "" if isinstance(place.value, Missing) else place.value
    shown = told if isinstance(told, str) and not _is_json(told) else json.dumps(told, ensure_ascii=False)
    value = (st.text_area(**_naming(place), value=shown, key=place.key, height="content") or "").strip()
    if not value:
        return MISSING
    try:
        return read_json(value)
    except UnreadableFile as error:
        if value[0] in "{[":
            kit.show(kit.problem("error", str(error)))
            return place.value
        return value


def _is_json(text: str) -> bool:
    try:
        read_json(text)
    except UnreadableFile:
        return False
    return True


def _known(place: Place, shown: str) -> Any:
    names = dict(place.options)
    if shown:
        names.setdefault(shown, shown)
    options = list(names)
    value = st.selectbox(
        **_naming(place),
        options=options,
        index=options.index(shown) if shown else None,
        format_func=lambda one: names.get(one, one),
        accept_new_options=True,
        placeholder=_("Choose or write"),
        key=place.key,
    )
    return _settled(place, value or "")


def _settled(place: Place, value: str) -> Any:
    if value or ("minLength" not in place.shape and not isinstance(place.value, Missing)):
        return value
    return MISSING


def _given(value: Any) -> Any:
    return MISSING if value is None else value


def _naming(place: Place) -> dict[str, Any]:
    seen: Literal["visible", "collapsed"] = "collapsed" if place.bare else "visible"
    return {"label": label_of(place.name), "label_visibility": seen}
