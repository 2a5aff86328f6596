"""The drawing component's Python face: a picture goes down, what the hand did comes up.

The script is one file, built from frontend/ into build/, that browsers fetch once and keep: it has a hash of
its content in its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from builder import state
from builder.canvas.ops import Op

PROJECT, COMPONENT = "flowbook", "canvas"
NAME = f"{PROJECT}.{COMPONENT}"
SCRIPT = "index-*.js"
HERE = Path(__file__).parent
MOST_OPS = 2000


@dataclass(frozen=True, slots=True)
class Event:
    """Deeds of the hand in their order. They are numbered one by one and without end: `seq` is the number of
    the last op, so that those that came twice can be told. `rev` is the drawing they were made on."""

    seq: int
    doc_id: str
    rev: int
    ops: tuple[Op, ...]

    def after(self, ack: int) -> tuple[Op, ...]:
        """The ops behind the one of that number."""
        first = self.seq - len(self.ops)
        return self.ops[max(0, ack - first) :]


@dataclass(frozen=True, slots=True)
class CanvasAnswer:
    """`selection` are the ids of the selected nodes, None before anybody selected; `event` is there in the
    run that it began only. `way` is the one that was asked about last, as step|exit#number, while it is shown
    what tests have seen."""

    selection: tuple[str, ...] | None = None
    event: Event | None = None
    way: str = ""


def flow_canvas(
    picture: Mapping[str, Any],
    *,
    key: str,
    height: int = 620,
    on_answer: Callable[[CanvasAnswer], None] | None = None,
) -> CanvasAnswer:
    """`picture` is that of canvas.picture with rev, ack, focus, readonly and texts. `on_answer` is called
    before the page is drawn, so that one run is enough for what was done."""
    _declare()
    mount = st.components.v2.component(NAME, js=SCRIPT, isolate_styles=True)

    heard = partial(_heard, key, on_answer)
    found = mount(
        key=key,
        data={**picture, "height": height},
        height=height,
        default={"selection": None, "way": ""},
        on_event_change=heard,
        on_selection_change=heard,
        on_way_change=heard,
    )
    return _answer(found)


@state.whole
def _heard(key: str, on_answer: Callable[[CanvasAnswer], None] | None) -> None:
    if on_answer:
        on_answer(_answer(state.answer(key)))


def built() -> Path:
    """The built script. Raises FileNotFoundError where it was never built."""
    found = sorted((HERE / "build").glob(SCRIPT))
    if len(found) != 1:
        raise FileNotFoundError("builder/canvas/build holds no script, or several. Run .ci/canvas --write")
    return found[0]


def _declare() -> None:
    """Streamlit looks for a component's files below the package that its distribution is named after. This
    one lives beside the kernel, so it is declared here, once for each server."""
    known = get_bidi_component_manager()
    if known.get_component_asset_root(NAME) is None:
        manifest = ComponentManifest(PROJECT, "1", [ComponentConfig(COMPONENT, "build")])
        known.register_from_manifest(manifest, HERE)


def _answer(found: Any) -> CanvasAnswer:
    if found is None:
        return CanvasAnswer()
    chosen = found.get("selection")
    names = tuple(str(name) for name in chosen) if isinstance(chosen, list) else None
    return CanvasAnswer(names, event_of(found.get("event")), str(found.get("way") or ""))


def event_of(data: Any) -> Event | None:
    """What the browser sent, or None where it is nothing that this canvas sends."""
    if not isinstance(data, Mapping):
        return None
    seq, rev, ops = data.get("seq"), data.get("rev"), data.get("ops")
    if not isinstance(seq, int) or not isinstance(rev, int) or not isinstance(ops, list):
        return None
    kept = tuple(ops[-MOST_OPS:])
    return Event(seq, str(data.get("doc_id", "")), rev, kept)
