"""Controls for one plain value: a line, an address, a pattern, a choice, a switch, a number, JSON."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from builder.forms.spot import MISSING, Spot, text_or
from builder.look import kit
from builder.texts import _
from flowbook.errors import UnreadableFile
from flowbook.strict import read_json

BIGGEST = 1_000_000_000


def line(spot: Spot, placeholder: str = "") -> Any:
    hint = placeholder or (spot.name if spot.compact else None)
    value = st.text_input(**spot.naming, value=text_or(spot.shown), key=spot.key, placeholder=hint)
    return spot.settle(_or_left_out(spot, value or ""))


def url(spot: Spot) -> Any:
    return line(spot, "https://")


def pattern(spot: Spot) -> Any:
    return line(spot, r"\d{4}")


def choice(spot: Spot) -> Any:
    options: list[str] = list(spot.shape["enum"])
    labels = dict(zip(options, spot.shape.get("labels", options), strict=False))
    shown = spot.shown if spot.shown in options else options[0]
    value = st.selectbox(
        **spot.naming,
        options=options,
        index=options.index(shown),
        format_func=lambda option: _(labels[option]),
        key=spot.key,
    )
    return spot.settle(value)


def switch(spot: Spot) -> Any:
    return spot.settle(st.toggle(spot.title, spot.shown is True, key=spot.key, help=spot.help))


def number(spot: Spot) -> Any:
    whole = spot.shape.get("type") == "integer"
    kind = int if whole else float
    limits = {
        "min_value": kind(spot.shape.get("minimum", -BIGGEST)),
        "max_value": kind(spot.shape.get("maximum", BIGGEST)),
    }
    shown = None if spot.shown is MISSING else kind(spot.shown)
    value = st.number_input(
        **spot.naming,
        value=shown,
        step=kind(1),
        key=spot.key,
        placeholder=spot.name if spot.compact else _("left out"),
        **limits,
    )
    return MISSING if value is None else spot.settle(_shortest(value))


def json_text(spot: Spot) -> Any:
    """What cannot be read stays in the box with a sentence, and the config keeps what it had."""
    written = "" if spot.value is MISSING else json.dumps(spot.value, ensure_ascii=False, indent=2)
    value = (st.text_area(spot.title, written, key=spot.key, help=spot.help, height=120) or "").strip()
    if not value:
        return MISSING
    try:
        return read_json(value)
    except UnreadableFile as error:
        kit.show(kit.problem("error", str(error)))
        return spot.value


def _or_left_out(spot: Spot, value: str) -> Any:
    """An emptied line leaves its key out where that means the same."""
    if value or spot.required or spot.shape.get("default", ""):
        return value
    return MISSING


def _shortest(value: float) -> float:
    return int(value) if isinstance(value, float) and value.is_integer() else value


CONTROLS = {
    "line": line,
    "pattern": pattern,
    "url": url,
    "place": line,
    "choice": choice,
    "switch": switch,
    "number": number,
    "json": json_text,
}
