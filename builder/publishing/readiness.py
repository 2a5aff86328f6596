"""Whether a draft can be published: its problems in plain words, and its tests. Errors and failing tests stop
it, warnings do not."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import screens
from builder.editor.faults import sentence_of
from builder.look import kit
from builder.publishing.testing import known, tests_part
from builder.publishing.work import Job
from builder.texts import _, many
from flowbook.checks import Issue
from flowbook.flow import Flow

SHOWN = 6


def readiness_card(flow: Flow, issues: tuple[Issue, ...], now: str) -> Job:
    """`now` is the stamp of the tests; returns what is still to be done for them."""
    verdict = known(now)
    failing = len(verdict.failing) if verdict else 0
    errors = [issue for issue in issues if issue.severity == "error"]
    with st.container(border=True, key="card-checks"):
        words = _("Not ready yet") if errors or failing else _("Ready to publish")
        title = f'<b class="grow">{escape(words)}</b>'
        state = _pill(len(errors), failing, waiting=verdict is None)
        # Two texts of one step may lack the same: one line says it.
        told = dict.fromkeys((issue.severity, sentence_of(issue)) for issue in issues)
        listed = sorted(told, key=lambda one: one[0] != "error")
        rows = "".join(_row(*one) for one in listed[:SHOWN]) or _well(flow)
        more = len(listed) - SHOWN
        rest = many("and {count} more", "and {count} more", more) if more > 0 else ""
        kit.show(f'<div class="row head">{title}{state}</div>{rows}<div class="mut sm">{escape(rest)}</div>')
        if issues and kit.button(
            _("Look at them in Draw"), key="to-problems", glyph="pencil", type="tertiary"
        ):
            screens.go("draw", flow=flow.id)
        return tests_part(flow.id, now)


def _pill(errors: int, failing: int, *, waiting: bool) -> str:
    if errors:
        return kit.pill(many("{count} problem stops it", "{count} problems stop it", errors), "bad")
    if failing:
        return kit.pill(many("{count} test stops it", "{count} tests stop it", failing), "bad")
    return kit.pill(_("Tests to come"), "") if waiting else kit.pill(_("Nothing stops you"), "ok")


def _row(severity: str, sentence: str) -> str:
    tone, glyph = ("b", "circle-alert") if severity == "error" else ("w", "triangle-alert")
    return f'<div class="checkrow {tone}">{kit.icon(glyph, 17)}<div>{escape(sentence)}</div></div>'


def _well(flow: Flow) -> str:
    ways = sum(len(node.exits) for node in flow.nodes)
    told = many("{count} way on, it leads somewhere", "{count} ways on, all lead somewhere", ways)
    text = f'<div>{escape(_("No problems in the flow"))}<div class="mut xs">{escape(told)}</div></div>'
    return f'<div class="checkrow">{kit.icon("circle-check", 17)}{text}</div>'
