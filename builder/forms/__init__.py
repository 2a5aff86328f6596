"""A node type's config schema as a form: one control for each widget, and what of its answers can be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from builder.forms import media, named, rows, rules, simple, times, words
from builder.forms.spot import MISSING, About, Fault, Spot, show_faults
from builder.texts import _
from flowbook.checks.configs import widgets_of
from flowbook.nodes import node_type
from flowbook.schema import config_faults
from flowbook.unknown import is_unknown

Control = Callable[[Spot], Any]

CONTROLS: Mapping[str, Control] = {
    **words.CONTROLS,
    **simple.CONTROLS,
    **times.CONTROLS,
    **named.CONTROLS,
    **media.CONTROLS,
    **rules.CONTROLS,
}
"""By widget, as schemas ask for them."""
ROWS = frozenset(
    ("buttons", "links", "options", "branches", "arms", "headers", "mapping", "phrases", "album")
)
"""Widgets that are lists of rows; a row's own schema names the controls in it."""
TRANSLATED = frozenset(("text", "line_text", "phrase"))
FIRST = 4


def config_form(about: About) -> dict[str, Any]:
    """Draws the node's form and returns the config as its controls stand now, the order of keys as in the
    schema. Some of it may be refused: `accepted` says what can be kept."""
    properties: Mapping[str, Any] = node_type(about.node.type).config.get("properties", {})
    if is_unknown(about.node.type):
        return dict(about.node.config)
    shown = [name for name, shape in properties.items() if matters(shape, about.node.config, properties)]
    first = [name for name in shown if _comes_first(about, name, list(properties))]
    edited = {name: draw(_spot(about, name)) for name in first}
    rest = [name for name in shown if name not in first]
    if rest:
        with st.expander(_("More settings"), key=f"{about.key}-more"):
            edited |= {name: draw(_spot(about, name)) for name in rest}
    hidden = {name: value for name, value in about.node.config.items() if name not in shown}
    found = {**hidden, **edited}
    return {name: found[name] for name in properties if found.get(name, MISSING) is not MISSING}


def draw(spot: Spot) -> Any:
    """The control of one place, with its problems below it; MISSING for a key that is left out."""
    widget = spot.shape.get("widget", "")
    if widget in ROWS:
        return rows.rows(spot)
    value = CONTROLS[widget](spot)
    show_faults(spot, below=True)
    return value


def accepted(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """The old config with every change that its type's schema allows, key by key, and why the others are
    not."""
    kept, refused = dict(old), list[Fault]()
    for name in [*new, *(key for key in old if key not in new)]:
        if old.get(name, MISSING) == new.get(name, MISSING):
            continue
        candidate = {
            key: value
            for key, value in {**kept, name: new.get(name, MISSING)}.items()
            if value is not MISSING
        }
        faults = [Fault(place or name, sentence) for place, sentence in config_faults(kind, candidate)]
        faults = [fault for fault in faults if fault.path.partition(".")[0] == name]
        if faults:
            refused += faults
        else:
            kept = candidate
    return kept, tuple(refused)


def matters(shape: Mapping[str, Any], config: Mapping[str, Any], properties: Mapping[str, Any]) -> bool:
    """Whether the other values are such that this property has a meaning (`shapes.only`)."""
    for name, wanted in shape.get("only", {}).items():
        if config.get(name, properties.get(name, {}).get("default")) not in wanted:
            return False
    return True


def has_texts(kind: str) -> bool:
    """Whether steps of the type hold texts that are written in each language."""
    return bool(TRANSLATED & widgets_of(kind))


def _comes_first(about: About, name: str, order: list[str]) -> bool:
    """What is required or stands first; the rest is behind "More settings", unless there is only one more."""
    required = node_type(about.node.type).config.get("required", ())
    return name in required or order.index(name) < FIRST or len(order) <= FIRST + 1


def _spot(about: About, name: str) -> Spot:
    schema = node_type(about.node.type).config
    return Spot(
        about,
        (name,),
        schema["properties"][name],
        about.node.config.get(name, MISSING),
        required=name in schema.get("required", ()),
        around=about.node.config,
    )


__all__ = ["MISSING", "About", "Fault", "accepted", "config_form", "draw", "has_texts", "matters"]
