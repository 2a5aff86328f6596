"""The releases of a flow, who published them and why, and taking a flow offline."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import moments, state
from builder.look import kit
from builder.places import data_folder, store
from builder.publishing.bots import live_on, names_of
from builder.publishing.returning import back_dialog
from builder.signature import author
from builder.standing import ago
from builder.texts import _, many
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.store.audit import Deed, overrides
from flowbook.store.folder import flow_path
from flowbook.store.publishing import unpublish
from flowbook.store.releases import ReleaseNote, list_releases

SHOWN = 8
LONGEST = 460
"""Characters of a reason at once: one of the longest, and the titles of some tests."""


def history_card(draft: Flow) -> None:
    notes = list_releases(store(), draft.id)
    if not notes:
        return
    live = any(note.bots for note in notes)
    despite = {version: deed for (_flow, version), deed in overrides(store(), draft.id).items()}
    with st.container(border=True, key="card-history"):
        kit.show(f'<div class="big">{escape(_("Versions"))}</div>')
        for note in notes[:SHOWN]:
            _line(note, despite.get(note.version), live=live)
        if notes[SHOWN:]:
            with st.expander(
                many("{count} older one", "{count} older ones", len(notes) - SHOWN), key="older"
            ):
                for note in notes[SHOWN:]:
                    _line(note, despite.get(note.version), live=live)
        if live and kit.button(_("Take it offline…"), key="take-down", glyph="circle-stop", type="tertiary"):
            offline_dialog(draft, notes)


def _line(note: ReleaseNote, despite: Deed | None, *, live: bool) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"release-{note.version}"
    ):
        kit.show(_told(note, despite), width="stretch")
        if live and not note.bots:
            label = _("Bring v{version} back", version=note.version)
            if kit.button(label, key=f"back-{note.version}", glyph="undo-2"):
                back_dialog(note)


def _told(note: ReleaseNote, despite: Deed | None) -> str:
    when = ago(note.created)
    who = _("{who}, {when}", who=note.author, when=when) if note.author else when
    said = f'<div class="said">{escape(note.note)}</div>' if note.note else ""
    where = kit.pill(_("Live on {bots}", bots=names_of(note.bots)), "ok", "circle-check") if note.bots else ""
    at = escape(moments.moment(note.created))
    return (
        f'<div class="release"><b class="num">v{note.version}</b><div class="grow">{said}{_despite(despite)}'
        f'<div class="mut xs" title="{at}">{escape(who)}</div></div>{where}</div>'
    )


def _despite(deed: Deed | None) -> str:
    """The reason for going live although tests failed."""
    if deed is None:
        return ""
    told = _("It went live although tests failed: {why}", why=deed.detail)
    shown = f"<span>{escape(told)}</span>"
    if len(told) > LONGEST:
        start = escape(f"{told[: LONGEST - 1].rstrip()}…")
        shown = f"<details><summary>{start}</summary>…{escape(told[LONGEST - 1 :])}</details>"
    return f'<div class="despite">{kit.icon("triangle-alert", 15)}{shown}</div>'


def take_offline(flow: str, bots: tuple[str, ...]) -> None:
    try:
        unpublish(store(), flow, bots, author=author())
    except FlowbookError as error:
        state.refuse(str(error))
        return
    back = flow_path(data_folder(), flow).exists()
    state.note(_("It is offline. Bring it back by publishing it again.") if back else _("It is offline."))


def offline_dialog(draft: Flow, notes: list[ReleaseNote]) -> None:
    """Asks first. `notes` may be those of older versions, too."""
    bots = live_on(notes)

    @st.dialog(_("Take “{title}” offline?", title=draft.title))
    def ask() -> None:
        st.write(_("Nobody can begin it any more on {bots}. Who is inside finishes.", bots=names_of(bots)))
        done = {"on_click": take_offline, "args": (draft.id, bots)}
        if kit.button(_("Take it offline"), key="offline-sure", glyph="circle-stop", type="primary", **done):
            st.rerun()

    ask()
