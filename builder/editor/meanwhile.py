"""What was changed elsewhere while a form stood open: in another tab, by a colleague, by a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder import state
from builder.merging import Clash, merge


def without_stale(key: str, now: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """`found` is what the form under that key says, `now` what is saved. Where the form only repeats what it
    was drawn from, what is saved is right; the forms are then drawn anew."""
    return settled(key, now, found)[0]


def settled(
    key: str, now: Mapping[str, Any], found: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Clash, ...]]:
    """`without_stale`, and what both the form and somebody else have changed: there the form is kept."""
    before = state.passing(f"seen {key}").get("values", now)
    merged, clashes = merge(before, found, now)
    if merged != found:
        state.raise_version()
    return dict(merged), clashes


def note_seen(key: str, values: Mapping[str, Any]) -> None:
    """What will be saved when the form under that key is asked next."""
    state.passing(f"seen {key}")["values"] = dict(values)
