"""Controls for what has parts: objects, lists, pairs of name and value, and what may be one or the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.notebook.forms import single
from builder.notebook.forms.labels import BLANK, MAIN, label_of
from builder.notebook.forms.place import MISSING, Missing, Place, kind_of, kind_of_value
from builder.texts import _
from flowbook.notebook.kinds import kinds
from flowbook.shapes import Shape

HIDDEN = frozenset(("accepted",))
"""Parts that are not edited by hand."""


def control(place: Place) -> Any:
    """The value after this run; MISSING for nothing."""
    shape = place.shape
    if shape.get("free"):
        return single.free(place)
    if "anyOf" in shape:
        return _either(place)
    if "enum" in shape:
        return single.choice(place)
    match shape.get("type"):
        case "boolean":
            return single.yes_no(place)
        case "integer" | "number":
            return single.number(place)
        case "array":
            return listed(place)
        case "object":
            return parts(place) if "properties" in shape else pairs(place)
    return single.text(place)


def _either(place: Place) -> Any:
    """One text, several, or parts of its own."""
    of = {kind_of(one): one for one in reversed(list(_flat(place.shape)))}
    there = kind_of_value(place.value)
    if there == "list" and "list" in of:
        return _shortest(listed(_as(place, of["list"], place.value)), of)
    if "object" in of:
        main = MAIN.get(place.name, "")
        shown = place.value if there == "object" or not main else _with_main(place.value, main)
        found = parts(_as(place, of["object"], shown))
        short = isinstance(found, dict) and list(found) == [main] and isinstance(found[main], str)
        return found[main] if short and "scalar" in of and isinstance(found, dict) else found
    if "list" in of and kind_of(of["list"]["items"]) == "scalar" and place.name != "value":
        shown = place.value if there == "list" else [] if isinstance(place.value, Missing) else [place.value]
        return _shortest(listed(_as(place, of["list"], shown)), of)
    return control(_as(place, of["scalar"], place.value))


def _flat(shape: Shape) -> Iterator[Shape]:
    """The alternatives, and those within them."""
    for one in shape.get("anyOf", [shape]):
        yield from _flat(one) if "anyOf" in one else (one,)


def _as(place: Place, shape: Shape, value: Any) -> Place:
    return Place(place.name, shape, value, place.key, place.known, place.extra, place.bare)


def _with_main(value: Any, main: str) -> Any:
    return {} if isinstance(value, Missing) else {main: value}


def _shortest(found: Any, of: Mapping[str, Shape]) -> Any:
    """A list of one is that one, where either may stand."""
    one = isinstance(found, list) and len(found) == 1 and isinstance(found[0], str)
    return found[0] if one and "scalar" in of else found


def parts(place: Place) -> Any:
    """An object's known keys: those that are there, then a choice of what else can be said."""
    known = {name: one for name, one in place.shape["properties"].items() if name not in HIDDEN}
    value = place.value if isinstance(place.value, Mapping) else {}
    needed = set(place.shape.get("required", ()))
    first = {MAIN.get(place.name, "")} if not value else set()
    asked = place.extra.setdefault(place.key, [])
    shown = [name for name in known if name in value or name in needed or name in asked or name in first]
    kept = {name: one for name, one in value.items() if name in HIDDEN}
    found = {name: _part(place, name, known[name], value.get(name, MISSING), asked) for name in shown}
    _more(place, [name for name in known if name not in shown], asked)
    told = kept | {name: one for name, one in found.items() if one is not MISSING}
    ordered = {name: told[name] for name in (*value, *told) if name in told}
    return ordered or MISSING


def _part(place: Place, name: str, shape: Shape, value: Any, asked: list[str]) -> Any:
    inner = place.below(name, shape, value)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"{inner.key}-line"):
        with st.container(key=f"{inner.key}-box", gap="xsmall"):
            if _is_titled(name, shape, value):
                kit.show(f'<div class="field-label">{escape(label_of(name))}</div>')
            found = control(inner)
        optional = name not in place.shape.get("required", ())
        if optional and kit.button(
            _("Take out: {what}", what=label_of(name)),
            key=f"{inner.key}-off",
            glyph="x",
            bare=True,
            type="tertiary",
        ):
            place.extra[place.key] = [one for one in asked if one != name]
            state.raise_version()
            return MISSING
    return found


def _is_titled(name: str, shape: Shape, value: Any) -> bool:
    """Whether it has parts, each with a label of its own, or rows of such parts."""
    if shape.get("type") == "array":
        return "anyOf" in shape["items"] or kind_of(shape["items"]) == "object"
    has_parts = any(kind_of(one) == "object" for one in _flat(shape))
    there = kind_of_value(value)
    return has_parts and (there == "object" or (name in MAIN and there == "scalar") or "anyOf" not in shape)


def _more(place: Place, names: list[str], asked: list[str]) -> None:
    if not names:
        return
    chosen = st.selectbox(
        _("Say more"),
        names,
        index=None,
        format_func=label_of,
        placeholder=_more_words(place),
        label_visibility="collapsed",
        key=f"{place.key}-more-{len(asked)}-{len(names)}",
        width=260,
    )
    if chosen:
        place.extra[place.key] = [*asked, chosen]
        st.rerun()


def _more_words(place: Place) -> str:
    within = place.name in MAIN and place.name not in kinds()
    return _("More on “{what}”…", what=label_of(place.name)) if within else _("Say more…")


def pairs(place: Place) -> Any:
    """Names with a value each, as the fields of a customer."""
    value = dict(place.value) if isinstance(place.value, Mapping) else {}
    found = {}
    for number, (name, one) in enumerate(value.items()):
        inner = place.below("value", place.shape["additionalProperties"], one, step=str(number), bare=True)
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{inner.key}-line"
        ):
            kit.show(f'<span class="chip">{escape(name)}</span>', width="content")
            kept = control(inner)
            off = {"glyph": "x", "bare": True, "type": "tertiary"}
            if not kit.button(_("Take out: {what}", what=name), key=f"{inner.key}-off", **off):
                found[name] = "" if kept is MISSING else kept
    fresh = _fresh_name(place, value)
    if fresh:
        found[fresh] = ""
    return found or MISSING


def _fresh_name(place: Place, value: Mapping[str, Any]) -> str:
    names = {one: label for one, label in place.known.get("fields", {}).items() if one not in value}
    if place.name not in ("set", "field"):
        names = {}
    chosen = st.selectbox(
        _("Another name"),
        list(names),
        index=None,
        format_func=lambda one: names.get(one, one),
        accept_new_options=True,
        placeholder=_("Choose or write a name…"),
        label_visibility="collapsed",
        key=f"{place.key}-name-{len(value)}",
        width=260,
    )
    return str(chosen or "").strip()


def listed(place: Place) -> Any:
    """Several texts in one box; several objects each in a frame."""
    items = list(place.value) if isinstance(place.value, list | tuple) else []
    item = place.shape["items"]
    if kind_of(item) == "scalar" and "anyOf" not in item:
        return _words(place, items, item)
    found = [_item(place, number, one) for number, one in enumerate(items)]
    kept = [one for one in found if one is not MISSING]
    if kit.button(_("Add one"), key=f"{place.key}-add", glyph="plus", type="tertiary"):
        kept = [*kept, BLANK.get(place.name, "…")]
    return kept or MISSING


def _words(place: Place, items: list[Any], item: Shape) -> Any:
    options = list(dict.fromkeys([*items, *item.get("enum", place.options)]))
    value = st.multiselect(
        label_of(place.name),
        options,
        default=items,
        format_func=lambda one: place.options.get(one, one),
        accept_new_options="enum" not in item,
        placeholder=_("Choose, or write one and press Enter"),
        key=place.key,
    )
    return list(value) or MISSING


def _item(place: Place, number: int, value: Any) -> Any:
    inner = place.below(place.name, place.shape["items"], value, step=str(number), bare=True)
    with st.container(border=True, key=f"{inner.key}-frame"):
        found = control(inner)
        if kit.button(_("Remove"), key=f"{inner.key}-off", glyph="x", type="tertiary"):
            state.raise_version()
            return MISSING
    return found
