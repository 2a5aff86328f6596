"""The steps as a list in the order in which people meet them: what stands in for the map on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from builder.look import kit
from builder.look.tap import tap
from flowbook.checks import Issue
from flowbook.flow import Flow, Node
from flowbook.nodes import node_type

DEEPEST = 5


def outline(flow: Flow, selected: str, issues: tuple[Issue, ...]) -> str | None:
    """The id of the step that was pressed, else None."""
    rows = [_row(node, depth, selected, issues) for node, depth in in_order(flow)]
    return tap(f'<div class="outline">{"".join(rows)}</div>', key=f"outline-{flow.id}")


def in_order(flow: Flow) -> Iterator[tuple[Node, int]]:
    """Every node once with its depth: from each beginning down the first way, then the others, indented where
    a step has more than one way."""
    seen: set[str] = set()
    begins = [node for node in flow.nodes if node_type(node.type).category == "trigger"]
    waiting = [(node.id, 0) for node in reversed([*begins, *flow.nodes])]
    while waiting:
        name, depth = waiting.pop()
        node = flow.get(name)
        if node is None or name in seen:
            continue
        seen.add(name)
        yield node, min(depth, DEEPEST)
        targets = list(dict.fromkeys(node.exits.values()))
        deeper = depth + (len(targets) > 1)
        waiting += [(target, deeper) for target in reversed(targets)]


def _row(node: Node, depth: int, selected: str, issues: tuple[Issue, ...]) -> str:
    kind = node_type(node.type)
    found = [issue for issue in issues if issue.node == node.id]
    tone = "bad" if any(issue.severity == "error" for issue in found) else "warn"
    badge = kit.pill(str(len(found)), tone) if found else ""
    here = ' aria-current="step"' if node.id == selected else ""
    return (
        f'<button type="button" data-tap="{escape(node.id, quote=True)}" style="--d:{depth}"{here}>'
        f"{kit.tile(kind.category, kind.icon, small=True)}"
        f'<span class="grow">{escape(node.title)}</span>{badge}</button>'
    )
