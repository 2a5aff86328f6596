"""Flows that are live and whose draft is gone: they can be taken offline, or their draft brought back."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import screens, state
from builder.look import kit
from builder.places import data_folder, store
from builder.publishing.bots import names_of
from builder.publishing.history import offline_dialog
from builder.texts import _
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.store.folder import flow_path, save_flow
from flowbook.store.releases import ReleaseNote, list_releases, load_release


def orphans() -> list[ReleaseNote]:
    """The releases that are live without a draft, one for each flow."""
    live = {note.flow: note for note in reversed(list_releases(store())) if note.bots}
    return [note for flow, note in sorted(live.items()) if not flow_path(data_folder(), flow).exists()]


def orphans_section() -> None:
    found = orphans()
    if found:
        st.subheader(_("Live without a draft"), anchor=False)
    for note in found:
        _card(note)


def _card(note: ReleaseNote) -> None:
    with st.container(border=True, key=f"card-orphan-{note.flow}"):
        try:
            flow = load_release(store(), note.number).flow
        except FlowbookError as error:
            flow = Flow(note.flow, note.flow, ())
            kit.show(kit.problem("error", str(error)))
        live = kit.pill(_("Live on {bots}", bots=names_of(note.bots)), "ok", "circle-check")
        told = _("Its draft was deleted. Version {version} still answers people.", version=note.version)
        kit.show(
            f'<div class="row head"><b class="grow">{escape(flow.title)}</b>{live}</div>'
            f'<div class="mut sm">{escape(told)}</div>'
        )
        with st.container(horizontal=True, gap="small", key=f"orphan-acts-{note.flow}"):
            label = _("Take it offline…")
            if kit.button(label, key=f"orphan-off-{note.flow}", glyph="circle-stop"):
                offline_dialog(flow, [one for one in list_releases(store(), note.flow) if one.bots])
            if flow.nodes and kit.button(
                _("Bring the draft back"), key=f"orphan-draft-{note.flow}", glyph="undo-2", type="tertiary"
            ):
                save_flow(data_folder(), flow)
                state.note(_("Here is version {version} as a draft.", version=note.version))
                screens.go("draw", flow=flow.id)
