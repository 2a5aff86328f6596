"""What was changed elsewhere while a form stood open: in another tab, by a colleague, by a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder import state
from builder.forms.spot import MISSING


def without_stale(key: str, now: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """`found` is what the form under that key says, `now` what is saved. Where the form only repeats what it
    was drawn from, what is saved is right; the forms are then drawn anew."""
    before = state.remembered(f"seen {key}").get("values", now)
    merged = _merge(before, now, found)
    if merged != found:
        state.raise_version()
    return dict(merged)


def note_seen(key: str, values: Mapping[str, Any]) -> None:
    """What will be saved when the form under that key is asked next."""
    state.remembered(f"seen {key}")["values"] = dict(values)


def _merge(before: Any, now: Any, mine: Any) -> Any:
    """Part by part, a text's languages too: mine where I changed it, else what there is now."""
    if before in (now, mine):
        return mine if before == now else now
    if not all(isinstance(one, Mapping) for one in (before, now, mine)):
        return mine
    names = dict.fromkeys([*mine, *now])
    merged = {name: _merge(*(side.get(name, MISSING) for side in (before, now, mine))) for name in names}
    return {name: value for name, value in merged.items() if value is not MISSING}
