"""The name somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

LIKENESS = 70


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean “vip”?`, with the space before it, or nothing."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return f" Did you mean “{found[0]}”?" if found else ""
