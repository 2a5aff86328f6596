"""Which of the offered options a person means: by name, by number, by its beginning, or nearly by name."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from flowbook.phrases import fold

Options = tuple[tuple[str, ...], ...]
"""For each option everything it may be called."""

NEAR = 78
"""Of 100 for the same text: one wrong letter in five still counts."""
LEAD = 8
"""By how much the nearest option must lead, so that a guess is no coin toss."""
_BETWEEN = re.compile(r"[,;\n/+&]|\band\b|\bи\b", re.IGNORECASE)


def option_meant(text: str, options: Options) -> int | None:
    """The option's place, from 0; None where none is meant, or several could be."""
    said = _folded(text)
    if not said:
        return None
    names = [[_folded(name) for name in option] for option in options]
    exact = [place for place, own in enumerate(names) if said in own]
    if exact:
        return exact[0]
    numbered = any(char.isdecimal() for own in names for name in own for char in name)
    if said.isdecimal() and not numbered:
        return int(said) - 1 if 1 <= int(said[:4]) <= len(options) else None
    begun = [place for place, own in enumerate(names) if any(name.startswith(said) for name in own)]
    if len(begun) == 1 and len(said) >= 3:
        return begun[0]
    return _nearest(said, names)


def options_meant(text: str, options: Options) -> tuple[int, ...] | None:
    """Several at once, parted by commas, “and” or new lines, in the order of the options; None where a part
    is none of them."""
    whole = option_meant(text, options)
    if whole is not None:
        return (whole,)
    parts = [part for part in _BETWEEN.split(text) if _folded(part)]
    if " ".join(parts).replace(" ", "").isdecimal():
        parts = " ".join(parts).split()
    meant = [option_meant(part, options) for part in parts]
    if not meant or None in meant:
        return None
    return tuple(sorted({place for place in meant if place is not None}))


def _nearest(said: str, names: list[list[str]]) -> int | None:
    nearness = [(max(fuzz.ratio(said, name) for name in own), place) for place, own in enumerate(names)]
    scores = sorted(nearness, reverse=True)
    if not scores or scores[0][0] < NEAR:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < LEAD:
        return None
    return scores[0][1]


def _folded(text: str) -> str:
    """Small letters, digits, single spaces; signs and emoji do not matter, unless there is nothing else."""
    folded = fold(text)
    return " ".join(re.sub(r"[\W_]+", " ", folded).split()) or folded
