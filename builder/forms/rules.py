"""The control for conditions: groups of all, any or none, and comparisons in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from builder import state
from builder.forms import conditions
from builder.forms.conditions import Leaf
from builder.forms.fitting import show_fitting
from builder.forms.named import field_names
from builder.forms.operands import draw_operand
from builder.forms.spot import MISSING, Spot, label
from builder.look import kit
from builder.texts import _
from flowbook.rules import operators_for

DEEPEST = 2


def rule(spot: Spot) -> Any:
    """An optional condition without parts is left out."""
    label(spot)
    if not isinstance(spot.value, Mapping):
        if not kit.button(_("Add a condition"), key=f"{spot.key}-first", glyph="plus", type="tertiary"):
            return MISSING
        state.raise_version()
        return conditions.first_leaf(spot.about.workspace)
    edited = _group(spot, spot.value, spot.key, depth=0)
    if edited is not None:
        show_fitting(edited, spot.about.workspace, spot.key)
        return edited
    return {"all": []} if spot.required else MISSING


def _group(spot: Spot, rule: Mapping[str, Any], key: str, depth: int) -> dict[str, Any] | None:
    """The group as it is now, None when its last part was taken away."""
    mode, parts = conditions.group_of(rule)
    with st.container(key=f"{key}-group", gap="small"):
        if len(parts) > 1 or mode == "none":
            mode = _mode(mode, key)
        edited = [_part(spot, part, f"{key}-{number}", depth) for number, part in enumerate(parts)]
        kept = [part for part in edited if part is not None]
        added = _added(spot, key, depth)
    if len(kept) < len(parts) or added:
        state.raise_version()
    kept += added
    if not kept:
        return None
    return kept[0] if len(kept) == 1 and mode != "none" else conditions.group(mode, kept)


def _mode(mode: str, key: str) -> str:
    names = {"all": _("all of these"), "any": _("any of these"), "none": _("none of these")}
    chosen = st.segmented_control(
        _("When"),
        list(conditions.MODES),
        default=mode,
        required=True,
        format_func=names.__getitem__,
        key=f"{key}-mode",
        label_visibility="collapsed",
    )
    return chosen or mode


def _part(spot: Spot, part: Mapping[str, Any], key: str, depth: int) -> dict[str, Any] | None:
    if conditions.is_group(part):
        return _group(spot, part, key, depth + 1)
    return _leaf(spot, part, key)


def _added(spot: Spot, key: str, depth: int) -> list[dict[str, Any]]:
    fresh = conditions.first_leaf(spot.about.workspace)
    with st.container(horizontal=True, gap="small", key=f"{key}-more"):
        if kit.button(_("Add a condition"), key=f"{key}-add", glyph="plus", type="tertiary"):
            return [fresh]
        if depth < DEEPEST and kit.button(
            _("Add a group"), key=f"{key}-nest", glyph="list-plus", type="tertiary"
        ):
            return [conditions.group("any", [fresh, fresh])]
    return []


def _leaf(spot: Spot, rule: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    leaf, space = conditions.leaf_of(rule), spot.about.workspace
    with st.container(key=f"{key}-leaf", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key}-who"):
            subject = _subject(spot, leaf, key)
            gone = kit.button(_("Remove"), key=f"{key}-off", glyph="x", bare=True, type="tertiary")
        if subject != leaf.subject:
            leaf = Leaf(subject, "")
        leaf = _named(spot, leaf, key)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"{key}-what"):
            leaf = replace(leaf, operator=_operator(spot, leaf, key))
            leaf = draw_operand(leaf, conditions.operator_of(leaf, space), space, key)
    return None if gone else conditions.rule_of(leaf)


def subjects(spot: Spot) -> dict[str, str]:
    """Everything a condition can speak of, with what a designer calls it."""
    fields = {f"field:{name}": label for name, label in field_names(spot.about).items()}
    computed = [name for name in fields if name.startswith("field:orders.")]
    fields = {name: label for name, label in fields.items() if name not in computed}
    return {
        **fields,
        "tag": _("Tag"),
        "stage": _("Stage"),
        "segment": _("Segment"),
        "language": _("Language they speak"),
        "orders:count": _("Number of orders"),
        "orders:sum": _("Total of orders"),
        "orders:last_date": _("Day of the last order"),
        "orders:status": _("Status of the last order"),
        "orders:product": _("Ordered product"),
        "event": _("Event"),
        "subscribed": _("Gets our messages"),
        "silent_days": _("Days of silence"),
    }


def _subject(spot: Spot, leaf: Leaf, key: str) -> str:
    names = kit.distinct(subjects(spot))
    options = [*names, *([] if leaf.subject in names else [leaf.subject])]
    chosen = st.selectbox(
        _("What"),
        options,
        index=options.index(leaf.subject),
        format_func=lambda one: names.get(one, one.removeprefix("field:")),
        key=f"{key}-subject",
        label_visibility="collapsed",
    )
    return str(chosen)


def _named(spot: Spot, leaf: Leaf, key: str) -> Leaf:
    """Which tag, event or segment is meant."""
    space = spot.about.workspace
    known = {"tag": space.tags, "event": space.events, "segment": tuple(space.segments)}.get(leaf.subject)
    if known is None:
        return leaf
    options = list(dict.fromkeys([*known, *([leaf.name] if leaf.name else [])]))
    chosen = st.selectbox(
        _("Which"),
        options,
        index=options.index(leaf.name) if leaf.name else 0 if options else None,
        accept_new_options=leaf.subject != "segment",
        key=f"{key}-{leaf.subject}",
        label_visibility="collapsed",
        placeholder=_("Choose"),
    )
    return replace(leaf, name=chosen or "")


def _operator(spot: Spot, leaf: Leaf, key: str) -> str:
    kind = conditions.kind_of(leaf.subject, spot.about.workspace)
    offered = {one.name: one for one in operators_for(kind)}
    current = conditions.operator_of(leaf, spot.about.workspace).name
    chosen = st.selectbox(
        _("How"),
        list(offered),
        index=list(offered).index(current),
        format_func=lambda name: _(offered[name].label),
        key=f"{key}-op-{leaf.subject}",
        label_visibility="collapsed",
    )
    return str(chosen)


CONTROLS = {"rule": rule}
