"""Texts that are written in some of the flow's languages and not in others."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.checks.configs import TEXT_WIDGETS, parts
from flowbook.checks.issue import Case, Issue, Rule
from flowbook.texts import missing

TEXT = "{step} is not written in {languages}. People would read it in {fallback}."


def _check(case: Case) -> Iterator[Issue]:
    languages = case.flow.languages
    if len(languages) < 2:
        return
    for node in case.flow.nodes:
        for part in parts(node):
            lacking = missing(part.value, languages) if part.widget in TEXT_WIDGETS and part.value else ()
            if lacking:
                values = {"languages": " and ".join(lacking), "fallback": languages[0]}
                yield case.issue(
                    "missing_translation", TEXT, node, field=part.path, severity="warning", values=values
                )


RULE = Rule("missing_translation", "Every text is written in all languages of the flow.", _check)
