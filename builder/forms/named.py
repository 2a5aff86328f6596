"""Controls for what has a name elsewhere: fields, tags, stages, teams, hours, segments, flows, products."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from builder.forms.spot import MISSING, About, Spot, list_or_empty, text_or
from builder.look import kit
from builder.texts import _
from flowbook.checks.issue import kind_of
from flowbook.rules import COMPUTED
from flowbook.workspace import declared

Names = Callable[[Spot], Mapping[str, str]]
SESSION = "session."


def field(spot: Spot) -> Any:
    """Fields that fit the pattern; a new name is one that only this conversation remembers."""
    fits = re.compile(spot.shape.get("pattern", ".*"))
    known = {name: label for name, label in field_names(spot.about).items() if fits.match(name)}
    new = bool(fits.match(f"{SESSION}x"))
    value = _one(spot, known, new=new)
    if new and value and value not in (*known, text_or(spot.shown)) and not value.startswith(SESSION):
        value = SESSION + _plain_name(value)
    return _or_left_out(spot, value)


def named(names: Names, *, new: bool = False) -> Callable[[Spot], Any]:
    """A control that offers the names; several may be chosen where the schema has a list."""

    def draw(spot: Spot) -> Any:
        if spot.shape.get("type") == "array":
            return _several(spot, names(spot), new=new)
        return _or_left_out(spot, _one(spot, names(spot), new=new))

    return draw


def field_names(about: About) -> dict[str, str]:
    """Every field that may be read, with what a designer calls it: declared, of this conversation,
    computed."""
    known = {name: _(one.label) for name, one in declared(about.workspace).items()}
    here = {
        name: _("{name} (this conversation)", name=name.removeprefix(SESSION)) for name in about.remembered
    }
    computed = {name: _(one.label) for name, one in COMPUTED.items()}
    return {**known, **{name: label for name, label in here.items() if name not in known}, **computed}


def trigger(spot: Spot) -> Any:
    """A place where the flow chosen beside this one begins."""
    return _or_left_out(spot, _one(spot, _triggers_of(spot), new=False))


def _triggers_of(spot: Spot) -> dict[str, str]:
    wanted = text_or(spot.around.get("flow"))
    found = spot.about.load(wanted) if spot.about.load and wanted in spot.about.flows else None
    if found is None:
        return {}
    return {node.id: node.title for node in found.nodes if kind_of(node).category == "trigger"}


def _one(spot: Spot, names: Mapping[str, str], *, new: bool) -> str:
    """The chosen name, empty for none. A name nobody knows any more is offered as long as it stands there."""
    shown = text_or(spot.shown)
    names = kit.distinct(names)
    options = [*names, *([shown] if shown and shown not in names else [])]
    value = st.selectbox(
        **spot.naming,
        options=options,
        index=options.index(shown) if shown else None,
        format_func=lambda name: names.get(name, name),
        accept_new_options=new,
        key=spot.key,
        placeholder=_("Choose, or write a new one") if new else _("Choose"),
    )
    return value or ""


def _several(spot: Spot, names: Mapping[str, str], *, new: bool) -> Any:
    shown, names = [str(name) for name in list_or_empty(spot.shown)], kit.distinct(names)
    chosen = st.multiselect(
        **spot.naming,
        options=[*names, *(name for name in shown if name not in names)],
        default=shown,
        format_func=lambda name: names.get(name, name),
        accept_new_options=new,
        key=spot.key,
        placeholder=_("Choose one or more"),
    )
    return spot.settle(list(chosen)) if chosen or spot.required else MISSING


def _or_left_out(spot: Spot, value: str) -> Any:
    return spot.settle(value) if value or spot.required else MISSING


def _same(names: Any) -> dict[str, str]:
    return {name: name for name in names}


def _plain_name(written: str) -> str:
    bare = re.sub(r"[^a-z0-9]+", "_", written.lower()).strip("_").lstrip("0123456789_")
    return bare[:32] or "answer"


CONTROLS = {
    "field": field,
    "trigger": trigger,
    "tag": named(lambda spot: _same(spot.about.workspace.tags), new=True),
    "stage": named(lambda spot: _same(spot.about.workspace.stages)),
    "team": named(lambda spot: {name: one.label for name, one in spot.about.workspace.teams.items()}),
    "hours": named(lambda spot: _same(spot.about.workspace.hours)),
    "segment": named(lambda spot: _same(spot.about.workspace.segments)),
    "event": named(lambda spot: _same(spot.about.workspace.events), new=True),
    "products": named(lambda spot: {name: one.title for name, one in spot.about.workspace.products.items()}),
    "flow": named(lambda spot: spot.about.flows),
}
