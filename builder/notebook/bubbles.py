"""The chat that a cell brought, as it stands under the cell."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from zoneinfo import ZoneInfo

from builder import moments
from builder.look import chat
from builder.look.pictures import media_tile
from builder.notebook.rows import Row
from builder.texts import _
from flowbook.messages import Button
from flowbook.notebook.run import Outcome
from flowbook.transcript import BOT, CUSTOMER, NOTE, Bubble, bubbles

PRESS = "press:"
SILENT = ("say", "tap")
"""What the customer does is the cell itself."""


def chat_of(row: Row, zone: ZoneInfo) -> str:
    """HTML; empty where nothing was said and no time went by."""
    if row.shown is None:
        return ""
    entries = [*_leap(row.shown.outcome, zone), *_entries(row, zone)]
    return chat.chat(entries) if entries else ""


def _leap(outcome: Outcome, zone: ZoneInfo) -> Iterator[chat.Mark]:
    """How far the clock was turned, where it was."""
    if outcome.begun is None or outcome.ended is None:
        return
    gap = outcome.ended - outcome.begun
    if gap.total_seconds() < 60:
        return
    days = (outcome.ended.astimezone(zone).date() - outcome.begun.astimezone(zone).date()).days
    later = moments.later(gap, days)
    yield chat.Mark(f"{later} · {moments.day_of(outcome.ended, zone)}" if days else later, "jump")


def _entries(row: Row, zone: ZoneInfo) -> Iterator[chat.Bubble | chat.Mark]:
    assert row.shown is not None
    for one in bubbles(row.shown.kept.records, row.shown.outcome.who):
        if one.who == NOTE:
            yield chat.Mark(one.text, "word")
        elif one.who == BOT or row.cell.kind not in SILENT:
            yield _bubble(one, row, zone)


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
