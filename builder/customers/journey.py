"""What was said with a customer and what happened in between, as a chat to read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from builder import drafts, moments
from builder.look import chat, kit
from builder.look.pictures import media_tile
from builder.places import store
from builder.texts import _
from flowbook.customer import Customer
from flowbook.flow import Flow
from flowbook.recording.anonymous import History
from flowbook.session import CustomerState
from flowbook.setting import Setting
from flowbook.store.history import journey
from flowbook.transcript import BOT, CUSTOMER, Bubble, bubbles
from flowbook.triggers import situation_of

MOST = 500


def history_of(customer: Customer) -> History:
    return History(customer, tuple(record for _row, record in journey(store(), customer.id, limit=MOST)))


def journey_card(history: History) -> None:
    with st.container(border=True, key="card-journey"):
        kit.show(f'<div class="over">{escape(_("What was said"))}</div>')
        shown = bubbles(history.records, history.customer.id)
        if not shown:
            kit.show(
                f'<div class="mut">{escape(_("Nothing yet: this person has not talked with a bot."))}</div>'
            )
            return
        kit.show(talk_html(shown, zone_of(history.customer)))
        if len(history.records) == MOST:
            kit.show(f'<div class="mut xs">{escape(_("Older ones are in the export."))}</div>')


def talk_html(shown: tuple[Bubble, ...], zone: ZoneInfo) -> str:
    """A chat that is scrolled by itself, by keys too."""
    says = escape(_("The conversation"), quote=True)
    inside = chat.chat(_entries(shown, zone))
    return f'<div class="journey" tabindex="0" role="group" aria-label="{says}">{inside}</div>'


def _entries(shown: tuple[Bubble, ...], zone: ZoneInfo) -> Iterator[chat.Bubble | chat.Mark]:
    day = ""
    for bubble in shown:
        own = moments.moment(bubble.at, zone).rpartition(",")[0]
        if own != day:
            yield chat.Mark(own)
            day = own
        yield _entry(bubble, zone)


def _entry(bubble: Bubble, zone: ZoneInfo) -> chat.Bubble | chat.Mark:
    if bubble.who not in (BOT, CUSTOMER):
        return chat.Mark(bubble.text, "word")
    media = media_tile(bubble.media.kind, bubble.media.source) if bubble.media else ""
    told = bubble.html if bubble.who == BOT else escape(bubble.text)
    rows = tuple(tuple(chat.Key(button.label) for button in row) for row in bubble.buttons)
    return chat.Bubble(
        media + told,
        mine=bubble.who == CUSTOMER,
        at=moments.clock_of(bubble.at, zone),
        rows=rows if bubble.keyboard == "inline" else (),
        live=False,
    )


def zone_of(customer: Customer) -> ZoneInfo:
    """Where the customer's clock stands: their own zone, else the workspace's."""
    around = Setting(drafts.workspace())
    return situation_of(CustomerState(customer), around, Flow("", ""), customer.created).zone
