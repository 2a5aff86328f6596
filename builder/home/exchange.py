"""Flows as files: taken in with their faults in plain words, and given out."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from builder import drafts, screens
from builder.edits import Draft
from builder.look import kit
from builder.places import data_folder
from builder.texts import _
from flowbook.errors import UnreadableFile
from flowbook.flow import Flow
from flowbook.layout import arrange
from flowbook.reading import read_flow
from flowbook.store import folder
from flowbook.store.folder import FlowFile
from flowbook.strict import SIZE_LIMIT
from flowbook.writing import write_flow


def import_dialog() -> None:
    """The choice of a file above the page."""
    st.dialog(_("Import a flow"))(choose_file)()


def choose_file() -> None:
    """Takes the chosen file in and opens it, or says why not."""
    kit.show(f'<p class="mut">{_("Choose a file whose name ends in .flow.json.")}</p>')
    most = SIZE_LIMIT // 1_000_000
    found = st.file_uploader(
        _("Flow file"), ["json"], max_upload_size=most, key="import-file", label_visibility="collapsed"
    )
    if found is None:
        return
    try:
        flow = taken_in(found.getvalue(), found.name)
    except UnreadableFile as error:
        kit.state_card("bad", "circle-alert", _("This file cannot be taken in"), str(error))
        return
    screens.go("draw", flow=flow.id)


def taken_in(content: bytes, name: str) -> Flow:
    """A new draft from a file's content, under an id that is free. Raises UnreadableFile."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not UTF-8 text.", path=name) from None
    flow = read_flow(text, path=name, carry=True)
    flow = replace(flow, id=folder.free_id(data_folder(), flow.title))
    drafts.save(Draft(flow, arrange(flow)))
    return flow


def export_dialog(file: FlowFile) -> None:
    """The file to take away, above the page."""
    st.dialog(_("Export “{title}”", title=kit.plain(file.title)))(offer_file)(file)


def offer_file(file: FlowFile) -> None:
    """As it is, for another Flowbook or for version control."""
    says = _("The file holds the steps and texts. Customers, releases and bots stay here.")
    kit.show(f'<p class="mut">{says}</p>')
    st.download_button(
        kit.plain(_("Download {name}", name=f"{file.id}.flow.json")),
        write_flow(drafts.load(file.id).flow),
        f"{file.id}.flow.json",
        "application/json",
        key=kit.icon_key("export-file", "download"),
        type="primary",
        on_click="ignore",
    )
