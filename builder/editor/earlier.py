"""Earlier states of a flow: looked at, kept under a name, gone back to."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from builder import drafts, points, state
from builder.canvas.desk import viewing
from builder.editor.together import dialog_opened
from builder.edits import Draft
from builder.look import kit
from builder.moments import moment
from builder.standing import ago
from builder.texts import _, many
from flowbook.comparison import Difference, compare
from flowbook.errors import FlowbookError
from flowbook.store.points import LONGEST_NAME, Point

SHOWN, SENTENCES = 40, 6
HEIGHT = 360


def open_earlier(flow: str) -> None:
    """The choice of states above the page."""
    dialog_opened()
    state.remembered(f"earlier {flow}").clear()
    st.dialog(_("Earlier versions of this draft"), width="large")(earlier)(flow)


def earlier(flow: str) -> None:
    """The states at the left, the chosen one at the right."""
    draft, found = drafts.load(flow), points.points_of(flow)[:SHOWN]
    _keep(draft)
    if not found:
        says = _("None yet. One is kept by itself whenever you go on after a rest of five minutes.")
        kit.state_card("act", "history", _("Nothing to go back to yet"), says)
        return
    chosen = state.remembered(f"earlier {flow}").get("point", found[0].id)
    left, right = st.columns([1, 1.7], gap="medium")
    with left, st.container(key="points", gap="xsmall", height=HEIGHT + 120, border=False):
        for number, point in enumerate(found):
            _line(flow, point, found[number + 1 :], on=point.id == chosen)
    with right:
        _looked_at(draft, next((one for one in found if one.id == chosen), found[0]))


def _keep(draft: Draft) -> None:
    row = {"horizontal": True, "vertical_alignment": "bottom", "gap": "small", "key": "keep-row"}
    with st.form("keep-point", border=False, clear_on_submit=True), st.container(**row):
        label = _("Keep the flow as it is now under a name")
        hint = _("Such as: Before the winter menu")
        name = st.text_input(label, key="point-name", placeholder=hint, max_chars=LONGEST_NAME) or ""
        kept = st.form_submit_button(_("Keep"), key="point-keep")
    if kept:
        points.keep_now(draft, name.strip() or _("Kept by hand"))
        state.remembered(f"earlier {draft.flow.id}").clear()
        st.rerun(scope="fragment")


def _line(flow: str, point: Point, older: list[Point], *, on: bool) -> None:
    """One state: when, who, and what was different from the one before it."""
    facts = " · ".join(one for one in (point.name, point.who, _news(flow, point, older)) if one)
    with st.container(key=f"point-{point.id}-{'on' if on else 'off'}", gap=None):
        if kit.button(moment(point.at), key=f"see-{point.id}", type="tertiary"):
            state.remembered(f"earlier {flow}")["point"] = point.id
            st.rerun(scope="fragment")
        kit.show(f'<p class="mut sm">{escape(facts)}</p>')


def _news(flow: str, point: Point, older: list[Point]) -> str:
    if not older:
        return ""
    try:
        found = compare(points.draft_at(flow, older[0].id).flow, points.draft_at(flow, point.id).flow)
    except FlowbookError:
        return ""
    if not found:
        return _("only places were changed")
    more = many(" and {count} more", " and {count} more", len(found) - 1) if found[1:] else ""
    return _in_words(found[0]) + more


def _looked_at(draft: Draft, point: Point) -> None:
    flow = draft.flow.id
    try:
        older = points.draft_at(flow, point.id)
    except FlowbookError as error:
        kit.state_card("bad", "circle-alert", _("This state cannot be shown"), str(error))
        return
    name = escape(point.name or moment(point.at))
    kit.show(f'<div class="row head"><b>{name}</b><span class="mut sm">{escape(ago(point.at))}</span></div>')
    viewing(older, key=f"point-{flow}-{point.id}", height=HEIGHT)
    lost = compare(draft.flow, older.flow)
    _changes(lost)
    same = replace(older.flow, id=flow) == draft.flow and older.layout == draft.layout
    if kit.button(_("Go back to this"), key="point-back", glyph="undo-2", type="primary", disabled=same):
        _go_back(draft, older)


def _changes(lost: tuple[Difference, ...]) -> None:
    if not lost:
        kit.show(f'<p class="mut">{escape(_("Its steps say and do what they do now."))}</p>')
        return
    told = "".join(f"<li>{escape(_in_words(one))}</li>" for one in lost[:SENTENCES])
    more = len(lost) - SENTENCES
    rest = f"<li>{escape(many('{count} more', '{count} more', more))}</li>" if more > 0 else ""
    head = escape(_("Going back would mean:"))
    kit.show(f'<div class="over">{head}</div><ul class="changes">{told}{rest}</ul>')


def _go_back(draft: Draft, older: Draft) -> None:
    """The state that is left becomes a point too, and undo brings it back."""
    points.keep_now(draft, "")
    drafts.change(replace(older, flow=replace(older.flow, id=draft.flow.id)), select="")


def _in_words(one: Difference) -> str:
    return _(one.text, **one.values)
