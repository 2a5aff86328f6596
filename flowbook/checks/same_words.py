"""Triggers that claim the same words, within a flow and across the flows that are live together."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Issue, Rule, kind_of
from flowbook.flow import Flow, Node

WITHIN = "{step} and {other} both start at “{words}”. Only the first would ever start."
ACROSS = "{step} starts at “{words}”, and so does {other} of the flow “{flow}”. Only one of them would start."


def _check(case: Case) -> Iterator[Issue]:
    taken: dict[tuple[str, str], tuple[Flow, Node]] = {}
    for flow in case.others:
        for node in flow.nodes:
            for words in kind_of(node).vocabulary(node.config):
                taken.setdefault((words.mode, words.text), (flow, node))
    for node in case.flow.nodes:
        own = kind_of(node).vocabulary(node.config)
        for words in own:
            key = (words.mode, words.text)
            if key in taken and taken[key][1] is not node:
                yield _issue(case, node, taken[key], words.text)
        taken |= {(words.mode, words.text): (case.flow, node) for words in own}


def _issue(case: Case, node: Node, holder: tuple[Flow, Node], words: str) -> Issue:
    flow, other = holder
    within = flow is case.flow
    values = {"other": f"“{other.title}”", "words": words, "flow": flow.title}
    severity = "error" if within else "warning"
    return case.issue("same_words", WITHIN if within else ACROSS, node, severity=severity, values=values)


RULE = Rule("same_words", "No two triggers claim the same words.", _check)
