"""Coverage in a large dialog: drawn on the map, and in tables of rules, timers and segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape

import streamlit as st

from builder import screens, state
from builder.covering import tables
from builder.covering.attempting import attempt
from builder.covering.measuring import Measured, latest, measure, tested
from builder.edits import Draft
from builder.look import kit
from builder.maps import Overlay, flow_map
from builder.texts import _, many
from flowbook.nodes import node_type
from flowbook.notebook.coverage import EXITS, Target
from flowbook.notebook.covered import (
    CHECKED,
    NEVER,
    UNTOUCHED,
    VISITED,
    Covering,
    by_segment,
    covering,
    standing,
    way_label,
)

MAP_HEIGHT = 420
EVERYBODY = "*"
NAMED = 2
"""Customers told beside a test."""


def open_overview(draft: Draft) -> None:
    st.dialog(_("What the tests have seen"), width="large")(_overview)(draft)


def _overview(draft: Draft) -> None:
    found = latest(draft.flow.id) or measure(draft.flow.id)
    parts: Mapping[str, tuple[str, Callable[[Draft, Measured], None]]] = {
        "map": (_("Map"), _map),
        "rules": (_("Rules"), tables.rules),
        "timers": (_("Timers"), tables.timers_table),
        "segments": (_("Segments"), tables.segments),
    }
    chosen = st.segmented_control(
        _("What to show"),
        list(parts),
        default="map",
        format_func=lambda name: parts[name][0],
        key="cov-part",
        label_visibility="collapsed",
    )
    parts[chosen or "map"][1](draft, found)


def _map(draft: Draft, found: Measured) -> None:
    memory = state.remembered(f"covering {draft.flow.id}")
    chosen = str(memory.get("step", ""))
    over = Overlay(selected=chosen, tested=tested(_tried_with(found)))
    with st.container(key="covmap"):
        clicked = flow_map(draft.flow, draft.layout, over, key="covering", height=MAP_HEIGHT)
    kit.show(legend())
    if clicked and clicked != chosen:
        memory |= {"step": clicked, "exit": ""}
        st.rerun(scope="fragment")
    if chosen in draft.flow.by_id:
        if asked := step_ways(draft, found, chosen, str(memory.get("exit", ""))):
            memory["exit"] = asked
            st.rerun(scope="fragment")
    else:
        kit.show(f'<p class="mut sm">{_("Click a step to see which tests take its ways on.")}</p>')


def _tried_with(found: Measured) -> Measured:
    """What was seen of the flow with customers of the chosen segment, where anybody is in one."""
    made = by_segment(found.report, found.coverage) if found.report.coverage else ()
    tried = {one.segment: one.coverage for one in made if one.customers}
    if not any(tried):
        return found
    chosen = st.selectbox(
        _("Tried with"),
        [EVERYBODY, *tried],
        format_func=lambda one: {EVERYBODY: _("Everybody"), "": _("Those in no segment")}.get(one, one),
        key="cov-segment",
        width=260,
    )
    return replace(found, coverage=tried[chosen]) if chosen in tried else found


def legend() -> str:
    """Every standing with its sign, as HTML."""
    states = (CHECKED, VISITED, UNTOUCHED, NEVER)
    return f'<div class="covlegend">{"".join(f"<span>{standing_pill(one)}</span>" for one in states)}</div>'


def standing_pill(name: str) -> str:
    words = {
        CHECKED: (_("checked"), "ok", "check"),
        VISITED: (_("only visited"), "warn", "eye"),
        UNTOUCHED: (_("never reached"), "", "circle-dashed"),
        NEVER: (_("impossible"), "", "x"),
    }
    return kit.pill(*words[name])


def step_ways(draft: Draft, found: Measured, step: str, asked: str = "") -> str:
    """Each way on of a step: how it stands, and a test for the asking. Of the one that is asked about, the
    tests that take it. Returns the way that somebody asks about now, or nothing."""
    kit.show(f'<p class="over">{escape(draft.flow.by_id[step].title)}</p>')
    counted = (*found.coverage.seen, *found.coverage.shares[EXITS].missing)
    own = {str(one.detail[0]): one for one in counted if one.kind == EXITS and one.node == step}
    exits = [exit.id for exit in node_type(draft.flow.by_id[step].type).exits(draft.flow.by_id[step].config)]
    ways = [own[exit] for exit in exits if exit in own]
    if not ways:
        kit.show(f'<p class="mut sm">{_("No way leads on from here that has to be tested.")}</p>')
    return next(filter(None, [_way(draft, found, one, asked) for one in ways]), "")


def named_way(draft: Draft, target: Target) -> str:
    """What stands on a way on."""
    return _(way_label(draft.flow, target)) or _("goes on")


def told_way(draft: Draft, target: Target) -> str:
    """The step and the way on, as HTML."""
    step = escape(draft.flow.by_id[target.node].title)
    return f"{step} → <b>{escape(named_way(draft, target))}</b>"


def _way(draft: Draft, found: Measured, target: Target, asked: str) -> str:
    stands, exit = standing(found.coverage, target), str(target.detail[0])
    name = escape(named_way(draft, target))
    tests = covering(found.report, target)
    with st.container(key=f"covway-{target.node}-{exit}"):
        kit.show(f'<div class="row covway"><b class="grow">{name}</b>{standing_pill(stands)}</div>')
        if stands in (VISITED, UNTOUCHED):
            _offer(draft, target)
        if exit == asked:
            _tests(draft, target, tests)
        elif tests and kit.button(
            many("{count} test takes it", "{count} tests take it", len(tests)),
            key=f"covask-{target.node}-{exit}",
            glyph="chevron-right",
            type="tertiary",
        ):
            return exit
    return ""


def _tests(draft: Draft, target: Target, tests: Iterable[Covering]) -> None:
    """Each leads to its notebook."""
    for number, one in enumerate(tests):
        people = ", ".join(one.customers[:NAMED]) + ("…" if len(one.customers) > NAMED else "")
        key = f"covtest-{target.node}-{target.detail[0]}-{number}"
        if kit.button(f"{one.title} ({people})", key=key, glyph="list-checks", type="tertiary"):
            screens.go("test", flow=draft.flow.id, notebook=one.file)


def _offer(draft: Draft, target: Target) -> None:
    key = f"covwrite-{target.node}-{target.detail[0]}"
    if kit.button(_("Write me a test"), key=key, glyph="sparkles"):
        title = f"{draft.flow.by_id[target.node].title}: {named_way(draft, target)}"
        attempt(draft, [target], title)
