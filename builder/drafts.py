"""The drafts in the data folder: read once while they stay the same, saved on every change, with their
past."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

import streamlit as st

from builder import history, state
from builder.edits import Draft
from builder.history import History
from builder.places import data_folder, store
from flowbook.checks import Issue, check
from flowbook.errors import FlowbookError, StoreError
from flowbook.flow import Flow
from flowbook.layout import complete
from flowbook.store import folder, workspaces
from flowbook.store.releases import list_releases, load_release
from flowbook.workspace import Workspace

Stamp = tuple[int, int]


def load(flow: str) -> Draft:
    """Raises StoreError where there is no such flow, UnreadableFile where its file is broken."""
    data = data_folder()
    stamps = _stamp(folder.flow_path(data, flow)), _stamp(folder.layout_path(data, flow))
    return _load(data, flow, stamps)


def save(draft: Draft) -> None:
    """To the file at once. Raises StoreError with a sentence when the disk refuses."""
    data = data_folder()
    try:
        folder.save_flow(data, draft.flow)
        folder.save_layout(data, draft.flow.id, draft.layout)
    except OSError as error:
        why = error.strerror or "the disk refused"
        raise StoreError(f"This change could not be saved ({why}). Make room, then repeat it.") from None


def keep(draft: Draft, *, select: str | None = None, fresh: bool = False) -> None:
    """Saves a changed draft and remembers the one before it. `fresh`: forms must forget what they show,
    because the change did not come from them."""
    flow = draft.flow.id
    changed = history.do(_history(flow), history.to_json(draft))
    _remember(flow, changed)
    save(draft)
    if select is not None:
        state.select(flow, select)
    if fresh:
        state.raise_version()


def keep_each(steps: Sequence[Draft]) -> None:
    """Several changes at once, each a step of its own to undo; the last one is saved."""
    if not steps:
        return
    flow = steps[0].flow.id
    past = _history(flow)
    for step in steps:
        past = history.do(past, history.to_json(step))
    _remember(flow, past)
    save(steps[-1])


def change(draft: Draft, *, select: str | None = None, fresh: bool = True) -> NoReturn:
    """`keep`, and the page drawn anew."""
    keep(draft, select=select, fresh=fresh)
    st.rerun()


def step_back(flow: str) -> None:
    _go(flow, history.undo(_history(flow)))


def step_forward(flow: str) -> None:
    _go(flow, history.redo(_history(flow)))


def can_step(flow: str) -> tuple[bool, bool]:
    """Whether there is something to undo, and something to redo."""
    past = state.past(flow)
    return bool(past["before"]), bool(past["after"])


def issues(flow: str) -> tuple[Issue, ...]:
    """What the checks find in the draft as it is saved, seen together with the flows that are live."""
    data = data_folder()
    stamps = _stamp(folder.flow_path(data, flow)), _stamp(workspaces.workspace_path(data))
    return _issues(data, flow, (*stamps, *_drafts(data)), _live())


def workspace() -> Workspace:
    data = data_folder()
    return _workspace(data, _stamp(workspaces.workspace_path(data)))


def _go(flow: str, moved: History[dict[str, object]]) -> None:
    _remember(flow, moved)
    draft = history.from_json(moved.now)
    save(draft)
    if state.selected(flow) not in draft.flow.by_id:
        state.select(flow, "")
    state.raise_version()


def _history(flow: str) -> History[dict[str, object]]:
    past = state.past(flow)
    return History(history.to_json(load(flow)), tuple(past["before"]), tuple(past["after"]))


def _remember(flow: str, past: History[dict[str, object]]) -> None:
    state.keep_past(flow, {"before": list(past.before), "after": list(past.after)})


def _drafts(data: Path) -> list[Stamp]:
    """When any flow of the folder was last saved: what one leads to may be in another."""
    return [_stamp(path) for path in sorted(workspaces.flows_folder(data).glob("*/*.flow.json"))]


def _live() -> tuple[int, ...]:
    return tuple(sorted(note.number for note in list_releases(store()) if note.bots))


def _readable(data: Path) -> list[Flow]:
    """All drafts; reading them anew for each card of a list would take seconds."""
    found = []
    for path in sorted(workspaces.flows_folder(data).glob("*/*.flow.json")):
        with suppress(FlowbookError):
            found.append(_read(data, path.parent.name, _stamp(path)))
    return found


@lru_cache(maxsize=256)
def _read(data: Path, flow: str, stamp: Stamp) -> Flow:
    return folder.load_flow(data, flow)


@lru_cache(maxsize=64)
def _load(data: Path, flow: str, stamps: tuple[Stamp, Stamp]) -> Draft:
    read = _read(data, flow, stamps[0])
    return Draft(read, complete(read, folder.load_layout(data, flow)))


@lru_cache(maxsize=64)
def _issues(data: Path, flow: str, stamps: tuple[Stamp, ...], live: tuple[int, ...]) -> tuple[Issue, ...]:
    others: list[Flow] = [load_release(store(), number).flow for number in live]
    return check(load(flow).flow, workspace(), others, _readable(data))


@lru_cache(maxsize=8)
def _workspace(data: Path, stamp: Stamp) -> Workspace:
    return workspaces.load_workspace(data)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
