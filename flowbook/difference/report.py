"""A behaviour diff as plain JSON and as lines for a shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flowbook.difference.behaviour import Behaviour, Change
from flowbook.transcript import NOTE, Bubble


def behaviour_to_json(found: Behaviour) -> dict[str, Any]:
    return {"same": found.same, "talks": found.talks, "changes": [_change(one) for one in found.changes]}


def behaviour_lines(found: Behaviour) -> Iterator[str]:
    """The sentences, each with its cause and the words of one customer before and now."""
    for one in found.changes:
        yield f"{one.kind:<8} {one.sentence}"
        yield from (f"         because: {cause.sentence}" for cause in one.causes[:2])
        was, now = words_of(one)
        if was != now:
            yield f"         {one.example.who} read: {was or 'nothing'}"
            yield f"         and now reads: {now or 'nothing'}"
        elif one.example.why:
            yield f"         {one.example.who}: {one.example.why}"


def words_of(change: Change) -> tuple[str, str]:
    """The one bubble of the example that it is about, before and now; empty where there is none."""
    old, new = change.example.at
    return _words(change.example.old, old), _words(change.example.new, new)


def _words(shown: tuple[Bubble, ...], index: int) -> str:
    found = next((one for one in shown if one.index == index), None)
    if found is None or found.who == NOTE:
        return ""
    buttons = " ".join(f"[{button.label}]" for row in found.buttons for button in row)
    return " ".join(filter(None, (found.text.replace("\n", " ⏎ "), buttons)))


def _change(one: Change) -> dict[str, Any]:
    was, now = words_of(one)
    return {
        "kind": one.kind,
        "flow": one.flow,
        "node": one.node,
        "count": one.count,
        "customers": list(one.customers),
        "sentence": one.sentence,
        "because": [cause.sentence for cause in one.causes],
        "example": {"who": one.example.who, "notebook": one.example.source, "before": was, "now": now},
        **({"why": one.example.why} if one.example.why else {}),
    }
