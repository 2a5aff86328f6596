"""A snapshot's old text beside the new one, word by word, and what can be decided about it."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from re import findall

from builder.look import kit
from builder.notebook.kept import digest_of
from builder.texts import _, many
from flowbook.notebook.snapshots import Change

REJECTED, SKIPPED = "rejected", "skipped"
LONGEST = 4_000
"""Words that are compared; longer texts stand beside each other whole."""


def sign_of(change: Change) -> str:
    """The same for the same difference."""
    return digest_of(change.cell.id, change.before, change.after, *change.keys)


def compared(change: Change, number: int, decided: dict[str, str]) -> str:
    state = decided.get(sign_of(change), "")
    if state == REJECTED:
        told = _("The old text stays: the test fails until the bot says it again.")
        return f'<div class="snap done"><div class="h">{escape(told)}</div>{_acts(change, state)}</div>'
    sides = _sides(change)
    pending = "" if state else ' data-pending="1"'
    inside = f'<div class="h">{escape(_title(change))}</div><div class="two">{sides}</div>'
    return f'<div class="snap"{pending} data-snap="{_tap(change)}">{inside}{_acts(change, state)}</div>'


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


def _title(change: Change) -> str:
    count = len(change.keys)
    if change.before is None:
        return many(
            "Nothing is accepted yet", "Nothing is accepted yet, the same for {count} customers", count
        )
    return many("Another text than last time", "The same change for {count} customers", count)


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
