"""A list of what waits for its owner's word: ten a page, two answers to each, and the same two for all of
them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Generic, Protocol, TypeVar

import streamlit as st

from builder import state
from builder.look import kit
from builder.look.pager import page_shown, pages
from builder.places import store
from builder.signature import author
from builder.standing import ago
from builder.texts import _, many
from flowbook.errors import FlowbookError
from flowbook.store.audit import note_deed

SHOWN = 10
EVERY = 1_000_000
LONGEST = 140


class Row(Protocol):
    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Line:
    """How a row is told of: `who` it is about, `what` they said or get, and `why` it is on the list."""

    who: str
    what: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an owner may say. `labels`: for one and for all; `deed` stands in the audit; `act` gets ids and
    returns for how many it was not too late. The rest get a number: `question` gives the title of a dialog
    and what becomes of so many, `told` says what was done."""

    glyph: str
    labels: tuple[str, str]
    deed: str
    act: Callable[..., int]
    question: Callable[[int], tuple[str, str]]
    told: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """`about` says what those on it have in common, `empty` of a list that is always there what would stand
    on it. `read` gets how many at most and how many to skip."""

    name: str
    title: str
    about: str
    read: Callable[[int, int], list[R]]
    line: Callable[[R], Line]
    yes: Answer
    no: Answer
    empty: str = ""


def leaving(deed: str, then: str, act: Callable[..., int]) -> Answer:
    """What all lists have in common: that something may be left as it is."""
    return Answer(
        glyph="x",
        labels=(_("Leave it"), _("Leave all")),
        deed=deed,
        act=act,
        question=lambda count: (_("Leave all {count}?", count=f"{count:,}"), then),
        told=lambda count: many("It is off the list.", "{count} are off the list.", count),
    )


def show_list(listing: Listing[R], found: int) -> None:
    """`found`: how many there are."""
    chosen = state.remembered(f"listed {listing.name}")
    with st.container(border=True, key=f"card-{listing.name}"):
        count = kit.pill(f"{found:,}", "warn" if found else "ok")
        kit.show(f'<div class="row head"><b class="grow">{escape(listing.title)}</b>{count}</div>')
        kit.show(f'<div class="mut sm">{escape(listing.about if found else listing.empty)}</div>')
        if found > 1:
            _for_all(listing)
        for row in listing.read(SHOWN, page_shown(chosen, found, SHOWN) * SHOWN):
            _show_row(listing, row)
        pages(chosen, found, SHOWN, key=f"pages-{listing.name}")


def _for_all(listing: Listing[R]) -> None:
    with st.container(horizontal=True, gap="small", key=f"all-{listing.name}"):
        for answer in (listing.yes, listing.no):
            key = f"{listing.name}-{answer.glyph}-all"
            if kit.button(answer.labels[1], key=key, glyph=answer.glyph, type="tertiary"):
                _confirm(listing, answer)


def _confirm(listing: Listing[R], answer: Answer) -> None:
    """What comes onto the list while somebody makes up their mind is not decided with the rest."""
    ids = [row.id for row in listing.read(EVERY, 0)]
    title, then = answer.question(len(ids))

    @st.dialog(title)
    def ask() -> None:
        st.write(then)
        done = {"on_click": _decide, "args": (listing.name, answer, *ids)}
        key = f"{listing.name}-{answer.glyph}-sure"
        if kit.button(answer.labels[1], key=key, glyph=answer.glyph, type="primary", **done):
            st.rerun()

    ask()


def _show_row(listing: Listing[R], row: R) -> None:
    key, line = f"{listing.name}-{row.id}", listing.line(row)
    what = line.what if len(line.what) <= LONGEST else f"{line.what[: LONGEST - 1]}…"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"waits-{key}"):
        told = f"<b>{escape(line.who)}</b>: {escape(what)}"
        below = f'<div class="mut xs">{escape(f"{ago(line.at)}. {line.why}")}</div>'
        kit.show(f'<div class="release"><div class="grow">{told}{below}</div></div>', width="stretch")
        for answer, look in ((listing.yes, {}), (listing.no, {"bare": True, "type": "tertiary"})):
            done = {"on_click": _decide, "args": (listing.name, answer, row.id)}
            kit.button(answer.labels[0], key=f"{key}-{answer.glyph}", glyph=answer.glyph, **look, **done)


def _decide(listed: str, answer: Answer, *ids: int) -> None:
    try:
        with store().transaction():
            count = answer.act(*ids)
            about = (str(ids[0]),) if len(ids) == 1 else (listed, f"{count} at once.")
            note_deed(store(), author(), answer.deed, *about)
    except FlowbookError as error:
        state.refuse(str(error))
    else:
        state.note(answer.told(count))
