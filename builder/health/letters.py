"""What could not be worked on after three tries, to be tried again when its cause is mended."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from builder import state
from builder.look import kit
from builder.look.pager import page_shown, pages
from builder.places import store
from builder.signature import author
from builder.standing import ago
from builder.texts import _
from flowbook.errors import FlowbookError
from flowbook.store.audit import note_deed
from flowbook.store.customers import find_customer
from flowbook.store.inbox import STIMULUS, TIMER
from flowbook.store.letters import DeadLetter, list_dead, revive

SHOWN = 10


def letters_card(found: int) -> None:
    """`found`: how many there are."""
    chosen = state.remembered("letters")
    with st.container(border=True, key="card-letters"):
        count = kit.pill(f"{found:,}", "warn" if found else "ok")
        kit.show(
            f'<div class="row head"><b class="grow">{escape(_("Could not be answered"))}</b>{count}</div>'
        )
        about = _("The bot failed three times at these. Others were not held up.")
        kit.show(f'<div class="mut sm">{escape(about if found else _("There is none."))}</div>')
        first = page_shown(chosen, found, SHOWN) * SHOWN
        for letter in list_dead(store(), first + SHOWN)[first:]:
            _row(letter)
        pages(chosen, found, SHOWN, key="pages-letters")


def _row(letter: DeadLetter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"dead-{letter.id}"):
        kit.show(
            f'<div class="release"><div class="grow"><b>{escape(_who(letter))}</b>: {escape(_what(letter))}'
            f'<div class="mut xs">{escape(f"{ago(letter.at)}. {letter.why}")}</div></div></div>',
            width="stretch",
        )
        kit.button(
            _("Try again"), key=f"revive-{letter.id}", glyph="rotate-ccw", on_click=_revive, args=(letter.id,)
        )


def _who(letter: DeadLetter) -> str:
    customer = find_customer(store(), letter.customer) if letter.customer else None
    return (
        customer.name if customer else str(_update(letter).get("from", {}).get("first_name", _("Somebody")))
    )


def _what(letter: DeadLetter) -> str:
    found = _update(letter)
    text = str(found.get("text") or found.get("data") or _kind(letter))
    return text if len(text) <= 140 else f"{text[:139]}…"


def _kind(letter: DeadLetter) -> str:
    words = {TIMER: _("a timer was due"), STIMULUS: _("something happened that a flow waits for")}
    return words.get(letter.kind, _("a message that cannot be shown"))


def _update(letter: DeadLetter) -> dict[str, object]:
    """The message or tap of an update; empty for anything else."""
    try:
        body = json.loads(letter.body)
        found = body.get("message") or body.get("callback_query") or {}
    except (ValueError, AttributeError):
        return {}
    return found if isinstance(found, dict) else {}


def _revive(letter: int) -> None:
    try:
        with store().transaction():
            revive(store(), letter)
            note_deed(store(), author(), "tried again", str(letter))
    except FlowbookError as error:
        state.note(str(error))
    else:
        state.note(_("It is tried again now."))
