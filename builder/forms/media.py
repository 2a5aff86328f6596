"""Controls for pictures, files and places on the map of the world."""

from __future__ import annotations

from typing import Any

import streamlit as st

from builder.forms.spot import MISSING, Spot, label
from builder.texts import _


def media(spot: Spot) -> Any:
    """An empty address means none."""
    shown = spot.shown if isinstance(spot.shown, dict) else {}
    kinds = list(spot.shape["properties"]["kind"]["enum"])
    names = {
        "photo": _("photo"),
        "video": _("video"),
        "document": _("file"),
        "voice": _("voice"),
        "audio": _("music"),
        "sticker": _("sticker"),
    }
    if not spot.compact:
        label(spot)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{spot.key}-row"):
        kind = st.selectbox(
            spot.title or _("Kind"),
            kinds,
            index=kinds.index(shown.get("kind", kinds[0])),
            format_func=lambda one: names.get(one, one),
            key=f"{spot.key}-kind",
            label_visibility="collapsed",
        )
        source = st.text_input(
            _("Address"),
            shown.get("source", ""),
            key=f"{spot.key}-source",
            placeholder="https://",
            label_visibility="collapsed",
        )
    if not source and not spot.required:
        return MISSING
    return {"kind": kind, "source": source or ""}


CONTROLS = {"media": media}
