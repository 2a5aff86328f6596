"""Branches that no customer can ever take: they contradict themselves, or an earlier branch takes
everybody."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.configs import Part, parts
from flowbook.checks.issue import Case, Issue, Rule
from flowbook.rules import words
from flowbook.rules.logic import contradiction, shadowed

NEVER = "In {step} nobody can ever be “{rule}”: it contradicts itself."
TAKEN = "In {step} “{rule}” is never looked at: whoever it is true for has taken an earlier branch."


def _check(case: Case) -> Iterator[Issue]:
    segments = case.workspace.segments
    for node in case.flow.nodes:
        lists: dict[str, list[Part]] = {}
        for part in parts(node):
            if part.widget == "rule":
                lists.setdefault(part.path.rsplit(".", 2)[0], []).append(part)
        for branch in lists.values():
            for number, part in enumerate(branch):
                earlier = [before.value for before in branch[:number]]
                text = ""
                if contradiction(part.value, segments):
                    text = NEVER
                elif earlier and shadowed(part.value, earlier, segments):
                    text = TAKEN
                if text:
                    values = {"rule": words(part.value)}
                    yield case.issue("never_taken", text, node, field=part.path, values=values)


RULE = Rule("never_taken", "Every branch of a check can be taken by somebody.", _check)
