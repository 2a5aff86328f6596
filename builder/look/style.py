"""The style sheets and the icons, joined into the one sheet that every page begins with."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote

import streamlit as st

from builder.look.colours import theme
from builder.places import LOOK


def put_style() -> None:
    """Dialogs and menus hang outside of the app's own element, so the page as a whole is told its theme."""
    st.html(f"<style>:root{{color-scheme:{theme()}}}{_sheet()}</style>")


@cache
def glyphs() -> frozenset[str]:
    """The names of the icons there are."""
    return frozenset(path.stem for path in (LOOK / "icons").glob("*.svg"))


@cache
def picture(name: str) -> str:
    """An icon's SVG on one line, without comments; the circle where there is no icon of that name."""
    path = LOOK / "icons" / f"{name if name in glyphs() else 'circle-dashed'}.svg"
    bare = re.sub(r"<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", bare).strip()


@cache
def strokes(name: str) -> str:
    """What stands inside an icon's SVG, to be drawn into another one of the same 24 by 24 grid."""
    return picture(name).partition(">")[2].removesuffix("</svg>").strip()


@cache
def _sheet() -> str:
    sheets = [path.read_text("utf-8") for path in sorted((LOOK / "css").glob("*.css"))]
    return "\n".join(sheets) + "".join(map(_mask, sorted(glyphs())))


def _mask(name: str) -> str:
    """st.html drops SVG, so a glyph is a mask filled with the colour of the text. The second selector serves
    native buttons: kit.icon_key puts the icon's name into their key."""
    address = quote(picture(name))
    return f'.ic-{name},[class*="--i-{name}--"]{{--i:url("data:image/svg+xml,{address}")}}'
