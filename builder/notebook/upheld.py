"""Rules for all conversations, as switches: what is on is kept in the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import streamlit as st

from builder.settings.keeping import save_button, stored
from builder.state import version
from builder.texts import _
from flowbook.invariants import Invariant, invariants


def upheld_switches() -> None:
    """A switch for each, and beside it what it is given."""
    now = stored().get("invariants", {})
    wanted = {one.name: value for one, value in _asked(now)}
    save_button("invariants", {"invariants": wanted or None}, [])


def _asked(now: dict[str, Any]) -> Iterator[tuple[Invariant, Any]]:
    for one in invariants().values():
        key = f"invariant-{one.name}-{version()}"
        if st.toggle(_(one.label), one.name in now, help=_(one.help), key=key):
            yield one, _given(one, now.get(one.name, one.usual), key)


def _given(one: Invariant, value: Any, key: str) -> Any:
    """A number or a tag, where the rule takes one."""
    match one.shape.get("type"):
        case "integer":
            least, most = one.shape["minimum"], one.shape["maximum"]
            return st.number_input(
                _(one.label), least, most, value, key=f"{key}-value", label_visibility="collapsed"
            )
        case "string":
            typed = st.text_input(_("Tag"), value, key=f"{key}-value", max_chars=one.shape["maxLength"])
            return typed.strip() or one.usual
    return True
