"""How a talk with a flow can begin: what its triggers listen for, as buttons to press."""

from __future__ import annotations

from dataclasses import dataclass

from builder.texts import _
from flowbook.flow import Flow
from flowbook.nodes import node_type

MOST = 6
WRITTEN = ("link", "command", "exact", "contains", "any", "near")
"""Modes of words that can be said as they stand."""


@dataclass(frozen=True, slots=True)
class Opening:
    says: str
    tap: str


def openings(flow: Flow) -> list[Opening]:
    """What can be said first; where nothing can, the flow started by hand."""
    said: dict[str, Opening] = {}
    for node in flow.nodes:
        kind = node_type(node.type)
        for words in kind.vocabulary(node.config) if kind.category == "trigger" else ():
            if words.mode in WRITTEN and words.text:
                text = f"/{words.text.lstrip('/')}" if words.mode in ("link", "command") else words.text
                said.setdefault(text, Opening(text, f"say:{text}"))
    if said:
        return list(said.values())[:MOST]
    return [Opening(_("Start this flow by hand"), "start")]
