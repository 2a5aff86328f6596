"""An address that leads nowhere here: a page that says so, in place of Streamlit's own word for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import streamlit as st

from builder import screens
from builder.look import kit
from builder.texts import _

LONGEST = 60


def pages() -> list[Any]:
    """A hidden page for the address that was asked for, where no screen has it."""
    named = _asked_for()
    first, *others = (screen.address for screen in screens.screens())
    if not named or named in others:
        return []
    page = _go_home if named == first else _lost
    return [st.Page(page, title="Flowbook", url_path=named, visibility="hidden")]


def _asked_for() -> str:
    """The last part of the page's address, empty for the first screen."""
    address = str(getattr(st.context, "url", None) or "")
    return unquote(urlsplit(address).path).strip("/").rpartition("/")[2]


def _go_home() -> None:
    screens.go(screens.screens()[0].address)


def _lost() -> None:
    named = _asked_for()
    shown = named if len(named) <= LONGEST else named[: LONGEST - 1] + "…"
    says = _("Nothing here has the address “{address}”. Your flows are where they were.", address=shown)
    kit.empty("act", "circle-help", _("There is no such page"), says)
    with st.container(horizontal=True, horizontal_alignment="center", key="lost-acts"):
        if kit.button(_("To all flows"), key="lost-home", type="primary"):
            _go_home()
