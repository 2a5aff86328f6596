"""The releases of a flow, who published them and why, and bringing one back."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import moments, state
from builder.look import kit
from builder.places import data_folder, store
from builder.publishing.inside import choose_people, count_people, taken_words
from builder.signature import author
from builder.standing import ago
from builder.texts import _, many
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.rehearsal import STAY
from flowbook.store.bots import bot_names
from flowbook.store.folder import flow_path
from flowbook.store.moving import take_along
from flowbook.store.publishing import rollback, unpublish
from flowbook.store.releases import ReleaseNote, list_releases

SHOWN = 8


def history_card(draft: Flow) -> None:
    notes = list_releases(store(), draft.id)
    if not notes:
        return
    live = any(note.bots for note in notes)
    with st.container(border=True, key="card-history"):
        kit.show(f'<div class="big">{escape(_("Versions"))}</div>')
        for note in notes[:SHOWN]:
            _line(draft, note, live=live)
        if notes[SHOWN:]:
            with st.expander(
                many("{count} older one", "{count} older ones", len(notes) - SHOWN), key="older"
            ):
                for note in notes[SHOWN:]:
                    _line(draft, note, live=live)
        if live and kit.button(_("Take it offline…"), key="take-down", glyph="circle-stop", type="tertiary"):
            offline_dialog(draft, notes)


def _line(draft: Flow, note: ReleaseNote, *, live: bool) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"release-{note.version}"
    ):
        kit.show(_told(note), width="stretch")
        if live and not note.bots:
            label = _("Bring v{version} back", version=note.version)
            if kit.button(label, key=f"back-{note.version}", glyph="undo-2"):
                back_dialog(draft, note)


def _told(note: ReleaseNote) -> str:
    when = ago(note.created)
    who = _("{who}, {when}", who=note.author, when=when) if note.author else when
    said = f'<div class="said">{escape(note.note)}</div>' if note.note else ""
    where = kit.pill(_("Live on {bots}", bots=names_of(note.bots)), "ok", "circle-check") if note.bots else ""
    at = escape(moments.moment(note.created))
    return (
        f'<div class="release"><b class="num">v{note.version}</b><div class="grow">{said}'
        f'<div class="mut xs" title="{at}">{escape(who)}</div></div>{where}</div>'
    )


def names_of(bots: tuple[str, ...]) -> str:
    names = bot_names(store())
    return ", ".join(names.get(bot, bot) for bot in bots)


def back_dialog(draft: Flow, note: ReleaseNote) -> None:
    @st.dialog(_("Bring v{version} back?", version=note.version))
    def ask() -> None:
        st.write(_("From now on new conversations meet v{version}.", version=note.version))
        people = choose_people(f"back-{note.version}") if count_people(draft.id) else STAY
        st.caption(_("Your draft stays as it is."))
        label = _("Bring v{version} back", version=note.version)
        done = {"on_click": bring_back, "args": (draft.id, note.version, people)}
        if kit.button(label, key="back-sure", glyph="undo-2", type="primary", **done):
            st.rerun()

    ask()


def bring_back(flow: str, version: int, people: str = STAY) -> None:
    """Says what became of it in the page's notice. `people`: what becomes of those inside."""
    try:
        with store().transaction():
            release = rollback(store(), flow, version, author=author())
            bots = next(one.bots for one in list_releases(store(), flow) if one.number == release.number)
            taken = take_along(store(), release, bots, people)
    except FlowbookError as error:
        state.note(str(error))
        return
    state.remembered(f"published {flow}").clear()
    state.note(f"{_('v{version} is live again.', version=version)} {taken_words(taken)}".rstrip())


def take_offline(flow: str, bots: tuple[str, ...]) -> None:
    try:
        unpublish(store(), flow, bots, author=author())
    except FlowbookError as error:
        state.note(str(error))
        return
    back = flow_path(data_folder(), flow).exists()
    state.note(_("It is offline. Bring it back by publishing it again.") if back else _("It is offline."))


def offline_dialog(draft: Flow, notes: list[ReleaseNote]) -> None:
    """Asks first. `notes` may be those of older versions, too."""
    bots = tuple(sorted({bot for note in notes for bot in note.bots}))

    @st.dialog(_("Take “{title}” offline?", title=draft.title))
    def ask() -> None:
        st.write(_("Nobody can begin it any more on {bots}. Who is inside finishes.", bots=names_of(bots)))
        done = {"on_click": take_offline, "args": (draft.id, bots)}
        if kit.button(_("Take it offline"), key="offline-sure", glyph="circle-stop", type="primary", **done):
            st.rerun()

    ask()
