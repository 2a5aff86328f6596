"""What the checks say, in the interface's language, and which of it belongs to a place in a form."""

from __future__ import annotations

from builder.forms import Fault
from builder.texts import _
from flowbook.checks import Issue
from flowbook.flow import Node


def sentence_of(issue: Issue) -> str:
    return _(issue.text, **issue.values)


def faults_of(issues: tuple[Issue, ...], node: Node, within: str = "") -> tuple[Fault, ...]:
    """The issues of a node that name a place; with `within` those at that place or inside it."""
    return tuple(
        Fault(issue.field, sentence_of(issue), issue.severity)
        for issue in issues
        if issue.node == node.id and issue.field and _inside(issue.field, within)
    )


def _inside(place: str, within: str) -> bool:
    return not within or place == within or place.startswith(f"{within}.")
