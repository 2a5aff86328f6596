"""Which step is selected in the editor."""

from __future__ import annotations

from builder import state
from builder.edits import Draft
from flowbook.flow import Node
from flowbook.nodes import node_type

WHOLE = "*"
"""Stands for the flow itself, whose facts have a form of their own."""


def selected_node(draft: Draft) -> Node | None:
    """The selected step. Before anybody chose, the first one that says or asks something; None where the flow
    itself is chosen, or has no steps."""
    chosen = state.selected(draft.flow.id)
    if chosen == WHOLE:
        return None
    return draft.flow.get(chosen) or _first(draft)


def follow_address(draft: Draft) -> Node | None:
    """The selected step, which the address names too: it is opened again after a reload, and by a link."""
    flow, named = draft.flow.id, state.named_step()
    if not state.selected(flow) and (named in draft.flow.by_id or named == WHOLE):
        state.select(flow, named)
    node = selected_node(draft)
    state.name_step(node.id if node else WHOLE)
    return node


def _first(draft: Draft) -> Node | None:
    talking = (node for node in draft.flow.nodes if node_type(node.type).category in ("message", "question"))
    return next(talking, None) or next(iter(draft.flow.nodes), None)
