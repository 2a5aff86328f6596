"""Home: all flows as cards, search, new ones from templates, import."""

from __future__ import annotations

import streamlit as st

from builder import state
from builder.home import cards, exchange, templates
from builder.look import kit
from builder.notices import show_notice
from builder.places import data_folder
from builder.publishing.orphans import orphans_section
from builder.screens import Screen
from builder.texts import _, available, choose, language
from builder.tour.strip import help_menu
from flowbook.store import folder


def page() -> None:
    files = folder.list_flows(data_folder())
    wanted = _head(bool(files))
    show_notice("flows", _restore)
    found = [file for file in files if wanted.casefold() in f"{file.title} {file.about}".casefold()]
    if not files:
        _nothing_yet()
    elif not found:
        kit.empty("act", "search", _("No flow is called that"), _("Try another word, or fewer letters."))
    cards.flow_cards(found)
    if not wanted:
        orphans_section()
    if files and not wanted:
        _from_templates()
    _foot()


def _head(searchable: bool) -> str:
    """The title and what can be done; returns what is searched for."""
    wanted = ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="homehead"):
        st.title(_("Flows"), anchor=False, width="stretch")
        if searchable:
            wanted = kit.search(_("Search flows"), key="search-flows", width=240)
        help_menu()
        if kit.button(_("Import"), key="import", glyph="file-up"):
            exchange.import_dialog()
        if kit.button(_("New flow"), key="new-flow", glyph="plus", type="primary"):
            templates.new_flow_dialog()
    return wanted


def _nothing_yet() -> None:
    kit.empty(
        "act",
        "workflow",
        _("No flows yet"),
        _("A flow is what your bot says and when. Start from one that works, and change it."),
    )
    with st.container(horizontal=True, horizontal_alignment="center", key="empty-acts"):
        if kit.button(_("Choose a template"), key="empty-new", glyph="plus", type="primary"):
            templates.new_flow_dialog()


def _from_templates() -> None:
    found = templates.all_templates()
    if found:
        st.subheader(_("New from a template"), anchor=False)
        templates.template_row(found)


def _restore(binned: str) -> None:
    folder.restore_flow(data_folder(), binned)
    state.note(_("It is back."))


def _foot() -> None:
    """The interface's language, once there is more than one to choose from."""
    tongues = available()
    if len(tongues) < 2:
        return
    with st.container(horizontal=True, horizontal_alignment="right", key="foot"):
        chosen = st.selectbox(
            _("Language"),
            list(tongues),
            index=list(tongues).index(language()),
            format_func=tongues.__getitem__,
            key="language-choice",
            width=200,
        )
        if chosen and chosen != language():
            choose(chosen)
            st.rerun()


SCREEN = Screen(address="flows", title=lambda: _("Flows"), page=page, order=0, glyph="workflow")
