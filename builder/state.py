"""What the builder remembers of one person's visit: the only place that touches st.session_state, plain JSON
in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypedDict, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

MOST_PASSING = 300
"""More than any form that is open asks for."""


class Notice(TypedDict, total=False):
    """A sentence to show after the next rerun; `undo` names what its Undo button takes back, `failed` is set
    where something was refused. `seen`: on which page it was shown first, and when."""

    text: str
    undo: str
    failed: bool
    seen: list[Any]


class Past(TypedDict):
    """What was done and undone, newest last, each as the draft before and after it (history.to_json)."""

    done: list[list[dict[str, Any]]]
    undone: list[list[dict[str, Any]]]


@contextmanager
def unbroken(*, anyway: bool = False) -> Iterator[None]:
    """Inside, this run is not broken off. A run that a newer request of the page has overtaken ends at its
    next touch of what is kept here, in callbacks too: a change would be left half done, saved and not
    acknowledged. A run that is overtaken already does not come in, unless `anyway`."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        yield
        return
    # Streamlit has no public word for this; its version is pinned.
    kept = context.session_state
    breaks_off = object.__getattribute__(kept, "_yield_callback")
    if not anyway:
        breaks_off()
    object.__setattr__(kept, "_yield_callback", lambda: None)
    try:
        yield
    finally:
        object.__setattr__(kept, "_yield_callback", breaks_off)


def whole(act: Callable[..., None]) -> Callable[..., None]:
    """What a press does, unbroken."""

    @wraps(act)
    def acted(*given: Any, **named: Any) -> None:
        with unbroken(anyway=True):
            act(*given, **named)

    return acted


@whole
def press(key: str) -> None:
    """Notes that a button was pressed, before the page is drawn: the press outlives a run that is overtaken
    before it comes to the button."""
    _under("pressed")[key] = True


def take_press(key: str) -> bool:
    """Whether the button was pressed and nobody has acted on it yet. Who asks must act."""
    with unbroken():
        return _under("pressed").pop(key, False)


def forget_presses() -> None:
    """At the end of a page: buttons that are no longer on it are not pressed any more."""
    _under("pressed").clear()


def language() -> str:
    """The interface's language as settled in this visit; empty when it is not."""
    return _text("language") if _is_visit() else ""


def set_language(tag: str) -> None:
    if _is_visit():
        st.session_state["language"] = tag


def flow_id() -> str:
    """The flow that is open: the address names it, else the one last opened."""
    named = st.query_params.get("flow", "")
    if named:
        st.session_state["flow"] = named
    return named or _text("flow")


def last_flow() -> str:
    """The flow that was open last in this visit, whatever page is shown now; empty for none."""
    return st.query_params.get("flow", "") or _text("flow")


def open_flow(flow: str) -> None:
    st.session_state["flow"] = flow


def selected(flow: str) -> str:
    """The id of the selected node, empty for none."""
    return str(_under("selected").get(flow, ""))


def select(flow: str, node: str) -> None:
    _under("selected")[flow] = node


def named_step() -> str:
    """The step that the address names, empty for none."""
    return st.query_params.get("step", "")


def name_step(step: str) -> None:
    """Into the address, which reloads and links keep."""
    if named_step() != step:
        st.query_params["step"] = step


def named_notebook() -> str:
    """The test notebook that the address names, empty for none."""
    return st.query_params.get("notebook", "")


def name_notebook(name: str) -> None:
    """Into the address; empty for the list of all."""
    if name and named_notebook() != name:
        st.query_params["notebook"] = name
    elif not name and "notebook" in st.query_params:
        del st.query_params["notebook"]


def past(flow: str) -> Past:
    empty: Past = {"done": [], "undone": []}
    return cast(Past, _under("past").get(flow, empty))


def keep_past(flow: str, kept: Past) -> None:
    _under("past")[flow] = kept


def visit() -> str:
    """This tab's id for the server; empty where code runs without a page."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def version() -> int:
    """Rises when content changed under the forms; it stands in the keys of their widgets, which otherwise go
    on showing what was typed."""
    return int(st.session_state.get("version", 0))


def raise_version() -> None:
    st.session_state["version"] = version() + 1


def note(text: str, undo: str = "") -> None:
    st.session_state["notice"] = Notice(text=text, undo=undo)


def refuse(why: str) -> None:
    """Notes what was not done, with the reason."""
    st.session_state["notice"] = Notice(text=why, failed=True)


def notice() -> Notice | None:
    return cast("Notice | None", st.session_state.get("notice"))


def clear_notice() -> None:
    st.session_state.pop("notice", None)


def is_elsewhere(folder: Sequence[int]) -> bool:
    """Whether this visit was last in another data folder; both are what the system knows the folder by."""
    last = st.session_state.get("folder")
    st.session_state["folder"] = list(folder)
    return last is not None and last != list(folder)


def remembered(name: str) -> dict[str, Any]:
    """A part's own small memory: the last click on a map, a dialog's page. Changes to it are kept."""
    return _under(f"own {name}")


def passing(name: str) -> dict[str, Any]:
    """`remembered`, for what belongs to a form as it is drawn now: forms come and go with each step and
    version, and those drawn longest ago are forgotten."""
    kept = _under("passing")
    found: dict[str, Any] = kept.pop(name, {})
    return _newest(kept, name, found)


def answer(key: str) -> Any:
    """What a component has answered, by the key it stands under; for its callbacks, which run before the
    page."""
    return st.session_state.get(key)


def show(key: str, value: str) -> None:
    """What a widget shows, where that has changed behind its back. It stays the same widget, so that the
    keyboard stays in it."""
    told = _under("shown")
    before = told.pop(key, None)
    if _newest(told, key, value) != before or key not in st.session_state:
        st.session_state[key] = value


def tapped(key: str) -> str | None:
    """What look.tap was told since the last run, by the key it stands under."""
    heard = st.session_state.get(key)
    value = heard.get("tap") if heard is not None else None
    return str(value) if value is not None else None


def rehearsals(flow: str) -> dict[str, Any]:
    """The talks with this flow by customer id; `who` is the customer talked as now. Changes are kept."""
    return _under(f"rehearsals {flow}")


def _is_visit() -> bool:
    """False where code runs without a page: in scripts and tests."""
    return get_script_run_ctx(suppress_warning=True) is not None


def _newest(kept: dict[str, Any], name: str, value: Any) -> Any:
    """Put last, and the oldest let go of where there are very many."""
    kept[name] = value
    while len(kept) > MOST_PASSING:
        del kept[next(iter(kept))]
    return value


def _under(name: str) -> dict[str, Any]:
    if name not in st.session_state:
        st.session_state[name] = {}
    return cast("dict[str, Any]", st.session_state[name])


def _text(name: str) -> str:
    return str(st.session_state.get(name, ""))
