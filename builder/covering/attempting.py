"""Tests are written for somebody who has asked for them, who then reads what came of it."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from builder import state
from builder.covering.measuring import measure
from builder.covering.writing import Attempt, write_tests
from builder.edits import Draft
from builder.texts import _, many
from flowbook.notebook.coverage import Target


def attempt(draft: Draft, targets: Collection[Target], title: str) -> None:
    """Writes tests for these, measures anew, says what came of it, and draws the page anew."""
    with st.spinner(_("Looking for conversations")):
        made = write_tests(draft, targets, title)
        if made.names:
            measure(draft.flow.id)
    state.note(told_attempt(made))
    st.rerun()


def told_attempt(made: Attempt) -> str:
    """In a sentence or several."""
    parts = []
    if made.names:
        parts.append(many("A test is written.", "{count} tests are written.", len(made.names)))
    if made.impossible:
        parts.append(
            many(
                "Nobody can ever go one of the ways.",
                "Nobody can ever go {count} of the ways.",
                made.impossible,
            )
        )
    if made.left:
        parts.append(
            many(
                "For one way no conversation was found; write that test by hand.",
                "For {count} ways no conversation was found; write those tests by hand.",
                made.left,
            )
        )
    return " ".join(parts) or _("All of it is tested already.")
