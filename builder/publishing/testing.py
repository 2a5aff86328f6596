"""The gate on the page: what a draft's tests say, played once for each state of the draft."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from builder import screens
from builder.look import kit
from builder.look.folded import NAMED, folded
from builder.places import store
from builder.publishing.work import Job
from builder.texts import _, many
from flowbook.cli.gate import examined, stamp
from flowbook.notebook.gate import Trouble, Verdict

KEPT = 64
_verdicts: dict[str, Verdict] = {}
"""By stamp; of all visitors together."""


def stamp_of(flow: str) -> str:
    return f"{flow} {stamp(store(), flow)}"


def known(now: str) -> Verdict | None:
    """None until the tests were played as they stand now."""
    return _verdicts.get(now)


def examine(flow: str, now: str, told: Any = None) -> Verdict:
    """Plays them, unless that was done."""
    found = _verdicts.get(now)
    if found is None:
        found = examined(store(), flow, told)
        while len(_verdicts) >= KEPT:
            _verdicts.pop(next(iter(_verdicts)))
        _verdicts[now] = found
    return found


def tests_part(flow: str, now: str) -> Job:
    """The line about tests in the card of what stops a publishing; returns what is still to be done."""
    verdict = known(now)
    slot = st.empty()
    job = Job(f"tests-{flow}", now, slot, _("Playing the tests"))
    if verdict is None and job.stopped:
        with slot.container():
            kit.show(
                _line("w", "triangle-alert", _("The tests have not been played"), _("You stopped them."))
            )
            kit.button(
                _("Play the tests"), key="tests-go-on", glyph="play", type="tertiary", on_click=job.go_on
            )
    elif verdict is not None:
        with slot.container():
            _told(flow, verdict)
    return job


def run_tests(flow: str, job: Job) -> None:
    if known(job.stamp) is None and not job.stopped:
        job.run(partial(examine, flow, job.stamp))


def _told(flow: str, verdict: Verdict) -> None:
    if not verdict.notebooks:
        words = _("Nothing is held to what it should say, so nothing stops you here.")
        kit.show(_line("w", "triangle-alert", _("This flow has no tests"), words))
    elif verdict.passed:
        title = many("The test passes", "All {count} tests pass", verdict.notebooks)
        kit.show(
            _line("", "circle-check", title, many("{count} customer", "{count} customers", verdict.customers))
        )
    first = {trouble.title: trouble for trouble in reversed(verdict.troubles)}
    for title in verdict.failing[:NAMED]:
        _failed(flow, first[title])
    if rest := verdict.failing[NAMED:]:
        with folded(len(rest), "tests-failing"):
            for title in rest:
                _failed(flow, first[title])


def _failed(flow: str, trouble: Trouble) -> None:
    others = len(trouble.who) - 1
    more = many("The same for {count} more.", "The same for {count} more.", others) if others > 0 else ""
    title = _("The test “{title}” fails", title=trouble.title)
    kit.show(_line("b", "circle-x", title, f"{trouble.sentence} {more}".rstrip()))
    name = trouble.file.rpartition("/")[2]
    if kit.button(
        _("Open the test"), key=f"to-test-{name}-{trouble.cell}", glyph="arrow-right", type="tertiary"
    ):
        screens.go("test", flow=flow, notebook=name)


def _line(tone: str, glyph: str, title: str, below: str) -> str:
    words = f'<div>{escape(title)}<div class="mut xs">{escape(below)}</div></div>'
    return f'<div class="checkrow {tone}">{kit.icon(glyph, 17)}{words}</div>'
