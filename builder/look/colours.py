"""The style sheet's colours for what CSS cannot reach: pictures drawn as SVG images and on canvases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import streamlit as st

from builder.places import LOOK

_PAIR = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)")


def theme() -> str:
    """What the viewer has: light or dark."""
    found = getattr(st.context.theme, "type", None)
    return "dark" if found == "dark" else "light"


@cache
def colours(theme: str) -> Mapping[str, str]:
    """Token name to colour: paper, card, ink, act, k-trigger …"""
    text = (LOOK / "css" / "00-tokens.css").read_text("utf-8")
    return {name: dark if theme == "dark" else light for name, light, dark in _PAIR.findall(text)}
