"""What a comparison compares with: one control for each kind of operand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as day
from typing import Any

import streamlit as st

from builder.forms import conditions
from builder.forms.conditions import Leaf
from builder.texts import _
from flowbook.rules import Operator
from flowbook.rules.operands import MONTHS, MOST_DAYS, MOST_TIMES
from flowbook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Side:
    """`options` are offered where the subject has a closed list of values, as label by value."""

    value: Any
    key: str
    options: dict[str, str]


def draw_operand(leaf: Leaf, operator: Operator, workspace: Workspace, key: str) -> Leaf:
    """The leaf with the value as its control says, and with its span of days."""
    side = Side(leaf.value, f"{key}-{leaf.subject}-{operator.operand}", _options(leaf.subject, workspace))
    draw = OPERAND_CONTROLS[operator.operand]
    value = _product(side) if leaf.subject == "orders:product" else draw(side)
    return replace(leaf, value=value, within=_within(leaf, key))


def _options(subject: str, workspace: Workspace) -> dict[str, str]:
    if subject == "stage":
        return {name: name for name in workspace.stages}
    if subject == "language":
        return {name: name for name in workspace.languages}
    if subject == "orders:product":
        return {name: one.title for name, one in workspace.products.items()}
    found = conditions.field_of(subject, workspace)
    return {name: name for name in found.options} if found else {}


def _nothing(side: Side) -> None:
    return None


def _text(side: Side) -> str:
    shown = side.value if isinstance(side.value, str) else ""
    if side.options:
        return _product(side)
    return (
        st.text_input(_("Value"), shown, key=side.key, label_visibility="collapsed", placeholder=_("Value"))
        or ""
    )


def _product(side: Side) -> str:
    """One of a closed list."""
    shown = side.value if isinstance(side.value, str) and side.value else None
    options = list(dict.fromkeys([*side.options, *([shown] if shown else [])]))
    chosen = st.selectbox(
        _("Value"),
        options,
        index=options.index(shown) if shown else 0 if options else None,
        format_func=lambda one: side.options.get(one, one),
        key=side.key,
        label_visibility="collapsed",
        placeholder=_("Choose"),
    )
    return chosen or ""


def _texts(side: Side) -> list[str]:
    shown = list(side.value) if isinstance(side.value, list) else []
    return list(
        st.multiselect(
            _("Values"),
            list(dict.fromkeys([*side.options, *shown])),
            default=shown,
            accept_new_options=not side.options,
            format_func=lambda one: side.options.get(one, one),
            key=side.key,
            label_visibility="collapsed",
            placeholder=_("Choose or write"),
        )
    )


def _number(side: Side) -> float:
    shown = side.value if isinstance(side.value, int | float) else 1
    return _shortest(_figure(side, float(shown), part=""))


def _pair(side: Side) -> list[float]:
    low, high = side.value if isinstance(side.value, list) and len(side.value) == 2 else (1, 10)
    return [
        _shortest(_figure(side, float(low), part="low")),
        _shortest(_figure(side, float(high), part="high")),
    ]


def _figure(side: Side, shown: float, part: str) -> float:
    return float(
        st.number_input(
            _("Value"),
            value=shown,
            step=1.0,
            format="%g",
            key=f"{side.key}{part}",
            label_visibility="collapsed",
        )
    )


def _whole(least: int, most: int, usual: int) -> Callable[[Side], int]:
    def draw(side: Side) -> int:
        shown = side.value if isinstance(side.value, int) and least <= side.value <= most else usual
        return int(
            st.number_input(_("Value"), least, most, shown, 1, key=side.key, label_visibility="collapsed")
        )

    return draw


def _date(side: Side) -> str:
    shown = day.fromisoformat(side.value) if isinstance(side.value, str) and side.value else "today"
    chosen = st.date_input(_("Day"), shown, key=side.key, label_visibility="collapsed")
    return chosen.isoformat() if isinstance(chosen, day) else ""


def _month(side: Side) -> int:
    shown = side.value if isinstance(side.value, int) else 1
    chosen = st.selectbox(
        _("Month"),
        list(range(1, 13)),
        index=shown - 1,
        format_func=lambda number: _(MONTHS[number - 1]),
        key=side.key,
        label_visibility="collapsed",
    )
    return int(chosen or shown)


def _within(leaf: Leaf, key: str) -> int | None:
    if leaf.subject not in conditions.WINDOWED:
        return None
    value = st.number_input(
        _("In the last … days"),
        1,
        MOST_DAYS,
        leaf.within,
        1,
        key=f"{key}-within",
        placeholder=_("ever"),
    )
    return None if value is None else int(value)


def _shortest(value: float) -> float:
    return int(value) if value.is_integer() else value


OPERAND_CONTROLS: dict[str, Callable[[Side], Any]] = {
    "none": _nothing,
    "text": _text,
    "texts": _texts,
    "number": _number,
    "pair": _pair,
    "date": _date,
    "days": _whole(0, MOST_DAYS, 7),
    "month": _month,
    "times": _whole(1, MOST_TIMES, 1),
}
