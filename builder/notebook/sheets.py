"""Notebooks as files: made, taken in, duplicated, renamed, deleted."""

from __future__ import annotations

import streamlit as st

from builder import state
from builder.look import kit
from builder.notebook import changing, files
from builder.notebook.files import Sheet
from builder.notebook.templates import Template, templates
from builder.places import data_folder
from builder.texts import _
from flowbook.errors import FlowbookError, StoreError, UnreadableFile
from flowbook.flow import Flow
from flowbook.naming import numbered
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.writing import with_head, written
from flowbook.store import notebooks as shelf

TITLE_LIMIT = 200
MOST = 2


def new_dialog(flow: Flow) -> None:
    st.dialog(_("New test"))(_new)(flow)


def _new(flow: Flow) -> None:
    """Its name, and what it begins with."""
    offered = {one.name: one for one in templates(flow)}
    title = (
        st.text_input(_("Its name"), _("A new test"), max_chars=TITLE_LIMIT, key="new-name") or ""
    ).strip()
    chosen = st.radio(
        _("It begins with"), list(offered), format_func=lambda name: offered[name].title, key="new-template"
    )
    if kit.button(_("Make the test"), key="new-make", type="primary", disabled=not title):
        make(flow, title, offered[chosen])


def make(flow: Flow, title: str, template: Template) -> None:
    """A notebook that begins with a template's cells, opened."""
    named = unlike_others(flow.id, title)
    _opened(files.add(flow.id, named, written({"notebook": named, "flow": flow.id}, template.cells)))


def import_dialog(flow: str) -> None:
    st.dialog(_("Take in a test"))(_choose)(flow)


def _choose(flow: str) -> None:
    kit.show(f'<p class="mut">{_("Choose a file whose name ends in .test.yaml.")}</p>')
    found = st.file_uploader(
        _("Test file"), ["yaml"], max_upload_size=MOST, key="test-file", label_visibility="collapsed"
    )
    if found is None:
        return
    try:
        name = taken_in(flow, found.getvalue(), found.name)
    except (UnreadableFile, StoreError) as error:
        kit.state_card("bad", "circle-alert", _("This file cannot be taken in"), str(error))
        return
    _opened(name)


def taken_in(flow: str, content: bytes, name: str) -> str:
    """Returns the notebook's name here. Raises UnreadableFile, StoreError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not UTF-8 text.", path=name) from None
    read = read_notebook(text, path=name)
    if read.flow != flow:
        raise UnreadableFile(f"This notebook is for the flow “{read.flow}”. Take it in there.", path=name)
    return files.add(flow, read.title, text)


def duplicate(sheet: Sheet) -> None:
    title = unlike_others(sheet.flow, _("{title} (copy)", title=sheet.title)[:TITLE_LIMIT])
    text = with_head(sheet.text, {"notebook": title}) if sheet.notebook else sheet.text
    _opened(files.add(sheet.flow, title, text))


def remove(sheet: Sheet) -> None:
    """Into the bin, without asking: it can be taken back."""
    binned = shelf.delete_notebook(data_folder(), sheet.flow, sheet.name)
    state.note(_("“{title}” is deleted.", title=sheet.title), undo=binned)
    state.name_notebook("")
    st.rerun()


def rename_dialog(sheet: Sheet) -> None:
    st.dialog(_("Rename the test"))(_rename)(sheet)


def _rename(sheet: Sheet) -> None:
    title = (st.text_input(_("Its name"), sheet.title, max_chars=TITLE_LIMIT, key="test-name") or "").strip()
    if kit.button(_("Rename"), key="test-rename", type="primary", disabled=not title):
        try:
            changing.save(sheet.flow, sheet.name, sheet.text, with_head(sheet.text, {"notebook": title}))
        except FlowbookError as error:
            state.refuse(str(error))
        st.rerun()


def unlike_others(flow: str, title: str) -> str:
    """The title, numbered where the flow has a test of that name."""
    return numbered(title, {files.sheet_of(flow, name).title for name in files.names(flow)})


def _opened(name: str) -> None:
    state.name_notebook(name)
    st.rerun()
