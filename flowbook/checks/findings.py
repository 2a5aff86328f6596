"""What each node type says about its own nodes: pattern, amounts, doubled buttons."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Fix, Issue, Rule, kind_of


def _check(case: Case) -> Iterator[Issue]:
    for node in case.flow.nodes:
        for found in kind_of(node).check(node):
            fix = Fix(found.fix_label, config=found.fix) if found.fix is not None else None
            yield case.issue(
                found.code,
                found.sentence,
                node,
                field=found.field,
                severity=found.severity,
                values=found.values,
                fix=fix,
            )


RULE = Rule("findings", "Each step is right in itself, as its own type sees it.", _check)
