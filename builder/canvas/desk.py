"""The drawing canvas at work on a draft: ops are carried out and saved, one history with the forms', and what
is drawn goes back to the browser.

Never put it into a fragment: a server that was started again does not know the fragments of before, and drops
what they send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from time import time
from typing import Any

from builder import drafts, state
from builder.canvas import once, texts
from builder.canvas.face import CanvasAnswer, Event, flow_canvas
from builder.canvas.ops import Ack, Op, apply
from builder.canvas.picture import Marks, picture, structure
from builder.canvas.wire import Told
from builder.editor.selection import WHOLE
from builder.edits import Draft
from builder.texts import _
from flowbook.errors import FlowbookError

HISTORY = {"undo": drafts.step_back, "redo": drafts.step_forward}


@dataclass(frozen=True, slots=True)
class Look:
    """How a canvas is put up: `selected` is the node whose form is open, `form` the CSS selector of the form
    that Enter goes to."""

    selected: str = ""
    height: int = 620
    readonly: bool = False
    form: str = ""


PLAIN, BARE = Look(), Marks()


def drawing(draft: Draft, marks: Marks = BARE, look: Look = PLAIN, *, key: str = "canvas") -> CanvasAnswer:
    """The canvas for one draft of the data folder. What is done on it is saved before the page is drawn, and
    the selected node is the one that state knows."""
    flow = draft.flow.id
    once.remember(flow)
    _follow_form(flow, look.selected)
    past = drafts.can_step(flow)
    down = picture(draft, texts.words(drafts.workspace()), marks) | {
        **_standing(draft),
        "history": {"undo": past[0], "redo": past[1]},
        "selected": look.selected,
        "readonly": look.readonly,
        "form": look.form,
        "texts": texts.texts(),
    }
    heard = partial(_heard, flow, look.readonly)
    return flow_canvas(down, key=f"{key}-{flow}", height=look.height, on_answer=heard)


def viewing(draft: Draft, marks: Marks = BARE, *, key: str, height: int) -> None:
    """A draft that is only looked at, wherever it comes from: `key` is its own."""
    standing = {"doc_id": key, "rev": 1, "ack": 0, "made": None, "told": None, "focus": None}
    look = {"history": {"undo": False, "redo": False}, "selected": "", "readonly": True, "form": ""}
    drawn = picture(draft, texts.words(drafts.workspace()), marks)
    flow_canvas({**drawn, **standing, **look, "texts": texts.texts()}, key=f"view-{key}", height=height)


def fly_to(flow: str, node: str) -> None:
    """Selects a node and, on the next run, brings it to the middle of the view."""
    state.select(flow, node)
    _look_at(_memory(flow), node, fly=True)


def _look_at(memory: dict[str, Any], node: str, *, fly: bool) -> None:
    number = (memory.get("focus") or {}).get("n", 0)
    memory |= {"focus": {"id": node, "n": _next(number), "fly": fly}, "selection": [node] if node else []}


def _follow_form(flow: str, selected: str) -> None:
    """Where the form has become another node's than the drawing has selected, the drawing selects it and, if
    it must, moves just so far that it is seen. While several are selected the form stays as it is."""
    memory = _memory(flow)
    known = memory.setdefault("selection", [selected] if selected else [])
    has_changed = memory.get("form") != selected
    memory["form"] = selected
    if has_changed and selected not in known and (selected or len(known) == 1):
        _look_at(memory, selected, fly=False)


def _standing(draft: Draft) -> dict[str, Any]:
    """rev, ack, and what to say. The revision rises when the draft is not as the ops left it."""
    memory, now = _memory(draft.flow.id), structure(draft)
    if memory.get("structure") != now:
        memory |= {"structure": now, "rev": _next(memory.get("rev", 0))}
    keys = ("rev", "ack", "made", "told", "focus")
    return {key: memory.get(key, 0 if key in ("rev", "ack") else None) for key in keys}


def _next(number: int) -> int:
    """Higher than any before, also than those of a server that was started again since."""
    return max(number + 1, int(time() * 1000))


def _heard(flow: str, readonly: bool, answer: CanvasAnswer) -> None:
    if answer.event and answer.event.doc_id == flow and not readonly:
        follow(flow, answer.event)
    _ask_about(flow, answer.way)
    _select(flow, answer.selection)


def asked_way(flow: str) -> tuple[str, str] | None:
    """The step and the exit of the way that somebody pressed since they selected a step."""
    step, _bar, exit = str(_memory(flow).get("way", "")).partition("#")[0].partition("|")
    return (step, exit) if step and exit else None


def ask_way(flow: str, step: str, exit: str) -> None:
    """As if it had been pressed on the canvas."""
    _memory(flow)["way"] = f"{step}|{exit}"


def _ask_about(flow: str, way: str) -> None:
    memory = _memory(flow)
    if way != memory.get("way_heard", ""):
        memory |= {"way": way, "way_heard": way}


def follow(flow: str, event: Event) -> None:
    """Carries out the ops that were not carried out before. What cannot be saved is not acknowledged, so that
    the browser keeps it and sends it again."""
    memory = _memory(flow)
    fresh = event.after(memory.get("ack", 0))
    try:
        ack = _carry_out(flow, fresh)
    except FlowbookError as error:
        _tell(memory, [str(error)])
        return
    memory["ack"] = max(event.seq, memory.get("ack", 0))
    if fresh and not ack.names:
        memory["structure"] = structure(drafts.load(flow))
    if ack.made:
        memory["made"] = {"seq": event.seq, "ids": list(ack.made)}
    _tell(memory, [_(told.text, **told.values) for told in ack.told])
    _let_go(flow, memory)


def _let_go(flow: str, memory: dict[str, Any]) -> None:
    """Where all that was selected is gone, so is its form."""
    selection, known = memory.get("selection") or [], drafts.load(flow).flow.by_id
    if selection and not any(name in known for name in selection):
        memory["selection"] = []
        state.select(flow, WHOLE)


def _carry_out(flow: str, ops: Iterable[Op]) -> Ack:
    """In runs: what is drawn, and steps in the history, which the forms share."""
    whole = Ack()
    for step, run in groupby(ops, key=_history_step):
        with drafts.held(flow), once.fresh(flow, run) as fresh:
            ack = _stepped(flow, step, fresh) if step else _drawn(flow, fresh)
        told = (*whole.told, *ack.told)
        whole = Ack(names={**whole.names, **ack.names}, made=ack.made or whole.made, told=told)
    return whole


def _stepped(flow: str, step: str, ops: Iterable[Op]) -> Ack:
    return Ack(told=tuple(one for _op in ops for one in _kept(HISTORY[step](flow))))


def _drawn(flow: str, ops: Iterable[Op]) -> Ack:
    _after, ack = apply(drafts.load(flow), ops)
    drafts.keep_each(ack.steps)
    return ack


def _kept(titles: Iterable[str]) -> Iterator[Told]:
    """What a step back or forth had to leave as it is."""
    for title in titles:
        if title:
            yield Told("“{step}” was changed by somebody else since. That stays as it is.", {"step": title})
        else:
            yield Told("A part was changed by somebody else since. That stays as it is.")


def _history_step(op: Any) -> str:
    name = op.get("op") if isinstance(op, Mapping) else ""
    return str(name) if name in HISTORY else ""


def _tell(memory: dict[str, Any], sentences: list[str]) -> None:
    if sentences:
        memory["told"] = {"n": _next((memory.get("told") or {}).get("n", 0)), "sentences": sentences}


def _select(flow: str, names: tuple[str, ...] | None) -> None:
    """One selected node is that of the form; with several the form stays as it is."""
    memory = _memory(flow)
    if names is None or list(names) == memory.get("selection"):
        return
    memory["selection"] = list(names)
    if names:
        memory["way"] = ""
    if len(names) == 1:
        state.select(flow, names[0])
    elif not names:
        state.select(flow, WHOLE)


def _memory(flow: str) -> dict[str, Any]:
    return state.remembered(f"canvas {flow}")
