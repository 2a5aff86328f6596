"""Where each way out of a step leads: chosen from the other steps, or a new one."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import drafts, edits, state
from builder.editor.faults import faults_of
from builder.editor.palette import open_palette
from builder.edits import Draft, Gap
from builder.look import kit
from builder.texts import _
from flowbook.checks import Issue
from flowbook.flow import Node
from flowbook.nodes import exits_of, node_type
from flowbook.nodetype import Exit

NOWHERE = ""


def ways(draft: Draft, node: Node, issues: tuple[Issue, ...], key: str) -> None:
    exits = exits_of(node)
    if not exits:
        kit.show(f'<p class="mut sm">{_("The conversation ends here.")}</p>')
        return
    kit.show(f'<div class="over ways-head">{_("What comes next")}</div>')
    for exit in exits:
        _way(draft, node, exit, key)
        for fault in faults_of(issues, node, f"exits.{exit.id}"):
            kit.show(kit.problem(fault.severity, fault.sentence))


def _way(draft: Draft, node: Node, exit: Exit, key: str) -> None:
    gap = Gap(node.id, exit.id)
    label = _(exit.label) or _("Then")
    glyph = kit.icon("hourglass", 13) if exit.tone == "time" else ""
    with st.container(key=f"way-{exit.id}", gap="xsmall"):
        kit.show(f'<div class="way-label {exit.tone}">{glyph}{escape(label)}</div>')
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key=f"wayrow-{exit.id}"
        ):
            target = _target(draft, gap, label, key)
            new = kit.button(_("New step here"), key=f"{key}-new-{exit.id}", glyph="plus", bare=True)
    if new:
        open_palette(draft, gap)
    elif target != node.exits.get(exit.id, NOWHERE):
        drafts.change(
            edits.connect(draft, gap, target) if target else edits.disconnect(draft, gap), fresh=False
        )


def _target(draft: Draft, gap: Gap, label: str, key: str) -> str:
    """The chosen step's id, NOWHERE for the end."""
    current = draft.flow.by_id[gap.node].exits.get(gap.exit, NOWHERE)
    # What the way leads to now is offered whatever it is: an imported flow may lead back to the step itself.
    offered = [one for one in draft.flow.nodes if one.id == current or _can_follow(one, gap)]
    titles = kit.distinct({NOWHERE: _("ends here")} | {one.id: one.title for one in offered})
    options = [*titles, *([current] if current not in titles else [])]
    field = f"{key}-to-{gap.exit}"
    state.show(field, current)
    chosen = st.selectbox(
        _("{way} leads to", way=kit.plain(label)),
        options,
        format_func=lambda name: titles.get(name, name),
        key=field,
        label_visibility="collapsed",
    )
    return str(chosen or NOWHERE)


def _can_follow(node: Node, gap: Gap) -> bool:
    return node.id != gap.node and node_type(node.type).category != "trigger"
