"""Break the bot: a conversation with a flow in which one thing was changed; which step, and what."""

from __future__ import annotations

from collections import OrderedDict
from html import escape
from typing import Any

import streamlit as st

from builder import state
from builder.customers.journey import talk_html
from builder.look import kit
from builder.texts import _
from builder.training.material import grounds_of
from flowbook.flow import Flow
from flowbook.mutation import Mutant
from flowbook.training import Riddle, riddle
from flowbook.training.riddle import first_difference
from flowbook.transcript import bubbles
from flowbook.writing import write_flow

KEPT = 8
BEFORE = 12
"""Records shown before the first that differs."""
STEP, CHANGE = 2, 1
"""Points for the step and for the change; the hint costs one."""
_made: OrderedDict[tuple[str, int, tuple[str, ...]], Riddle | None] = OrderedDict()


def break_dialog(flow: Flow) -> None:
    @st.dialog(_("Break the bot"), width="large")
    def ask() -> None:
        breaking(flow)

    ask()


def breaking(flow: Flow) -> None:
    """What the dialog shows. The score goes on from riddle to riddle."""
    memory = memory_of(flow.id)
    with st.spinner(_("Breaking something…")):
        found = _riddle(flow, memory.get("turn", 0))
    if found is None:
        told = _("Riddles are made from tests. Save a talk in Try as a test first.")
        kit.state_card("act", "list-checks", _("There is nothing to break yet"), told)
        return
    _head(memory)
    _talks(found, hinted=bool(memory.get("hinted") or "change" in memory))
    if "step" not in memory:
        _ask_step(flow, found, memory)
    elif "change" not in memory:
        _verdict(memory["step"] == found.mutant.node, flow, found)
        _ask_change(flow, found, memory)
    else:
        _solved(flow, found, memory)


def memory_of(flow: str) -> dict[str, Any]:
    return state.remembered(f"break {flow}")


def change_words(mutant: Mutant) -> str:
    """What was changed, in the interface's language where it is known there."""
    return _(mutant.text, **mutant.values)


def _riddle(flow: Flow, turn: int) -> Riddle | None:
    some = grounds_of(flow.id)
    key = (write_flow(flow), turn, tuple(ground.notebook.file for ground in some))
    if key not in _made:
        _made[key] = riddle(some, turn)
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return _made[key]


def _head(memory: dict[str, Any]) -> None:
    most = memory.get("most", 0)
    score = (
        kit.pill(_("{points} of {most} points", points=memory.get("points", 0), most=most), "act")
        if most
        else ""
    )
    asked = _("In this bot one thing is not as it was drawn. Which step is it?")
    kit.show(f'<div class="row"><span class="grow">{escape(asked)}</span>{score}</div>')


def _talks(found: Riddle, *, hinted: bool) -> None:
    """The broken one; where somebody has asked for it, the whole one beside it, from shortly before they
    part."""
    zone, who = found.ground.zone, found.scenario.customer.id
    begin = max(first_difference(found) - BEFORE, 0) if hinted else 0
    shown = [(_("The broken bot"), found.broken)]
    shown += [(_("As it should be"), found.whole)] if hinted else []
    for place, (title, log) in zip(st.columns(len(shown)), shown, strict=True):
        with place:
            kit.show(f'<div class="over">{escape(title)}</div>')
            kit.show(talk_html(bubbles(log[begin:], who), zone))


def _ask_step(flow: Flow, found: Riddle, memory: dict[str, Any]) -> None:
    titles = kit.distinct({step: flow.title_of(step) for step in found.steps})
    chosen = st.selectbox(
        _("The step that was changed"),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        placeholder=_("Choose a step"),
        key=f"broken-step-{memory.get('turn', 0)}",
    )
    with st.container(horizontal=True, gap="small"):
        press = {"on_click": _chose, "args": (flow.id, "step", chosen), "disabled": chosen is None}
        kit.button(_("It is this one"), key="break-step", glyph="check", type="primary", **press)
        if not memory.get("hinted"):
            hint = {"on_click": _chose, "args": (flow.id, "hinted", True)}
            kit.button(_("Show how it should go"), key="break-hint", glyph="eye", **hint)
    if not memory.get("hinted"):
        kit.show(f'<div class="mut xs">{escape(_("The hint costs a point."))}</div>')


def _verdict(right: bool, flow: Flow, found: Riddle) -> None:
    title = flow.title_of(found.mutant.node)
    told = _("Yes, it is “{step}”.", step=title) if right else _("No, it is “{step}”.", step=title)
    tone, glyph = ("ok", "circle-check") if right else ("bad", "circle-x")
    kit.state_card(tone, glyph, told, _("And what was changed there?"))


def _ask_change(flow: Flow, found: Riddle, memory: dict[str, Any]) -> None:
    names = dict(enumerate(map(change_words, found.changes)))
    chosen = st.radio(
        _("What was changed"),
        list(names),
        index=None,
        format_func=lambda number: kit.plain(names[number]),
        key=f"broken-change-{memory.get('turn', 0)}",
        label_visibility="collapsed",
    )
    right = chosen is not None and found.changes[chosen] is found.mutant
    press = {"on_click": _settle, "args": (flow.id, found.mutant.node, right), "disabled": chosen is None}
    kit.button(_("That is it"), key="break-change", glyph="check", type="primary", **press)


def _solved(flow: Flow, found: Riddle, memory: dict[str, Any]) -> None:
    right = bool(memory["change"])
    tone, glyph, title = (
        ("ok", "circle-check", _("Right")) if right else ("bad", "circle-x", _("Not this time"))
    )
    kit.state_card(tone, glyph, title, change_words(found.mutant))
    again = {"on_click": _again, "args": (flow.id,)}
    kit.button(_("Break something else"), key="break-again", glyph="arrow-right", type="primary", **again)


def _chose(flow: str, name: str, value: Any) -> None:
    memory_of(flow)[name] = value


def _settle(flow: str, node: str, right: bool) -> None:
    memory = memory_of(flow)
    gained = STEP * (memory["step"] == node) + CHANGE * right - bool(memory.get("hinted"))
    points = memory.get("points", 0) + max(gained, 0)
    memory.update(change=right, points=points, most=memory.get("most", 0) + STEP + CHANGE)


def _again(flow: str) -> None:
    memory = memory_of(flow)
    for name in ("step", "change", "hinted"):
        memory.pop(name, None)
    memory["turn"] = memory.get("turn", 0) + 1
