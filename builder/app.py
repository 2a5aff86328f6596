"""The builder's page: set-up, navigation, and the screen that is asked for."""

from __future__ import annotations

from typing import Any

import streamlit as st

from builder import company, lost, screens, state
from builder.guard import run_guarded
from builder.look.style import put_style
from builder.memory import settle_memory
from builder.offline import put_offline
from builder.places import LOOK, database_there
from builder.texts import _
from builder.tour.strip import show_tour


def main() -> None:
    st.set_page_config("Flowbook", str(LOOK / "mark.svg"), layout="wide")
    # One image: with the navigation at the top, an icon_image would stand in for the word.
    st.logo(str(LOOK / "logo.svg"), size="large")
    put_style()
    put_offline()
    _look_for_another_folder()
    screen = st.navigation([*screens.pages(), *lost.pages()], position="top")
    company.leave()
    run_guarded(lambda: _draw(screen))
    state.forget_presses()
    settle_memory()


def _look_for_another_folder() -> None:
    """Who restores a backup may be somebody else than who draws."""
    there = database_there()
    if there and state.is_elsewhere(there):
        state.note(_("The data folder was replaced, by a backup perhaps. You see what it holds now."))


def _draw(screen: Any) -> None:
    """The tour stands above whatever page is open."""
    show_tour(screen.url_path or screens.screens()[0].address)
    screen.run()


if __name__ == "__main__":
    main()
