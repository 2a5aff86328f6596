"""A cell as HTML: when it happens, what it does, how it came out, and the chat below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from zoneinfo import ZoneInfo

from builder import moments
from builder.look import kit
from builder.notebook.bubbles import chat_of
from builder.notebook.compared import compared
from builder.notebook.marked import as_html, bare
from builder.notebook.menu import add_row, button, cell_buttons
from builder.notebook.rows import Row
from builder.notebook.wants import Titles
from builder.notebook.words import cell_words, look_of
from builder.texts import _, many
from flowbook.notebook.run import FAILED, PASSED, SKIPPED, UNREACHED
from flowbook.notebook.stage import Failure

_BOLD = re.compile(r"\*\*(.+?)\*\*")
SENTENCES = 4
"""Failures told at a cell; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How cells are drawn now: `open` has its form below, `adding` the row of kinds that can be put there;
    `decided` are the snapshots that were rejected or skipped, by their sign."""

    zone: ZoneInfo
    titles: Titles
    open: str = ""
    adding: str = ""
    decided: dict[str, str] | None = None


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


def _line(row: Row, manner: Manner) -> str:
    look = look_of(row.cell.kind)
    rail = f'<div class="rail">{kit.tile(look.tone, look.glyph, small=True)}</div>'
    return f"{_when(row, manner.zone)}{rail}{_doing(row, manner)}{_result(row)}"


def _plus(row: Row) -> str:
    """Between this cell and the next, seen where the pointer or the focus is."""
    says = escape(_("Add a cell below"), quote=True)
    named = f'data-tap="insert:{row.cell.id}" title="{says}" aria-label="{says}"'
    return f'<button type="button" class="plus" {named}>{kit.icon("plus", 14)}</button>'


def _when(row: Row, zone: ZoneInfo) -> str:
    at = row.shown.outcome.ended if row.shown else None
    if at is None:
        return '<div class="when num"></div>'
    day = f"<b>{escape(moments.margin_day(at, zone))}</b>" if row.new_day else ""
    return f'<div class="when num">{day}{moments.clock_of(at, zone)}</div>'


def _doing(row: Row, manner: Manner) -> str:
    look, cell = look_of(row.cell.kind), row.cell
    first, *more = cell_words(cell, manner.titles) if cell.kind != "note" else [""]
    verb = f'<span class="verb">{escape(look.verb)}</span> ' if look.verb else ""
    says = cell.value if cell.kind == "note" else cell.note
    note = f'<div class="note">{_formatted(says)}</div>' if says else ""
    if cell.kind == "note":
        line, note = _formatted(cell.value), ""
    else:
        line = verb + as_html(first)
    rest = "".join(f'<div class="also">{as_html(one)}</div>' for one in more)
    inside = _name(row, manner, line, bare(f"{look.verb or look.noun} {first or says}"))
    return f'<div class="do">{note}{inside}{rest}{_conditions(row)}</div>'


def _formatted(note: str) -> str:
    """What is bold in Markdown, and its lines."""
    return _BOLD.sub(r"<b>\1</b>", escape(note))


def _name(row: Row, manner: Manner, line: str, told: str) -> str:
    """A press opens its form."""
    if not row.is_own:
        return f'<span class="name">{line}</span>'
    label = escape(_("Edit: {what}", what=told), quote=True)
    state = "true" if row.cell.id == manner.open else "false"
    pressed = f'data-tap="open:{row.cell.id}" aria-label="{label}" aria-expanded="{state}"'
    return f'<button type="button" class="name" {pressed}>{line}</button>'


def _conditions(row: Row) -> str:
    """For whom the cell is, and why it is left out."""
    cell = row.cell
    told = [_("left out: {why}", why=cell.skip)] if cell.skip else []
    told += [_("only for {who}", who=", ".join(cell.only))] if cell.only else []
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
        yield _failures(row)
    for number, change in enumerate(row.changes):
        yield compared(change, number, manner.decided or {})
    if manner.adding == row.cell.id:
        yield f'<div class="adding">{add_row(row.cell.id)}</div>'


def _failures(row: Row) -> str:
    told = "".join(_failure(one) for one in _distinct(row.failures)[:SENTENCES])
    more = len(_distinct(row.failures)) - SENTENCES
    rest = f'<p class="mut">{escape(_("and {count} more", count=more))}</p>' if more > 0 else ""
    return f'<div class="fail" role="status">{told}{rest}{_offer(row)}</div>'


def _distinct(failures: tuple[Failure, ...]) -> list[Failure]:
    return list({failure.sentence: failure for failure in failures}.values())


def _failure(failure: Failure) -> str:
    """What was expected in bold; below it what there was instead, why, and what would have made it so."""
    what, mark, rest = failure.sentence.partition("; ")
    if not mark:
        what, mark, rest = failure.sentence.partition(". ")
    more = f"<p>{escape(rest[:1].upper() + rest[1:])}</p>" if rest else ""
    return f"<b>{escape(what.rstrip('.'))}.</b>{more}"


def _offer(row: Row) -> str:
    """An answer for a call that nothing answered."""
    if not row.is_own or not any(failure.offer for failure in row.failures):
        return ""
    return button("btn", f"offer:{row.cell.id}", "server", _("Answer it in this test"))
