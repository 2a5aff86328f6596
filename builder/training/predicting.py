"""Predict: the conversation up to a point, what the bot might say next, and what it does say."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from builder import state
from builder.customers.journey import talk_html
from builder.doings import doing_words
from builder.look import kit
from builder.texts import _
from builder.training.material import conversation, grounds_of
from flowbook.flow import Flow
from flowbook.training import Question, questions
from flowbook.training.quiz import SILENCE, is_meant
from flowbook.transcript import bubbles

OWN = -1


def predict_dialog(flow: Flow) -> None:
    @st.dialog(_("What does the bot say next?"), width="large")
    def ask() -> None:
        predicting(flow)

    ask()


def predicting(flow: Flow) -> None:
    """What the dialog shows. The score goes on from conversation to conversation until it is closed."""
    memory = memory_of(flow.id)
    some = grounds_of(flow.id)
    if not some:
        kit.state_card(
            "act", "list-checks", _("There is no test yet"), _("Save a talk in Try as a test first.")
        )
        return
    ground, scenario = conversation(some, memory.get("turn", 0))
    asked = questions(ground, scenario, memory.get("turn", 0))
    at = memory.get("at", 0)
    if at >= len(asked):
        _over(flow.id, ground.notebook.title)
        return
    question = asked[at]
    _head(ground.notebook.title, at, len(asked), memory)
    revealed = memory.get("revealed")
    log = question.after if revealed is not None else question.before
    if shown := bubbles(log, question.who):
        kit.show(talk_html(shown, ground.zone))
    if revealed is None:
        _ask(flow.id, question, f"{memory.get('turn', 0)}-{at}")
    else:
        _reveal(flow.id, question, revealed)


def memory_of(flow: str) -> dict[str, Any]:
    return state.remembered(f"predict {flow}")


def _head(title: str, at: int, count: int, memory: dict[str, Any]) -> None:
    asked = memory.get("asked", 0)
    score = _("{right} of {asked} right", right=memory.get("right", 0), asked=asked)
    where = _("{number} of {count}", number=at + 1, count=count)
    kit.show(
        f'<div class="row"><b class="grow">{escape(title)}</b><span class="mut sm num">{escape(where)}</span>'
        f"{kit.pill(score, 'act') if asked else ''}</div>"
    )


def _ask(flow: str, question: Question, stamp: str) -> None:
    kit.show(f'<div class="over">{escape(doing_words(question.cell.kind, question.cell.value))}</div>')
    names = {number: _option(text) for number, text in enumerate(question.options)}
    names[OWN] = _("I write it myself")
    chosen = st.radio(
        _("What does the bot say next?"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=f"guess-{stamp}",
    )
    typed = st.text_input(_("The bot says"), key=f"typed-{stamp}") if chosen == OWN else ""
    ready = chosen is not None and (chosen != OWN or bool(typed))
    press = {"on_click": _judge, "args": (flow, question, chosen, typed), "disabled": not ready}
    kit.button(_("Reveal"), key="predict-reveal", glyph="eye", type="primary", **press)


def _option(text: str) -> str:
    told = " ".join(text.split()) if text != SILENCE else _("Nothing at all")
    return kit.plain(told if len(told) <= 160 else f"{told[:159]}…")


def _judge(flow: str, question: Question, chosen: int, typed: str) -> None:
    memory = memory_of(flow)
    right = is_meant(question, typed) if chosen == OWN else chosen == question.right
    memory.update(revealed=right, asked=memory.get("asked", 0) + 1, right=memory.get("right", 0) + int(right))


def _reveal(flow: str, question: Question, right: bool) -> None:
    said = question.answer or _("Nothing at all")
    tone, glyph, title = (
        ("ok", "circle-check", _("Right")) if right else ("bad", "circle-x", _("Not this time"))
    )
    kit.state_card(tone, glyph, title, _("The bot says: {text}", text=" ".join(said.split())))
    kit.button(
        _("Next"), key="predict-next", glyph="arrow-right", type="primary", on_click=_go_on, args=(flow,)
    )


def _go_on(flow: str) -> None:
    memory = memory_of(flow)
    memory["at"] = memory.get("at", 0) + 1
    memory.pop("revealed", None)


def _over(flow: str, title: str) -> None:
    memory = memory_of(flow)
    told = _("{right} of {asked} right", right=memory.get("right", 0), asked=memory.get("asked", 0))
    kit.state_card("ok", "circle-check", told, _("That was “{title}”.", title=title))
    kit.button(
        _("Another conversation"),
        key="predict-another",
        glyph="arrow-right",
        type="primary",
        on_click=_another,
        args=(flow,),
    )


def _another(flow: str) -> None:
    memory = memory_of(flow)
    memory.update(turn=memory.get("turn", 0) + 1, at=0)
