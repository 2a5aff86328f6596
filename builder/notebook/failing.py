"""What failed at a cell, in sentences: whoever misses the same is told of in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from builder.notebook.rows import Missed
from builder.texts import _, listed

SENTENCES, TELLINGS = 4, 2
"""Failures told at a cell, and different answers told of each; the rest is counted."""
SOMEBODY = "…"
"""Stands in a sentence where each has a name of their own."""


@dataclass(frozen=True, slots=True)
class Told:
    """A failure's sentence taken apart: Anna (orders 2): expected this; that was there. `facts` has the
    brackets, `leads` says that it begins with the name, `rest` is what was there instead, and why."""

    key: str
    who: str
    name: str
    what: str
    rest: str
    facts: str = ""
    leads: bool = True

    @property
    def alike(self) -> tuple[str, bool]:
        """The same for those who miss the same."""
        return _nameless(self.what, self.name), self.leads


def failures_html(failures: Iterable[Missed]) -> str:
    groups: dict[tuple[str, bool], list[Told]] = {}
    for one in map(_taken_apart, failures):
        groups.setdefault(one.alike, []).append(one)
    told = "".join(map(_group, list(groups.values())[:SENTENCES]))
    return told + _more(len(groups) - SENTENCES)


def _taken_apart(missed: Missed) -> Told:
    sentence, name = missed.failure.sentence, missed.name
    begins = re.match(re.escape(name) + r"(?P<facts> \([^)]*\))?: ", sentence)
    said = sentence[begins.end() :] if begins else sentence
    what, mark, rest = said.partition("; ")
    if not mark:
        what, mark, rest = said.partition(". ")
    facts = (begins["facts"] or "") if begins else ""
    return Told(missed.key, missed.who, name, what.rstrip("."), rest, facts, begins is not None)


def _group(some: Sequence[Told]) -> str:
    """What was expected in bold; below it what there was instead, why, and what would have made it so."""
    first, names = some[0], list({one.key: one.who for one in some}.values())
    if len(names) == 1:
        begins = f"{first.who}{first.facts}: " if first.leads else ""
        return f"<b>{escape(begins + first.what)}.</b>{_paragraph(first.rest)}"
    who, what = listed(names), _common(some)
    if not first.leads:
        same = _("The same for {names}.", names=listed(names[1:]))
        return f"<b>{escape(first.what)}.</b>{_paragraph(first.rest)}{_paragraph(same)}"
    return f"<b>{escape(f'{who}: {what}')}.</b>{_rests(some)}"


def _common(some: Sequence[Told]) -> str:
    whats = {one.what for one in some}
    return some[0].what if len(whats) == 1 else some[0].alike[0]


def _rests(some: Sequence[Told]) -> str:
    """What each got instead, once; with the name where it is not everybody's."""
    kinds: dict[str, Told] = {}
    for one in some:
        kinds.setdefault(_nameless(one.facts + one.rest, one.name), one)
    if len({one.facts + one.rest for one in some}) == 1 and not some[0].facts:
        return _paragraph(some[0].rest)
    told = [_paragraph(f"{one.who}{one.facts}: {one.rest}") for one in list(kinds.values())[:TELLINGS]]
    return "".join(told) + _more(len(kinds) - TELLINGS)


def _nameless(text: str, name: str) -> str:
    """Names stand in greetings: “Hi Anna!” and “Hi Boris!” are the same miss."""
    for part in (name, *name.split()):
        text = re.sub(rf"\b{re.escape(part)}\b", SOMEBODY, text)
    return text


def _paragraph(text: str) -> str:
    return f"<p>{escape(text[:1].upper() + text[1:])}</p>" if text else ""


def _more(count: int) -> str:
    return f'<p class="mut">{escape(_("and {count} more", count=count))}</p>' if count > 0 else ""
