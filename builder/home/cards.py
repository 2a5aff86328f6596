"""Flows as cards: a small map, how each stands, and its menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from builder import drafts, screens, state
from builder.edits import Draft
from builder.home import exchange
from builder.home.titles import TITLE_LIMIT, unlike_others
from builder.look import kit
from builder.look.minimap import minimap
from builder.look.tap import tap
from builder.places import data_folder, store
from builder.standing import ago, pills, safe_standing
from builder.texts import _
from flowbook.recall import by_identity
from flowbook.store import folder
from flowbook.store.folder import FlowFile
from flowbook.store.releases import list_releases

ACROSS = 3
PICTURES = 100
"""Held at once, some 13 KB each and drawn in a millisecond; those of flows that are gone go with them."""

Later = Callable[[tuple[drafts.Stamp, ...]], None]
"""Puts in how a flow stands, where `drafts.stamps_beside` is this."""


def flow_cards(files: list[FlowFile]) -> None:
    """Row by row, so that the order survives when columns stack on a phone. All cards first, then how each
    flow stands: that takes a moment where the flows were not looked at before."""
    waiting: list[Later] = []
    for start in range(0, len(files), ACROSS):
        for column, file in zip(
            st.columns(ACROSS, gap="medium"), files[start : start + ACROSS], strict=False
        ):
            with column:
                if file.problem:
                    _broken_card(file)
                else:
                    waiting.append(_card(file))
    beside = drafts.stamps_beside()
    for fill in waiting:
        fill(beside)


def _card(file: FlowFile) -> Later:
    """Draws it but for how the flow stands, which the answer puts in."""
    draft = drafts.load(file.id)
    with st.container(border=True, key=f"card-flow-{file.id}"):
        picture = _picture(draft)
        tap(f'<div class="flowcard">{picture}<h3>{escape(file.title)}</h3></div>', key=f"picture-{file.id}")
        with st.container(key=f"standing-{file.id}"):
            slot = st.empty()
            slot.html(_stands(_("Looking at it…"), "", file))
        if kit.button(_("Open {title}", title=file.title), key=f"open-{file.id}"):
            screens.go("draw", flow=file.id)
        _menu(file)
    return partial(_filled, slot, draft, file)


def _drawn(draft: Draft) -> str:
    return minimap(draft.flow, draft.layout)


_picture = by_identity(_drawn, most=PICTURES)


def _filled(slot: DeltaGenerator, draft: Draft, file: FlowFile, beside: tuple[drafts.Stamp, ...]) -> None:
    standing = safe_standing(draft.flow, beside)
    inside = _("nobody inside") if not standing.inside else _("{count} inside now", count=standing.inside)
    slot.html(_stands(inside, pills(standing), file))


def _stands(inside: str, shown: str, file: FlowFile) -> str:
    facts = (
        f"<span>{kit.icon('user', 14)}{escape(inside)}</span>"
        f"<span>{kit.icon('history', 14)}{escape(ago(file.changed))}</span>"
    )
    inner = f'<div class="pills">{shown or "&nbsp;"}</div><div class="facts">{facts}</div>'
    return f'<div class="fb"><div class="flowcard">{inner}</div></div>'


def _broken_card(file: FlowFile) -> None:
    """A file that cannot be read: why, and the way to be rid of it."""
    with st.container(border=True, key=f"card-flow-{file.id}"):
        kit.state_card("bad", "circle-alert", file.title, file.problem)
        _menu(file)


def _menu(file: FlowFile) -> None:
    names = {"copy": _("Duplicate"), "export": _("Export"), "delete": _("Delete")}
    offered = ["delete"] if file.problem else list(names)
    with st.container(key=f"menu-{file.id}", width="content"):
        chosen = st.menu_button(
            _("More for {title}", title=kit.plain(file.title)),
            offered,
            format_func=names.__getitem__,
            key=kit.icon_key(f"more-{file.id}", "ellipsis", bare=True),
            type="tertiary",
        )
    if chosen == "copy":
        _duplicate(file)
    elif chosen == "export":
        exchange.export_dialog(file)
    elif chosen == "delete":
        _delete(file)


def _duplicate(file: FlowFile) -> None:
    data = data_folder()
    title = unlike_others(_("{title} (copy)", title=file.title)[:TITLE_LIMIT])
    folder.copy_flow(data, folder.flow_path(data, file.id).parent, title)
    state.note(_("“{title}” is a draft of its own now.", title=title))
    st.rerun()


def _delete(file: FlowFile) -> None:
    """Into the bin, without asking: it can be taken back, and what is live stays live."""
    live = next((note.version for note in list_releases(store(), file.id) if note.bots), 0)
    binned = folder.delete_flow(data_folder(), file.id)
    told = _("“{title}” is deleted.", title=file.title)
    if live:
        told += " " + _("v{version} stays live. It can be taken offline below.", version=live)
    state.note(told, undo=binned)
    st.rerun()
