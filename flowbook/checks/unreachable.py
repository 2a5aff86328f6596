"""Steps that no trigger leads to."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Issue, Rule
from flowbook.graph import trigger_ids

TEXT = "Nobody can reach {step}: no step leads to it."


def _check(case: Case) -> Iterator[Issue]:
    if not trigger_ids(case.flow):
        return
    for node in case.flow.nodes:
        if node.id not in case.reached:
            yield case.issue("unreachable", TEXT, node, severity="warning")


RULE = Rule("unreachable", "Every step can be reached from a trigger.", _check)
