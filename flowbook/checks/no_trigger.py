"""A flow without a trigger never starts."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Issue, Rule
from flowbook.graph import trigger_ids


def _check(case: Case) -> Iterator[Issue]:
    if not trigger_ids(case.flow):
        yield case.issue(
            "no_trigger", "Nothing starts this flow. Add a trigger, for example “Link or start”."
        )


RULE = Rule("no_trigger", "A flow needs a trigger to start it.", _check)
