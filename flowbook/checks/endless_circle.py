"""Steps that go round in a circle without waiting, or waiting only for seconds."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Issue, Rule, kind_of
from flowbook.flow import Node
from flowbook.graph import circles

ENDLESS = "{steps} go round in a circle without waiting. The bot would write without end."
HASTY = "{steps} go round in a circle and wait only for seconds. The bot would write again and again."


def _check(case: Case) -> Iterator[Issue]:
    waits = {node.id: kind_of(node).waits(node.config) for node in case.flow.nodes}
    restless = {name for name, wait in waits.items() if not wait}
    endless = circles(case.graph, restless)
    for circle in endless:
        yield _issue(case, circle, ENDLESS, "error")
    hurried = restless | {name for name, wait in waits.items() if wait.endswith("seconds")}
    caught = {name for circle in endless for name in circle}
    for circle in circles(case.graph, hurried):
        if not caught & set(circle):
            yield _issue(case, circle, HASTY, "warning")


def _issue(case: Case, circle: list[str], text: str, severity: str) -> Issue:
    first: Node = min((case.flow.by_id[name] for name in circle), key=case.flow.nodes.index)
    start = circle.index(first.id)
    titles = [case.flow.title_of(name) for name in circle[start:] + circle[:start]]
    steps = titles[0] if len(titles) == 1 else ", ".join(titles[:-1]) + " and " + titles[-1]
    text = (
        text.replace(" go round", " goes round").replace(" wait only", " waits only")
        if len(titles) == 1
        else text
    )
    return case.issue("endless_circle", text, first, severity=severity, values={"steps": steps})


RULE = Rule("endless_circle", "A circle of steps waits somewhere, and for longer than seconds.", _check)
