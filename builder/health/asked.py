"""Requests to other systems that are held since a backup was restored, until their owner decides."""

from __future__ import annotations

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
from flowbook.store.calls import HELD, Call, decide_call, open_calls
from flowbook.store.customers import find_customer

SHOWN = 10


def asked_card(found: int) -> None:
    """`found`: how many there are; nothing is drawn where there is none."""
    if not found:
        return
    chosen = state.remembered("held calls")
    with st.container(border=True, key="card-calls"):
        title = _("Requests held since a backup was restored")
        kit.show(
            f'<div class="row head"><b class="grow">{escape(title)}</b>{kit.pill(f"{found:,}", "warn")}</div>'
        )
        about = _(
            "Another system may have had them before the restore. Their flows go on as if no answer had come."
        )
        kit.show(f'<div class="mut sm">{escape(about)}</div>')
        first = page_shown(chosen, found, SHOWN) * SHOWN
        for call in open_calls(store(), HELD, limit=first + SHOWN)[first:]:
            _row(call)
        pages(chosen, found, SHOWN, key="pages-calls")


def _row(call: Call) -> None:
    customer = find_customer(store(), call.customer)
    host, _slash, place = call.request.url.partition("://")[2].partition("/")
    asked, place = f"{call.request.method} {host[:40]}", f"/{place}"
    place = place if len(place) <= 60 else f"{place[:59]}…"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"call-{call.id}"):
        told = f"<b>{escape(customer.name if customer else call.customer)}</b>: {escape(asked)}"
        below = f'<div class="mut xs">{escape(f"{ago(call.created)}. {place}")}</div>'
        kit.show(f'<div class="release"><div class="grow">{told}{below}</div></div>', width="stretch")
        kit.button(_("Ask now"), key=f"ask-{call.id}", glyph="send", on_click=_ask, args=(call.id,))
        kit.button(
            _("Leave it"),
            key=f"leave-call-{call.id}",
            glyph="x",
            bare=True,
            type="tertiary",
            on_click=_leave,
            args=(call.id,),
        )


def _ask(call: int) -> None:
    _decide(call, ask=True, deed="asked another system", told=_("It goes out now."))


def _leave(call: int) -> None:
    _decide(call, ask=False, deed="left unasked", told=_("It is off the list."))


def _decide(call: int, *, ask: bool, deed: str, told: str) -> None:
    try:
        with store().transaction():
            decide_call(store(), call, ask=ask)
            note_deed(store(), author(), deed, str(call))
    except FlowbookError as error:
        state.note(str(error))
    else:
        state.note(told)
