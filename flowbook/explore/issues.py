"""What exploration has proved, as issues for the editor: ways that nobody can ever take, steps nobody comes
to."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks import Issue
from flowbook.explore.facts import Facts
from flowbook.explore.granting import grant
from flowbook.explore.land import Land
from flowbook.explore.report import Report, label_of
from flowbook.flow import Node
from flowbook.nodes import exits_of

CODE = "never_possible"
NOBODY_IS = (
    "In {step} nobody can ever go on by “{exit}”: nobody can be so, or an earlier way takes everybody who is."
)
NOT_HERE = "In {step} nobody can ever go on by “{exit}”: it cannot be true of anybody who has come this far."
NO_WAY = "In {step} nobody can ever go on by “{exit}”: no customer is ever given it."
LONELY = "Nobody can ever come to {step}: every way there is one that nobody can take."
NO_ARROW = "Nobody can ever come to {step}: no step leads to it."


def issues(land: Land, report: Report) -> tuple[Issue, ...]:
    """In flow order, one for each proof; of a step that nobody comes to only that is said."""
    proved = set(report.proved)
    found: list[Issue] = []
    for node in land.flow.nodes:
        own = [exit for name, exit in land.exits if name == node.id]
        never = [exit for exit in own if (node.id, exit) in proved]
        if own and never == own:
            found.append(_issue(node, LONELY if _has_arrow(land, node) else NO_ARROW))
        else:
            found += _ways_closed(land, node, never)
    return tuple(found)


def _ways_closed(land: Land, node: Node, exits: list[str]) -> Iterator[Issue]:
    """Not of ways that are there in case something fails: that it never does is no fault."""
    nets = {one.id for one in exits_of(node) if one.tone == "failure"}
    for exit in (one for one in exits if one not in nets):
        label = label_of(land, (node.id, exit))[1]
        yield _issue(node, _why(land, node, exit), exit, label)


def _why(land: Land, node: Node, exit: str) -> str:
    ways = [way for way in land.ways[land.flow.id, node.id] if way.exit == exit]
    if not ways:
        return NO_WAY
    segments = land.workspace.segments
    return NOT_HERE if any(grant(Facts(), way.when, segments) for way in ways) else NOBODY_IS


def _has_arrow(land: Land, node: Node) -> bool:
    return any(edge.target == node.id for edge in land.flow.edges())


def _issue(node: Node, text: str, exit: str = "", label: str = "") -> Issue:
    values = {"step": f"“{node.title}”", "exit": label}
    return Issue(CODE, "warning", text, node.id, f"exits.{exit}" if exit else "", values)
