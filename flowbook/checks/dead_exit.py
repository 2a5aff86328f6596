"""Exits that lead nowhere although somebody will take them, and exits that lead to steps that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.issue import Case, Fix, Issue, Rule
from flowbook.flow import Node
from flowbook.nodes import exits_of
from flowbook.nodetype import Exit

SILENT = "{step} has no way on when the time is up ({exit}). The conversation would end there without a word."
OTHERWISE = "{step} has no way on for “{exit}”. Everybody else would stop there."
LOST = "{step} has no way on for “{exit}”. The customer would stop there without a word."
GONE = "“{exit}” of {step} leads to a step that is not there any more."
EXTRA = "{step} has a way on called “{exit}” that it no longer offers."


def _check(case: Case) -> Iterator[Issue]:
    for node in case.flow.nodes:
        exits = {exit.id: exit for exit in exits_of(node)}
        for name, target in node.exits.items():
            if name not in exits:
                yield _broken(case, node, name, EXTRA, name)
            elif target not in case.flow.by_id:
                yield _broken(case, node, name, GONE, exits[name].label or name)
        for exit in exits.values():
            if exit.required and exit.id not in node.exits:
                yield _dead(case, node, exit)


def _broken(case: Case, node: Node, name: str, text: str, label: str) -> Issue:
    fix = Fix("take it away", exits={name: None})
    return case.issue("dead_exit", text, node, field=f"exits.{name}", values={"exit": label}, fix=fix)


def _dead(case: Case, node: Node, exit: Exit) -> Issue:
    text = {"time": SILENT, "other": OTHERWISE}.get(exit.tone, LOST)
    label = exit.label or exit.id
    severity = "warning" if exit.tone == "failure" else "error"
    return case.issue(
        "dead_exit", text, node, field=f"exits.{exit.id}", values={"exit": label}, severity=severity
    )


RULE = Rule("dead_exit", "Every exit that somebody will take leads to a step that is there.", _check)
