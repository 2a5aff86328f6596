"""Question once: what was answered is not asked again in the same conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flowbook.events import ExitTaken, NodeEntered
from flowbook.flow import Node
from flowbook.invariants.rule import Breach, Invariant, Passage, titled
from flowbook.nodes import exits_of, node_type

AGAIN = "{step} asks again what was answered already."
UNANSWERED = ("time", "failure", "other")


def _check(passage: Passage, wanted: Any) -> Iterator[Breach]:
    answered: set[tuple[str, str]] = set()
    for number, record in passage.records():
        event = record.event
        if not isinstance(event, ExitTaken | NodeEntered):
            continue
        found = passage.place(record.flow, event.node)
        if found is None or not _asks(found[1]):
            continue
        key = (record.session, event.node)
        if isinstance(event, ExitTaken):
            answered |= {key} if _is_answer(found[1], event.exit) else set()
        elif key in answered:
            yield Breach(number, f"{record.flow}.{event.node}", AGAIN, {"step": titled(found[1])})


def _asks(node: Node) -> bool:
    """A step that waits for an answer and keeps it."""
    kind = node_type(node.type)
    return kind.waits(node.config).startswith("answer") and bool(kind.writes(node.config))


def _is_answer(node: Node, exit: str) -> bool:
    exits = exits_of(node)
    return any(one.id == exit and one.tone not in UNANSWERED for one in exits)


INVARIANT = Invariant(
    name="question_once",
    label="No question asked twice",
    help="A step that keeps an answer is not come to again in the same conversation once it was answered.",
    shape={"const": True},
    usual=True,
    check=_check,
    order=40,
)
