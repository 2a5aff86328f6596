"""A snapshot's old text beside the new one, word by word: for whom, and what can be decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from html import escape
from re import findall

from builder.look import kit
from builder.notebook.kept import digest_of
from builder.notebook.menu import button
from builder.notebook.rows import Row
from builder.texts import _, listed
from flowbook.notebook.snapshots import Change

REJECTED, SKIPPED = "rejected", "skipped"
LONGEST = 4_000
"""Words that are compared; longer texts stand beside each other whole."""


def sign_of(change: Change) -> str:
    """The same for the same difference."""
    return digest_of(change.cell.id, change.before, change.after, *change.keys)


def compared(change: Change, labels: Mapping[str, str], decided: dict[str, str]) -> str:
    """`labels` are those who play by their keys; empty where it is one alone."""
    state = decided.get(sign_of(change), "")
    told = {
        REJECTED: _("The old text stays: the test fails until the bot says it again."),
        SKIPPED: _("Skipped: nothing is decided."),
    }.get(state, "")
    names = listed([labels.get(key, key) for key in change.keys]) if labels else ""
    below = f"<p>{escape(told)}</p>" if told else ""
    head = f'<div class="h">{escape(_title(change, names))}{below}</div>'
    pending = "" if state else ' data-pending="1"'
    look = "snap done" if state == REJECTED else "snap"
    opening = f'<div class="{look}"{pending} data-snap="{_tap(change)}">'
    return f'{opening}{head}<div class="two">{_sides(change)}</div>{_acts(change, state)}</div>'


def unused_html(row: Row) -> str:
    """Texts that are accepted for customers who do not play."""
    told = _(
        "What is accepted here for {names} is used by nobody: they do not play this test. It fails until "
        "that is taken out.",
        names=listed(row.unused),
    )
    out = button("btn", f"clear:{row.cell.id}", "trash-2", _("Take it out")) if row.is_own else ""
    return f'<div class="fail" role="status"><p>{escape(told)}</p>{out}</div>'


def differing(before: str, after: str) -> tuple[str, str]:
    """Both as HTML, what is only in one of them marked."""
    old, new = _words(before), _words(after)
    if len(old) + len(new) > LONGEST:
        return escape(before), escape(after)
    left, right = [], []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = escape("".join(old[a:b])), escape("".join(new[c:d]))
        left.append(was if what == "equal" or not was else f"<del>{was}</del>")
        right.append(now if what == "equal" or not now else f"<ins>{now}</ins>")
    return "".join(left), "".join(right)


def _words(text: str) -> list[str]:
    return findall(r"\w+|\s+|[^\w\s]", text.strip())


def _title(change: Change, names: str) -> str:
    """Of several who have the same change it names some."""
    if change.before is None:
        told = _("Nothing is accepted yet for {names}", names=names)
        return told if names else _("Nothing is accepted yet")
    if not names:
        return _("Another text than last time")
    if len(change.keys) > 1:
        return _("The same change for {names}", names=names)
    return _("Another text than last time for {names}", names=names)


def _sides(change: Change) -> str:
    now = f"<small>{escape(_('Now'))}</small>"
    if change.before is None:
        return f'<div class="wide">{now}{escape(change.after.strip())}</div>'
    old, new = differing(change.before, change.after)
    return f"<div><small>{escape(_('Accepted'))}</small>{old}</div><div>{now}{new}</div>"


def _tap(change: Change) -> str:
    return f"{change.cell.id}:{sign_of(change)}"


def _acts(change: Change, state: str) -> str:
    offered = [("accept", "check", _("Accept the new text"), "A")]
    if change.before is not None and state != REJECTED:
        offered.append(("reject", "x", _("Keep the old one"), "R"))
    if not state:
        offered.append(("later", "step-forward", _("Skip"), "S"))
    buttons = "".join(
        f'<button type="button" class="btn" data-tap="{what}:{_tap(change)}">{kit.icon(glyph, 15)}'
        f"{escape(says)}<kbd>{key}</kbd></button>"
        for what, glyph, says, key in offered
    )
    return f'<div class="acts">{buttons}</div>'
