"""A cell as HTML: when it happens, what it does, how it came out, and the chat below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from zoneinfo import ZoneInfo

from builder import moments
from builder.look import kit
from builder.notebook.bubbles import chat_of
from builder.notebook.compared import compared, unused_html
from builder.notebook.failing import failures_html
from builder.notebook.marked import as_html, bare, strong
from builder.notebook.menu import add_row, button, cell_buttons
from builder.notebook.rows import Row
from builder.notebook.wants import Titles
from builder.notebook.words import cell_words, look_of
from builder.texts import _, many
from flowbook.customer import NOTHING
from flowbook.notebook.notes import note_html, note_words
from flowbook.notebook.run import FAILED, PASSED, SKIPPED, UNREACHED
from flowbook.notebook.schema import NOTE

TOP = "/"
"""The place before the first cell; no cell can be called so."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How cells are drawn now: `open` has its form below, `adding` the row of kinds that can be put there;
    `decided` are the snapshots that were rejected or skipped, by their sign; `labels` are those who play, by
    key, where there are several; `who` says whom a cell is for."""

    zone: ZoneInfo
    titles: Titles
    open: str = ""
    adding: str = ""
    decided: dict[str, str] | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    who: Callable[[str], str] = str


def cell_html(row: Row, manner: Manner, *, head: bool = True, body: bool = True) -> str:
    """`head` is its line; `body` what came of it. An open cell has its form between the two."""
    stale = row.shown is not None and row.shown.stale
    look = " ".join(
        name
        for name, on in (
            ("stale", stale),
            ("skip", bool(row.cell.skip)),
            ("guest", not row.is_own),
            ("open", row.cell.id == manner.open),
            ("rest", not head),
        )
        if on
    )
    told = _line(row, manner) if head else '<div class="rail"></div>'
    below = "".join(_below(row, manner)) if body else ""
    inside = f'<div class="below">{below}</div>' if below else ""
    plus = _plus(row) if body and row.is_own else ""
    return f'<div class="cell {look}">{told}{inside}{plus}</div>'


def top_html(manner: Manner) -> str:
    """What stands before the first cell: the way to put one there."""
    adding = f'<div class="adding">{add_row("")}</div>' if manner.adding == TOP else ""
    return (
        f'<div class="cell top">{_plus_at(TOP, _("Add a cell above"))}<div class="below">{adding}</div></div>'
    )


def _line(row: Row, manner: Manner) -> str:
    look = look_of(row.cell.kind)
    rail = f'<div class="rail">{kit.tile(look.tone, look.glyph, small=True)}</div>'
    return f"{_when(row, manner.zone)}{rail}{_doing(row, manner)}{_result(row)}"


def _plus(row: Row) -> str:
    """Between this cell and the next, seen where the pointer or the focus is."""
    return _plus_at(row.cell.id, _("Add a cell below"))


def _plus_at(place: str, says: str) -> str:
    told = escape(says, quote=True)
    named = f'data-tap="insert:{place}" title="{told}" aria-label="{told}"'
    return f'<button type="button" class="plus" {named}>{kit.icon("plus", 14)}</button>'


def _when(row: Row, zone: ZoneInfo) -> str:
    at = row.shown.outcome.ended if row.shown else None
    if at is None:
        return '<div class="when num"></div>'
    day = f"<b>{escape(moments.margin_day(at, zone))}</b>" if row.new_day else ""
    return f'<div class="when num">{day}{moments.clock_of(at, zone)}</div>'


def _doing(row: Row, manner: Manner) -> str:
    if row.cell.kind == NOTE:
        return f'<div class="do">{_note(row, manner)}{_conditions(row, manner)}</div>'
    look, cell = look_of(row.cell.kind), row.cell
    first, *more = cell_words(cell, manner.titles)
    verb = f'<span class="verb">{escape(look.verb)}</span> ' if look.verb else ""
    note = f'<div class="note">{note_html(cell.note)}</div>' if cell.note else ""
    rest = "".join(f'<div class="also">{as_html(one)}</div>' for one in more)
    line = verb + as_html(first)
    inside = f'<span class="name">{line}</span>'
    if row.is_own:
        named = _opens(row, manner, bare(f"{look.verb or look.noun} {first}"))
        inside = f'<button type="button" class="name" {named}>{line}</button>'
    return f'<div class="do">{note}{inside}{rest}{_conditions(row, manner)}</div>'


def _note(row: Row, manner: Manner) -> str:
    """A button may hold neither lists nor links: it lies over the words, below their links."""
    told = f"{look_of(NOTE).noun} {bare(strong(note_words(row.cell.value)))}"
    over = f'<button type="button" class="over" {_opens(row, manner, told)}></button>' if row.is_own else ""
    return f'<div class="words note">{over}{note_html(row.cell.value)}</div>'


def _opens(row: Row, manner: Manner, told: str) -> str:
    """Of a button: a press opens the cell's form."""
    label = escape(_("Edit: {what}", what=told), quote=True)
    state = "true" if row.cell.id == manner.open else "false"
    return f'data-tap="open:{row.cell.id}" aria-label="{label}" aria-expanded="{state}"'


def _conditions(row: Row, manner: Manner) -> str:
    """For whom the cell is, and why it is left out."""
    cell = row.cell
    told = [_("left out: {why}", why=cell.skip)] if cell.skip else []
    told += [_("only for {who}", who=", ".join(map(manner.who, cell.only)))] if cell.only else []
    return f'<div class="cond">{escape(" · ".join(told))}</div>' if told else ""


def _result(row: Row) -> str:
    buttons = cell_buttons(row) if row.is_own else ""
    return f'<div class="res">{_pill(row)}{buttons}</div>'


def _pill(row: Row) -> str:
    if row.shown is None:
        return kit.pill(_("Not run"), "", "circle-dashed")
    if row.shown.stale:
        return kit.pill(_("Stale"), "", "history")
    state = row.shown.outcome.state
    if row.unused and not row.changes:
        return kit.pill(_("Used by nobody"), "bad", "x")
    if row.failing and state != SKIPPED and not row.changes:
        words = many("Failed for {count}", "Failed for {count}", row.failing)
        return kit.pill(words if row.failing > 1 or state != FAILED else _("Failed"), "bad", "x")
    if row.changes:
        fresh = all(one.before is None for one in row.changes)
        count = sum(len(one.keys) for one in row.changes)
        told = _("New for {count}", count=count) if fresh else _("Changed for {count}", count=count)
        return kit.pill(told, "warn", "git-compare-arrows")
    if state == UNREACHED:
        return kit.pill(_("Not reached"), "", "minus")
    if state == SKIPPED:
        return kit.pill(_("Left out"), "", "minus")
    checks = row.cell.kind in ("expect", "snapshot") and state == PASSED
    return kit.pill(_("Passed"), "ok", "check") if checks else ""


def _below(row: Row, manner: Manner) -> Iterator[str]:
    if chat := chat_of(row, manner.zone):
        yield f'<div class="out">{chat}</div>'
    if row.shown and row.shown.outcome.shown:
        yield f'<pre class="seen">{escape(chr(10).join(row.shown.outcome.shown))}</pre>'
    stale = row.shown is not None and row.shown.stale
    if row.failures and not row.changes and not stale:
        yield f'<div class="fail" role="status">{failures_html(row.failures)}{_offer(row)}</div>'
    for change in row.changes:
        yield compared(change, manner.labels, manner.decided or {})
    if row.unused:
        yield unused_html(row)
    if manner.adding == row.cell.id:
        yield f'<div class="adding">{add_row(row.cell.id)}</div>'


def _offer(row: Row) -> str:
    """An answer for a call that nothing answered."""
    if not row.is_own or not any(one.failure.offer for one in row.failures):
        return ""
    return button("btn", f"offer:{row.cell.id}", "server", _("Answer it in this test"))
