"""The chat that a cell brought, as it stands under the cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from builder import moments
from builder.look import chat
from builder.look.pictures import media_tile
from builder.notebook.results import Shown
from builder.notebook.rows import Row
from builder.texts import _
from flowbook.messages import Button
from flowbook.transcript import BOT, CUSTOMER, NOTE, Bubble, bubbles

PRESS = "press:"
SILENT = ("say", "tap")
"""What the customer does is the cell itself."""


def chat_of(row: Row, zone: ZoneInfo) -> str:
    """HTML; empty where nothing was said and no time went by."""
    if row.shown is None:
        return ""
    entries = list(_entries(row.shown, row, zone))
    return chat.chat(entries) if entries else ""


def _entries(shown: Shown, row: Row, zone: ZoneInfo) -> Iterator[chat.Bubble | chat.Mark]:
    """Each at its time: what the clock went on before it stands above it, the rest of a wait at the end."""
    last = shown.outcome.begun
    for one in bubbles(shown.kept.records, shown.outcome.who):
        if one.who == CUSTOMER and row.cell.kind in SILENT:
            continue
        yield from _leap(last, one.at, zone)
        last = one.at
        yield chat.Mark(one.text, "word") if one.who == NOTE else _bubble(one, row, zone)
    yield from _leap(last, shown.outcome.ended, zone)


def _leap(before: datetime | None, after: datetime | None, zone: ZoneInfo) -> Iterator[chat.Mark]:
    if before and after and (told := moments.leap(before, after, zone)):
        yield chat.Mark(told, "jump")


def _bubble(one: Bubble, row: Row, zone: ZoneInfo) -> chat.Bubble:
    at = moments.clock_of(one.at, zone)
    return chat.Bubble(
        html=(media_tile(one.media.kind, one.media.source) if one.media else "") + _words(one),
        mine=one.who == CUSTOMER,
        at=_("{time}, edited", time=at) if one.edited else at,
        rows=tuple(tuple(_key(button, row) for button in keys) for keys in one.buttons),
        chosen=row.chosen,
        reply=one.keyboard == "reply",
    )


def _words(one: Bubble) -> str:
    if one.who != BOT:
        return escape(one.text)
    return one.html.replace("<a href=", '<a target="_blank" rel="noopener noreferrer" href=')


def _key(button: Button, row: Row) -> chat.Key:
    """A press adds the tap below the cell."""
    if button.kind == "link":
        return chat.Key(button.label, link=True, tap="none:")
    return chat.Key(button.label, f"{PRESS}{row.cell.id}:{button.label}")
