"""How much of a draft its tests have seen, in a card: a bar, what was never reached, the way to more."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder.covering.attempting import attempt
from builder.covering.measuring import Measured, known, latest, measure
from builder.covering.overview import open_overview, told_way
from builder.edits import Draft
from builder.look import kit
from builder.look.folded import NAMED, rest_of
from builder.texts import _, many
from flowbook.notebook.coverage import EXITS, Share, Target

SHOWN = 6
"""Ways never reached that are named; the map shows all."""


def coverage_card(draft: Draft, *, eager: bool) -> None:
    """`eager`: what was not measured yet is measured at once; else when somebody asks for it."""
    found = known(draft.flow.id)
    if found is None and (eager and latest(draft.flow.id) is None):
        measure_shown(draft.flow.id)
        st.rerun()  # The list beside it says how each test came out.
    stale = found is None
    found = found or latest(draft.flow.id)
    if found:
        _shares(found)
        _never(draft, found)
    if stale:
        _again(draft, found)


def measure_shown(flow: str) -> Measured:
    """With a bar while it lasts."""
    place = st.empty()
    bar = place.progress(0.0, _("Playing the tests"))
    found = measure(flow, lambda done: bar.progress(min(done, 1.0), _("Playing the tests")))
    place.empty()
    return found


def told_exits(found: Measured | None) -> str:
    """HTML for the other end of the title's line: 17 of 21 exits."""
    if found is None:
        return ""
    share = found.coverage.shares[EXITS]
    told = escape(_("{seen} of {total} ways on", seen=share.seen, total=share.total))
    return f'<span class="mut sm num">{told}</span>'


def _shares(found: Measured) -> None:
    share = found.coverage.shares[EXITS]
    visited, never = share.seen - share.checked, share.total - share.seen
    words = (
        (share.checked, _("checked")),
        (visited, _("only visited")),
        (never, _("never")),
    )
    counts = "".join(f"<span><b>{count}</b> {escape(word)}</span>" for count, word in words)
    kit.show(f'{_bar(share)}<p class="mut sm covcounts num">{counts}</p>')
    if found.failing:
        told = many(
            "{count} test fails and does not count: {names}",
            "{count} tests fail and do not count: {names}",
            len(found.failing),
            names=", ".join(f"“{name}”" for name in found.failing[:NAMED]),
        )
        kit.show(kit.problem("warning", told))
        rest_of(found.failing, "cov-failing")


def _bar(share: Share) -> str:
    whole = max(share.total, 1)
    checked, visited = 100 * share.checked / whole, 100 * (share.seen - share.checked) / whole
    label = escape(_("{percent} % of the ways on are tested", percent=round(share.percent)), quote=True)
    parts = f'<i class="c" style="width:{checked:.2f}%"></i><i class="v" style="width:{visited:.2f}%"></i>'
    return f'<div class="covbar" role="img" aria-label="{label}">{parts}</div>'


def _never(draft: Draft, found: Measured) -> None:
    missing = [one for one in found.coverage.shares[EXITS].missing if one.node in draft.flow.by_id]
    if missing:
        rows = "".join(_row(draft, one) for one in missing[:SHOWN])
        more = len(missing) - SHOWN
        rest = f'<p class="mut sm">{escape(many("and {count} more", "and {count} more", more))}</p>'
        kit.show(
            f'<div class="hr"></div><p class="over">{_("Never reached")}</p>{rows}{rest if more > 0 else ""}'
        )
    with st.container(horizontal=True, key="covering-acts"):
        if missing and kit.button(_("Write the missing tests"), key="cov-write", glyph="sparkles"):
            attempt(draft, missing, _("{flow}: what was missing", flow=draft.flow.title))
        if kit.button(_("Map and tables"), key="cov-open", glyph="waypoints", type="tertiary"):
            open_overview(draft)


def _row(draft: Draft, target: Target) -> str:
    return f'<p class="covmiss">{kit.icon("circle-dashed", 16)}<span>{told_way(draft, target)}</span></p>'


def _again(draft: Draft, found: Measured | None) -> None:
    label = _("Measure again") if found else _("Measure")
    told = _("Something was changed since this was measured.") if found else _("Not measured yet.")
    kit.show(f'<p class="mut sm">{escape(told)}</p>')
    if kit.button(label, key="cov-measure", glyph="play"):
        measure_shown(draft.flow.id)
        st.rerun()
