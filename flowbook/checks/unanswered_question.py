"""Questions that wait without a limit, and hand-overs nobody comes back from."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Fix, Issue, Rule, kind_of
from flowbook.flow import Node
from flowbook.nodes import exits_of

QUESTION = "{step} has no way on when nobody answers. The customer would wait until the conversation expires."
PERSON = "{step} has no way on when no person comes. The customer would wait for ever."
BACK = "{step} has no way on when a person hands the conversation back."


def _check(case: Case) -> Iterator[Issue]:
    for node in case.flow.nodes:
        kind = kind_of(node)
        waits = kind.waits(node.config)
        if waits.startswith("answer") and not _timed(node):
            yield case.issue(
                "unanswered_question",
                QUESTION,
                node,
                field="no_answer_after",
                severity="warning",
                fix=_fix(node),
            )
        elif waits == "person":
            yield from _hand_over(case, node)


def _hand_over(case: Case, node: Node) -> Iterator[Issue]:
    if not _timed(node):
        yield case.issue("hand_over_without_return", PERSON, node, severity="warning", fix=_fix(node))
    for exit in exits_of(node):
        if not exit.tone and exit.id not in node.exits:
            field = f"exits.{exit.id}"
            yield case.issue("hand_over_without_return", BACK, node, field=field, severity="warning")


def _timed(node: Node) -> bool:
    return any(exit.tone == "time" for exit in exits_of(node))


def _fix(node: Node) -> Fix | None:
    """One day for the time-out, where the type has one to set."""
    names = [name for name in kind_of(node).config["properties"] if name.endswith("_after")]
    return Fix("go on after 1 day", config={names[0]: {"amount": 1, "unit": "days"}}) if names else None


RULE = Rule("unanswered_question", "Every question and every hand-over goes on when nobody answers.", _check)
