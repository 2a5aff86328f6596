"""The problems of a flow in plain words, each with the way to its step and, where there is one, its cure."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import drafts, edits
from builder.canvas.desk import fly_to
from builder.editor.faults import sentence_of
from builder.edits import Draft
from builder.look import kit
from builder.standing import hints_in_words
from builder.texts import _, many
from flowbook.checks import Issue

SHOWN, MOST = 5, 30


def problem_list(draft: Draft, issues: tuple[Issue, ...]) -> None:
    """Red ones first, otherwise in flow order."""
    with st.container(border=True, key="card-problems", gap="xsmall"):
        if not issues:
            kit.show(
                f'<div class="prob ok">{kit.icon("circle-check", 17)}<div>{escape(_all_well())}</div></div>'
            )
            return
        issues = tuple(sorted(issues, key=lambda issue: issue.severity != "error"))
        kit.show(f'<div class="row head"><b>{hints_in_words(len(issues))}</b>{_waiting(issues)}</div>')
        for number, issue in enumerate(issues[:SHOWN]):
            _line(draft, issue, number)
        if issues[SHOWN:]:
            _more(draft, issues)


def _more(draft: Draft, issues: tuple[Issue, ...]) -> None:
    """Drawn only when somebody looks: every press on the page would wait for some hundred parts."""
    # How many there are stands above; a fold whose label changes would close.
    opened = st.expander(_("The others"), key="more-problems", on_change="rerun")
    if not opened.open:
        return
    with opened:
        for number, issue in enumerate(issues[SHOWN:MOST], start=SHOWN):
            _line(draft, issue, number)
        if issues[MOST:]:
            kit.show(f'<p class="mut sm">{escape(_("The others are shown when these are mended."))}</p>')


def _line(draft: Draft, issue: Issue, number: int) -> None:
    flow = draft.flow.id
    key = f"{issue.code}-{issue.node}-{number}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"prob-{key}"):
        with st.container(width="stretch", key=f"probtext-{key}"):
            kit.show(kit.problem(issue.severity, sentence_of(issue)))
        if issue.node and kit.button(_("Show"), key=f"show-{key}", type="tertiary"):
            fly_to(flow, issue.node)
            st.rerun()
        if issue.fix:
            says = _("Fix it: {cure}", cure=_(issue.fix.label, **issue.values))
            if kit.button(says, key=f"fix-{key}"):
                drafts.change(edits.apply_fix(draft, issue.node, issue.fix), select=issue.node)


def _waiting(issues: tuple[Issue, ...]) -> str:
    """How many of them keep the flow from being published."""
    red = sum(issue.severity == "error" for issue in issues)
    if not red:
        return f'<span class="mut sm">{escape(_("None of them keeps it from being published."))}</span>'
    words = many("Publishing waits for the red one.", "Publishing waits for the {count} red ones.", red)
    return f'<span class="mut sm">{escape(words)}</span>'


def _all_well() -> str:
    return _("No problems found. Talk to it in Try, then publish it.")
