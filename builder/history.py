"""Undo and redo: one history over structure, content and places, for the drafts of one flow."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from builder.edits import Draft
from flowbook.layout import read_layout, write_layout
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
    return {"flow": flow_to_json(draft.flow), "layout": json.loads(write_layout(draft.layout))}


def from_json(data: dict[str, Any]) -> Draft:
    return Draft(flow_from_json(data["flow"]), read_layout(json.dumps(data["layout"])))
