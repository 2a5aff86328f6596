"""The name somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

LIKENESS = 70


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one; empty when none is like it."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return str(found[0]) if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean “vip”?`, with the space before it, or nothing."""
    near = nearest(name, known)
    return f" Did you mean “{near}”?" if near else ""
