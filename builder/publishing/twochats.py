"""One conversation with two versions side by side, cut to where it begins to differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from zoneinfo import ZoneInfo

from builder import moments
from builder.look import chat
from builder.look.pictures import media_tile
from builder.places import data_folder
from builder.texts import _
from flowbook.difference import Example
from flowbook.store.workspaces import load_workspace
from flowbook.transcript import BOT, CUSTOMER, NOTE, Bubble

BEFORE, AFTER = 3, 4
"""Bubbles shown before and after the one it is about."""


def two_chats(example: Example) -> str:
    zone = ZoneInfo(load_workspace(data_folder()).timezone or "UTC")
    parted = _parting(example)
    old = _side(_("Live now"), example.old, _place(example.old, example.at[0], parted), zone)
    new = _side(_("Your draft"), example.new, _place(example.new, example.at[1], parted), zone)
    why = f'<div class="fail">{escape(example.why)}</div>' if example.why else ""
    return f'<div class="twochats">{old}{new}</div>{why}'


def _parting(example: Example) -> int:
    """The first bubble in which the two are not the same."""
    pairs = zip(example.old, example.new, strict=False)
    same = [(was.who, was.text, was.at) == (now.who, now.text, now.at) for was, now in pairs]
    return same.index(False) if False in same else len(same)


def _place(shown: Sequence[Bubble], index: int, parted: int) -> int:
    """Where the bubble of that record stands; where the ways part, if there is none."""
    return next((place for place, one in enumerate(shown) if one.index == index), parted)


def _side(title: str, shown: Sequence[Bubble], place: int, zone: ZoneInfo) -> str:
    first = max(0, place - BEFORE)
    entries = list(_entries(shown[first : place + AFTER], zone))
    cut = '<div class="mut xs">…</div>' if first else ""
    said = chat.chat(entries) if entries else f'<div class="mut sm">{escape(_("Nothing is said."))}</div>'
    return f"<div><small>{escape(title)}</small>{cut}{said}</div>"


def _entries(shown: Sequence[Bubble], zone: ZoneInfo) -> Iterator[chat.Bubble | chat.Mark]:
    day = None
    for one in shown:
        now = one.at.astimezone(zone).date()
        if now != day:
            yield chat.Mark(moments.day_of(one.at, zone))
        day = now
        yield chat.Mark(one.text, "word") if one.who == NOTE else _bubble(one, zone)


def _bubble(one: Bubble, zone: ZoneInfo) -> chat.Bubble:
    words = one.html.replace("<a href=", '<a target="_blank" rel="noopener noreferrer" href=')
    picture = media_tile(one.media.kind, one.media.source) if one.media else ""
    return chat.Bubble(
        html=picture + (words if one.who == BOT else escape(one.text)),
        mine=one.who == CUSTOMER,
        at=moments.clock_of(one.at, zone),
        rows=tuple(tuple(chat.Key(button.label) for button in row) for row in one.buttons),
        reply=one.keyboard == "reply",
        old=True,
    )
