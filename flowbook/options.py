"""The buttons of a question: its options, a scale, ticks, and those that share a phone number or a place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from flowbook.asking import choice_button, rows
from flowbook.findings import same_ids, same_labels
from flowbook.flow import Node
from flowbook.messages import Button
from flowbook.nodetype import Finding
from flowbook.phrasebook import PHRASES
from flowbook.shapes import choice_id, items, row, text
from flowbook.situation import Situation, Text
from flowbook.texts import every, pick

KINDS = ("choice", "choices")
DONE = "-"
"""The choice of the button that sends all ticks; no option can have it for an id."""
TICK = "✓ "
SHAPE = items(
    "Options, in the order people see them",
    row(("id", "label"), id=choice_id(), label=text("Text", widget="line_text")),
    widget="options",
)
_SHARE_LABELS: dict[str, Text] = {"contact": PHRASES["share_phone"], "location": PHRASES["share_place"]}


def keyboard(node: Node, situation: Situation, ticked: Collection[str] = (), ask: int = 0) -> dict[str, Any]:
    """The parts of the message that are buttons; none for a kind of answer that is only typed. `ask` is the
    number of the message when it is changed in place."""
    shown = _KEYBOARDS.get(node.config["kind"])
    return shown(node, situation, ticked, ask) if shown else {}


def names(node: Node, situation: Situation) -> tuple[tuple[str, ...], ...]:
    """What each option may be called, first as it is kept: in the flow's first language."""
    labels = [option["label"] for option in _options(node)]
    told = ((_kept(situation, label), situation.plain(label), *every(label)) for label in labels)
    return tuple(tuple(dict.fromkeys(own)) for own in told)


def said_by(node: Node, situation: Situation, tapped: str) -> str | None:
    """What a tap on a button says; None where there is no such button any more."""
    if node.config["kind"] in KINDS:
        own = next((option for option in _options(node) if option["id"] == tapped), None)
        return _kept(situation, own["label"]) if own else None
    return tapped if tapped.isdecimal() else None


def _kept(situation: Situation, label: Text) -> str:
    first = situation.flow.languages[0]
    return situation.raw(pick(label, first, first))


def problems(node: Node) -> Iterator[Finding]:
    if node.config["kind"] not in KINDS:
        return
    if len(_options(node)) < 2:
        yield Finding("few_options", "{step} lets people choose and has fewer than two options.", "options")
    yield from same_labels(_options(node), "options", "options")
    yield from same_ids(_options(node), "options", "options")


def _options(node: Node) -> list[dict[str, Any]]:
    return list(node.config.get("options", ())) if node.config["kind"] in KINDS else []


def _choices(node: Node, situation: Situation, ticked: Collection[str], ask: int) -> dict[str, Any]:
    buttons = [
        choice_button(
            node,
            situation,
            option["id"],
            (TICK if option["id"] in ticked else "") + situation.plain(option["label"]),
            ask,
        )
        for option in _options(node)
    ]
    shown = rows(buttons, node.config.get("columns", 2))
    if node.config["kind"] == "choices":
        label = situation.plain(node.config.get("done_label") or PHRASES["done"])
        shown = (*shown, (choice_button(node, situation, DONE, label, ask),))
    return {"buttons": shown, "keyboard": "inline"}


def _scale(node: Node, situation: Situation, ticked: Collection[str], ask: int) -> dict[str, Any]:
    figures = [str(figure) for figure in range(1, node.config.get("scale", 5) + 1)]
    return {
        "buttons": rows([choice_button(node, situation, figure, figure) for figure in figures], 5),
        "keyboard": "inline",
    }


def _share(node: Node, situation: Situation, ticked: Collection[str], ask: int) -> dict[str, Any]:
    kind = node.config["kind"]
    label = situation.plain(node.config.get("share_label") or _SHARE_LABELS[kind])
    return {"buttons": ((Button(label, kind),),), "keyboard": "reply"}


_KEYBOARDS: dict[str, Callable[[Node, Situation, Collection[str], int], dict[str, Any]]] = {
    "choice": _choices,
    "choices": _choices,
    "rating": _scale,
    "contact": _share,
    "location": _share,
}
