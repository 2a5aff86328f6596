"""Messages that wait for their owner's word: in doubt, held since a restore, or refused by Telegram."""

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
from flowbook.customer import Customer
from flowbook.errors import FlowbookError
from flowbook.events import MessageSent
from flowbook.store.audit import note_deed
from flowbook.store.customers import find_customer
from flowbook.store.outbox import STAFF, Outgoing, list_outgoing, send_again, set_aside

SHOWN = 10


def unsent_card(kind: str, found: int) -> None:
    """`kind`: doubt, held or failed; `found`: how many there are."""
    title, about = _words(kind)
    if not found and kind == "held":
        return
    chosen = state.remembered(f"unsent {kind}")
    with st.container(border=True, key=f"card-{kind}"):
        count = kit.pill(f"{found:,}", "warn" if found else "ok")
        kit.show(f'<div class="row head"><b class="grow">{escape(title)}</b>{count}</div>')
        kit.show(f'<div class="mut sm">{escape(about if found else _("There is none."))}</div>')
        for row in list_outgoing(store(), kind, SHOWN, page_shown(chosen, found, SHOWN) * SHOWN):
            _row(row)
        pages(chosen, found, SHOWN, key=f"pages-{kind}")


def _words(kind: str) -> tuple[str, str]:
    return {
        "doubt": (
            _("In doubt"),
            _("The connection or the program broke off while these were on their way; they may be there."),
        ),
        "held": (
            _("Held since a backup was restored"),
            _("They waited in the backup, and may have been sent before the restore."),
        ),
        "failed": (_("Not sent"), _("Telegram refused these, and said why.")),
    }[kind]


def _row(row: Outgoing) -> None:
    customer = find_customer(store(), row.customer) if row.customer else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"unsent-{row.id}"):
        told = f"<b>{escape(_whom(row, customer))}</b>: {escape(_text(row))}"
        below = f'<div class="mut xs">{escape(f"{ago(row.created)}. {row.why}")}</div>'
        kit.show(f'<div class="release"><div class="grow">{told}{below}</div></div>', width="stretch")
        kit.button(_("Send again"), key=f"again-{row.id}", glyph="send", on_click=_send, args=(row.id,))
        label = _("Leave it")
        kit.button(
            label,
            key=f"leave-{row.id}",
            glyph="x",
            bare=True,
            type="tertiary",
            on_click=_leave,
            args=(row.id,),
        )


def _whom(row: Outgoing, customer: Customer | None) -> str:
    if row.kind == STAFF:
        return _("Your staff")
    return customer.name if customer else row.chat


def _text(row: Outgoing) -> str:
    event = row.event()
    text = event.message.text if isinstance(event, MessageSent) else getattr(event, "text", "")
    return text if len(text) <= 140 else f"{text[:139]}…"


def _send(row: int) -> None:
    try:
        with store().transaction():
            send_again(store(), row)
            note_deed(store(), author(), "sent again", str(row))
    except FlowbookError as error:
        state.note(str(error))
    else:
        state.note(_("It goes out again now."))


def _leave(row: int) -> None:
    try:
        with store().transaction():
            set_aside(store(), row)
            note_deed(store(), author(), "left unsent", str(row))
    except FlowbookError as error:
        state.note(str(error))
    else:
        state.note(_("It is off the list."))
