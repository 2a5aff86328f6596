"""Lists as rows: each with its own controls, added, removed and moved up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from builder import state
from builder.forms.spot import MISSING, Spot, label, list_or_empty, show_faults
from builder.look import kit
from builder.texts import _
from flowbook.naming import choice_id, numbered
from flowbook.texts import pick

TALL = frozenset(("text", "rule", "media", "duration", "offset", "json"))
"""Controls that need a line of their own within a row."""
ASIDE = frozenset(("url",))
"""Controls that stand behind three dots where a row can do without them."""


def rows(spot: Spot) -> Any:
    items = list_or_empty(spot.shown)
    label(spot)
    show_faults(spot, below=False)
    edited = [_row(spot, number, item) for number, item in enumerate(items)]
    edited = [item for item in edited if item is not MISSING]
    moved = _moved(spot, edited)
    if _may_grow(spot, moved) and kit.button(
        adding(spot), key=f"{spot.key}-add", glyph="plus", type="tertiary"
    ):
        moved = [*moved, blank(spot.shape["items"], _noun(spot), moved)]
        state.raise_version()
    return spot.settle(moved) if moved or spot.required else MISSING


def adding(spot: Spot) -> str:
    return {
        "buttons": _("Add a button"),
        "links": _("Add a link"),
        "options": _("Add an option"),
        "branches": _("Add a branch"),
        "arms": _("Add an arm"),
        "headers": _("Add a header"),
        "mapping": _("Keep another value"),
        "phrases": _("Add a phrase"),
        "album": _("Add a picture"),
    }.get(spot.shape.get("widget", ""), _("Add one"))


def blank(shape: Mapping[str, Any], noun: str, others: list[Any]) -> Any:
    """A new row that the schema takes: what is required, with the least that may stand there."""
    if shape.get("type") != "object" or "widget" in shape:
        return _blank_value(shape, noun)
    titles = {pick(other["label"], "", "") for other in others if "label" in other}
    title = numbered(f"{noun} {len(others) + 1}", titles)
    ids = {other.get("id") for other in others}
    required = shape.get("required", ())
    values = {part: _blank_value(one, title) for part, one in shape["properties"].items() if part in required}
    if "id" in values:
        values["id"] = choice_id(title, ids)
    return values


def _blank_value(shape: Mapping[str, Any], words: str) -> Any:
    if "default" in shape:
        return shape["default"]
    match shape.get("widget"):
        case "text" | "line_text" | "phrase" | "line":
            return words.replace(" ", "-") if "pattern" in shape else words
        case "rule":
            return {"subscribed": True}
        case "media":
            return {"kind": shape["properties"]["kind"]["enum"][0], "source": "https://"}
        case "number":
            return max(1, shape.get("minimum", 1))
        case "choice":
            return shape["enum"][0]
    return [] if shape.get("type") == "array" else "" if shape.get("type") == "string" else {}


def _row(spot: Spot, number: int, item: Any) -> Any:
    """The row's value, MISSING when its cross was pressed."""
    place = spot.below(number, spot.shape["items"], item, required=True)
    parts = _parts(place)
    tall = [part for part in parts if _of(part, TALL)]
    aside = [part for part in parts if _of(part, ASIDE) and not part.required]
    with st.container(key=f"{place.key}-box", gap="xsmall"):
        line = st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{place.key}-line"
        )
        with line:
            edited = {part.path[-1]: spot.about.draw(part) for part in parts if part not in (*tall, *aside)}
            edited |= _aside(spot, place, aside)
            gone = _may_shrink(spot) and _pressed(_("Remove"), f"{place.key}-off", "x")
        edited |= {part.path[-1]: spot.about.draw(part) for part in tall}
        show_faults(place, below=False)
    if gone:
        state.raise_version()
        return MISSING
    return _joined(place, edited)


def _aside(spot: Spot, place: Spot, parts: list[Spot]) -> dict[Any, Any]:
    """What is seldom wanted, behind three dots: optional parts, and the way up."""
    number = int(place.path[-1])
    if not parts and not number:
        return {}
    with st.popover(
        _("More for this row"), type="tertiary", key=kit.icon_key(f"{place.key}-rest", "ellipsis", bare=True)
    ):
        edited = {part.path[-1]: spot.about.draw(replace(part, compact=False)) for part in parts}
        if number and _pressed(_("Move up"), f"{place.key}-up", "arrow-up", bare=False):
            _own(spot)["up"] = number
    return edited


def _parts(place: Spot) -> list[Spot]:
    """The controls of a row: one for each property but the id, or one for the whole where it is no object."""
    shape = place.shape
    if shape.get("type") != "object" or "widget" in shape:
        return [place.below(place.path[-1], shape, place.value, compact=True, path=place.path)]
    required = shape.get("required", ())
    value = place.value if isinstance(place.value, dict) else {}
    return [
        place.below(
            name, one, value.get(name, MISSING), required=name in required, around=value, compact=True
        )
        for name, one in shape["properties"].items()
        if name != "id"
    ]


def _pressed(label: str, key: str, glyph: str, *, bare: bool = True) -> bool:
    return kit.button(label, key=key, glyph=glyph, bare=bare, type="tertiary")


def _joined(place: Spot, edited: dict[Any, Any]) -> Any:
    shape = place.shape
    if shape.get("type") != "object" or "widget" in shape:
        return next(iter(edited.values()))
    kept = {"id": place.value["id"]} if "id" in place.value else {}
    return kept | {name: value for name, value in edited.items() if value is not MISSING}


def _moved(spot: Spot, items: list[Any]) -> list[Any]:
    number = _own(spot).pop("up", 0)
    if not 0 < number < len(items):
        return items
    state.raise_version()
    return [*items[: number - 1], items[number], items[number - 1], *items[number + 1 :]]


def _own(spot: Spot) -> dict[str, Any]:
    return state.passing(f"rows {spot.key}")


def _may_grow(spot: Spot, items: list[Any]) -> bool:
    return len(items) < int(spot.shape.get("maxItems", 100))


def _may_shrink(spot: Spot) -> bool:
    return len(list_or_empty(spot.shown)) > int(spot.shape.get("minItems", 0))


def _of(part: Spot, widgets: frozenset[str]) -> bool:
    return part.shape.get("widget") in widgets


def _noun(spot: Spot) -> str:
    return {
        "buttons": _("Button"),
        "options": _("Option"),
        "branches": _("Branch"),
        "arms": _("Arm"),
        "links": _("Open"),
    }.get(spot.shape.get("widget", ""), _("New"))
