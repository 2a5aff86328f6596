"""Every screen there is, found by itself: one file each, ending in one value SCREEN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

import streamlit as st


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """`address` is the end of its URL, and the key others go to it by. `place`: top (in the navigation), flow
    (one of the tabs of a flow), hidden. `order` sorts within its place; the first at the top is where people
    arrive."""

    address: str
    title: Callable[[], str]
    page: Callable[[], None]
    place: str = "top"
    order: int = 50
    glyph: str = ""


@cache
def screens() -> tuple[Screen, ...]:
    found = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    listed = [module.SCREEN for module in found if hasattr(module, "SCREEN")]
    return tuple(sorted(listed, key=lambda screen: (screen.place != "top", screen.order)))


def flow_tabs() -> tuple[Screen, ...]:
    return tuple(screen for screen in screens() if screen.place == "flow")


def page_of(address: str) -> Any:
    """The st.Page of a screen; raises KeyError for an address nobody has."""
    number, screen = {one.address: (i, one) for i, one in enumerate(screens())}[address]
    return st.Page(
        screen.page,
        title=screen.title(),
        # The first screen is served at the root; a name that it only reserves would be refused as an address.
        url_path=screen.address if number else f"{screen.address}-at-the-root",
        default=number == 0,
        visibility="visible" if screen.place == "top" else "hidden",
    )


def pages() -> list[Any]:
    return [page_of(screen.address) for screen in screens()]


def go(address: str, **query: str) -> NoReturn:
    """Leaves for another screen; `query` goes into the address, as `flow="welcome"`."""
    st.switch_page(page_of(address), query_params=query)
