"""Undo and redo: one history over structure, content and places, for the drafts of one flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from builder.edits import Draft
from flowbook.layout import Layout
from flowbook.reading import flow_from_json
from flowbook.writing import flow_to_json

State = TypeVar("State")
MOST = 60


@dataclass(frozen=True, slots=True)
class History(Generic[State]):
    """`before` and `after` have their newest last."""

    now: State
    before: tuple[State, ...] = ()
    after: tuple[State, ...] = ()


def do(history: History[State], changed: State) -> History[State]:
    """A change; what could have been redone is gone. A state equal to the present one is no change."""
    if changed == history.now:
        return history
    return History(changed, (*history.before, history.now)[-MOST:])


def undo(history: History[State]) -> History[State]:
    if not history.before:
        return history
    return History(history.before[-1], history.before[:-1], (*history.after, history.now))


def redo(history: History[State]) -> History[State]:
    if not history.after:
        return history
    return History(history.after[-1], (*history.before, history.now), history.after[:-1])


def to_json(draft: Draft) -> dict[str, Any]:
    places = {name: list(place) for name, place in draft.layout.places.items()}
    return {"flow": flow_to_json(draft.flow), "places": places}


def from_json(data: dict[str, Any]) -> Draft:
    places = {name: (place[0], place[1]) for name, place in data["places"].items()}
    return Draft(flow_from_json(data["flow"]), Layout(places))
