"""Customers: everybody the bots know, one person's page, lists brought in and taken out."""

from __future__ import annotations

import streamlit as st

from builder import drafts, screens
from builder.customers.browsing import browse, filters, people_in_words, query_of
from builder.customers.importing import import_page
from builder.customers.person import person_page
from builder.look import kit
from builder.notices import show_notice
from builder.places import store
from builder.screens import Screen
from builder.signature import author
from builder.texts import _
from flowbook.store.audit import note_deed
from flowbook.store.customers import load_customers
from flowbook.store.exchange import export_csv
from flowbook.store.listing import Query, count_of, ids_of


def page() -> None:
    workspace = drafts.workspace()
    if st.query_params.get("view") == "import":
        import_page(workspace)
        return
    if customer := st.query_params.get("customer", ""):
        person_page(customer, workspace)
        return
    everybody = count_of(store(), Query(workspace=workspace))
    search = _head(everybody)
    show_notice("customers")
    if not everybody:
        _nobody()
        return
    filters(workspace)
    query = query_of(workspace, search)
    _found(query, everybody)
    if pressed := browse(query):
        screens.go("customers", customer=pressed)


def _head(everybody: int) -> str:
    search = ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="homehead"):
        st.title(_("Customers"), anchor=False, width="stretch")
        if everybody:
            search = kit.search(_("Search by name, phone or city"), key="search-customers", width=270)
        if kit.button(_("Import"), key="import-customers", glyph="file-up"):
            screens.go("customers", view="import")
        if everybody:
            _export_button(search)
    return search


def _export_button(search: str) -> None:
    workspace = drafts.workspace()
    query = query_of(workspace, search)
    st.download_button(
        _("Export"),
        data=lambda: _csv(query),
        file_name="customers.csv",
        mime="text/csv",
        key=kit.icon_key("export-customers", "file-down"),
        on_click="ignore",
        help=_("Those who are shown, as CSV."),
    )


def _csv(query: Query) -> bytes:
    """With a mark in front by which spreadsheets know the letters."""
    found = ids_of(store(), query)
    with store().transaction():
        note_deed(store(), author(), "exported customers", "", str(len(found)))
    lines = export_csv((one for key in found for one in load_customers(store(), [key])), query.workspace)
    return "".join(lines).encode("utf-8-sig")


def _found(query: Query, everybody: int) -> None:
    found = count_of(store(), query)
    told = people_in_words(found)
    if found != everybody:
        told = _("{found} of {all}", found=told, all=f"{everybody:,}")
    kit.show(f'<div class="mut sm">{told}</div>')


def _nobody() -> None:
    kit.empty(
        "people",
        "users",
        _("No customers yet"),
        _("Everyone who writes to your bot appears here by themselves. You can also bring a list."),
    )
    with st.container(horizontal=True, horizontal_alignment="center"):
        if kit.button(_("Import a list"), key="empty-import", glyph="file-up", type="primary"):
            screens.go("customers", view="import")


SCREEN = Screen(address="customers", title=lambda: _("Customers"), page=page, order=10, glyph="users")
