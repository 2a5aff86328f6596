"""The drafts in the data folder: read once while they stay the same, saved on every change, with their
past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock, RLock
from typing import NoReturn

import streamlit as st

from builder import company, history, points, state
from builder.edits import Draft
from builder.history import History, Moved, Step
from builder.places import data_folder, store
from flowbook.checks import Issue, check
from flowbook.errors import FlowbookError, StoreError
from flowbook.flow import Flow, Node
from flowbook.layout import Layout, complete
from flowbook.store import folder, workspaces
from flowbook.store.releases import list_releases, load_release
from flowbook.workspace import Workspace

Stamp = tuple[int, int]
_holding = Lock()
_locks: dict[str, RLock] = {}
_latest: dict[tuple[Path, str], dict[str, Node]] = {}
"""The steps of each draft as it was read last."""


def load(flow: str) -> Draft:
    """Raises StoreError where there is no such flow, UnreadableFile where its file is broken."""
    return _load(data_folder(), flow, _stamps(flow))


def read(flow: str) -> Draft:
    """`load`, for a page that is about to be drawn: its changes are changes to this."""
    draft = load(flow)
    _note_read(flow)
    return draft


def is_as_read(flow: str) -> bool:
    """Whether nobody has saved the flow since the page was drawn."""
    return _read_stamps(flow) == _stamps(flow)


@contextmanager
def held(flow: str) -> Iterator[None]:
    """While a change is read, made and written, no other visit changes the flow."""
    with _holding:
        lock = _locks.setdefault(flow, RLock())
    with lock:
        yield


def save(draft: Draft) -> None:
    """To the file at once. Raises StoreError with a sentence when the disk refuses."""
    data = data_folder()
    try:
        points.note(draft)
        folder.save_flow(data, draft.flow)
        if _layout(data, draft.flow.id, _stamps(draft.flow.id)[1]) != draft.layout:
            folder.save_layout(data, draft.flow.id, draft.layout)
    except OSError as error:
        why = error.strerror or "the disk refused"
        raise StoreError(f"This change could not be saved ({why}). Make room, then repeat it.") from None


def keep(draft: Draft, *, select: str | None = None, fresh: bool = False) -> None:
    """Saves a changed draft and remembers the one before it. What others saved since the page was drawn
    stays. `fresh`: forms must forget what they show, because the change did not come from them."""
    flow = draft.flow.id
    with state.unbroken(), held(flow):
        _save_steps(flow, [_with_theirs(draft)])
        if select is not None:
            state.select(flow, select)
        if fresh:
            state.raise_version()


def keep_each(steps: Sequence[Draft]) -> None:
    """Several changes to what is saved now, each a step of its own to undo; the last one is saved."""
    if steps:
        with state.unbroken():
            _save_steps(steps[0].flow.id, steps)


def change(draft: Draft, *, select: str | None = None, fresh: bool = True) -> NoReturn:
    """`keep`, and the page drawn anew."""
    keep(draft, select=select, fresh=fresh)
    st.rerun()


def step_back(flow: str) -> list[str]:
    """Takes back this visit's last change. Returns the titles of the steps that others have changed since and
    that stay; an empty title stands for other parts."""
    return _go(flow, history.undo)


def step_forward(flow: str) -> list[str]:
    """Does again what was taken back; as `step_back`."""
    return _go(flow, history.redo)


def can_step(flow: str) -> tuple[bool, bool]:
    """Whether there is something to undo, and something to redo."""
    past = state.past(flow)
    return bool(past["done"]), bool(past["undone"])


def issues(flow: str, beside: tuple[Stamp, ...] | None = None) -> tuple[Issue, ...]:
    """What the checks find in the draft as it is saved, seen together with the flows that are live. Whoever
    asks for many flows asks for `stamps_beside` once and hands it over."""
    return _issues(data_folder(), flow, stamps_around(flow, beside), _live())


def stamps_around(flow: str, beside: tuple[Stamp, ...] | None = None) -> tuple[Stamp, ...]:
    """Another value as soon as the flow, its workspace or a flow beside it was saved."""
    return _stamp(folder.flow_path(data_folder(), flow)), *(stamps_beside() if beside is None else beside)


def stamps_beside() -> tuple[Stamp, ...]:
    """When the workspace and any flow of the folder were last saved: what one leads to may be in another."""
    data = data_folder()
    drawn = sorted(workspaces.flows_folder(data).glob("*/*.flow.json"))
    return tuple(map(_stamp, (workspaces.workspace_path(data), *drawn)))


def workspace() -> Workspace:
    data = data_folder()
    return _workspace(data, _stamp(workspaces.workspace_path(data)))


def _go(flow: str, step: Callable[[History, history.Data], Moved]) -> list[str]:
    with state.unbroken(), held(flow):
        now = history.to_json(load(flow))
        moved = step(_history(flow), now)
        draft = history.from_json(moved.now)
        if moved.now != now:
            save(draft)
            company.sign(history.from_json(now), draft)
            _note_read(flow)
        _remember(flow, moved.history)
        if state.selected(flow) not in draft.flow.by_id:
            state.select(flow, "")
        state.raise_version()
    return history.kept_steps(moved.kept, moved.now) or ([""] if moved.kept else [])


def _save_steps(flow: str, steps: Sequence[Draft]) -> None:
    before, past = load(flow), _history(flow)
    sheet = history.to_json(before)
    if past.done:
        sheet = history.shared(sheet, past.done[-1].after)
    for step in steps:
        after = history.to_json(step)
        past, sheet = history.do(past, sheet, after), after
    save(steps[-1])
    _remember(flow, past)
    company.sign(before, steps[-1])
    _note_read(flow)


def _with_theirs(draft: Draft) -> Draft:
    """With what others have saved since this page read the draft."""
    flow = draft.flow.id
    base, now = _load(data_folder(), flow, _read_stamps(flow)), load(flow)
    if base == now:
        return draft
    sides = (history.to_json(one) for one in (base, draft, now))
    try:
        return history.from_json(history.together(*sides))
    except FlowbookError:
        return draft


def _history(flow: str) -> History:
    past = state.past(flow)
    done, undone = (tuple(Step(*step) for step in past[name]) for name in ("done", "undone"))
    return History(done, undone)


def _remember(flow: str, past: History) -> None:
    done, undone = ([[one.before, one.after] for one in steps] for steps in (past.done, past.undone))
    state.keep_past(flow, {"done": done, "undone": undone})


def _stamps(flow: str) -> tuple[Stamp, Stamp]:
    data = data_folder()
    return _stamp(folder.flow_path(data, flow)), _stamp(folder.layout_path(data, flow))


def _note_read(flow: str) -> None:
    state.remembered("read")[flow] = _stamps(flow)


def _read_stamps(flow: str) -> tuple[Stamp, Stamp]:
    return state.remembered("read").get(flow) or _stamps(flow)


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
    """Steps that are as they were before stay the very same values: what is known of them is still known."""
    read, before = folder.load_flow(data, flow), _latest.get((data, flow), {})
    steps = tuple(old if (old := before.get(step.id)) == step else step for step in read.nodes)
    found = replace(read, nodes=steps)
    _latest[data, flow] = found.by_id
    return found


@lru_cache(maxsize=256)
def _load(data: Path, flow: str, stamps: tuple[Stamp, Stamp]) -> Draft:
    read = _read(data, flow, stamps[0])
    return Draft(read, complete(read, _layout(data, flow, stamps[1])))


@lru_cache(maxsize=256)
def _layout(data: Path, flow: str, stamp: Stamp) -> Layout:
    return folder.load_layout(data, flow)


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
