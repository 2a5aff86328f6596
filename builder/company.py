"""Who else is at work on a flow: the visits of this server, the step each has open, who changed what last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock

from streamlit import runtime

from builder import signature, state
from builder.edits import Draft
from builder.places import data_folder

FACTS = ""
"""Stands for the flow itself where its authors are noted."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """`name` is empty where nobody has said one in that browser; `step` the id of the open step."""

    visit: str
    name: str
    step: str = ""


_lock = Lock()
_places: dict[str, tuple[str, Visitor]] = {}
_authors: dict[tuple[str, str], Visitor] = {}


def arrive(flow: str, step: str) -> None:
    """This visit has the flow open, and in it the step."""
    visit = state.visit()
    if visit:
        with _lock:
            _places[visit] = (_key(flow), Visitor(visit, signature.own_name(), step))


def leave() -> None:
    """This visit is somewhere else now."""
    with _lock:
        _places.pop(state.visit(), None)


def others(flow: str) -> list[Visitor]:
    """Everybody else who has the flow open, by name."""
    with _lock:
        for visit in [one for one in _places if not _is_here(one)]:
            del _places[visit]
        here = [visitor for key, visitor in _places.values() if key == _key(flow)]
    return sorted((one for one in here if one.visit != state.visit()), key=lambda one: (one.name, one.visit))


def sign(before: Draft, after: Draft) -> None:
    """This visit has changed the draft: noted for each step that is another one now."""
    flow, author = after.flow.id, Visitor(state.visit(), signature.own_name())
    old = before.flow.by_id
    with _lock:
        _authors[_key(flow), FACTS] = replace(author, name=signature.author())
        for node in after.flow.nodes:
            if old.get(node.id) != node:
                _authors[_key(flow), node.id] = author


def author_of(flow: str, step: str) -> Visitor | None:
    """Who changed the step last; None where nobody did since the server was started."""
    return _authors.get((_key(flow), step))


def last_author(flow: str) -> str:
    """The name of whoever changed the flow last; empty where it is not known."""
    found = _authors.get((_key(flow), FACTS))
    return found.name if found else ""


def _key(flow: str) -> str:
    """Servers of tests see more than one data folder."""
    return f"{data_folder()} {flow}"


def _is_here(visit: str) -> bool:
    return not runtime.exists() or runtime.get_instance().is_active_session(visit)
