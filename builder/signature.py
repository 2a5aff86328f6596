"""In whose name changes are written down: what a person calls themselves, in the settings or where somebody
else has the same flow open."""

from __future__ import annotations

from urllib.parse import quote, unquote

import streamlit as st

from builder import preferences, state

LONGEST = 80
COOKIE = "flowbook_name"
A_YEAR = 31_536_000
_KEEPING = """
export default function ({ data }) {
  document.cookie = `${data.cookie}; path=/; max-age=${data.age}; samesite=strict`;
}
"""
_mount_keeping = st.components.v2.component("flowbook_name", js=_KEEPING)


def author() -> str:
    """As said in this browser, else as said for all. Empty until somebody has said a name."""
    return own_name() or str(preferences.read().get("name", ""))


def own_name() -> str:
    """What somebody in this browser has said."""
    if not state.visit():
        return ""
    said = state.remembered("signature").get("name")
    return str(said if said is not None else unquote(st.context.cookies.get(COOKIE, "")))[:LONGEST]


def sign_as(name: str, *, anywhere: bool = False) -> None:
    """Kept in the browser, since several people may use one Flowbook. With `anywhere` it serves other
    browsers too, until somebody there says theirs."""
    name = name.strip()[:LONGEST]
    if anywhere:
        preferences.write(name=name)
    state.remembered("signature")["name"] = name


def keep_name() -> None:
    """To be called on the page that a name was said on: tells the browser."""
    if state.remembered("signature").get("name") is not None:
        _mount_keeping(key="keep-name", data={"cookie": f"{COOKIE}={quote(own_name())}", "age": A_YEAR})


def is_owner() -> bool:
    """Whoever sits at this machine, until there is sign-in."""
    return True
