"""The selected step: what the customer sees of it, its form, its ways on."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st
from babel import Locale, UnknownLocaleError

from builder import drafts, edits, state
from builder.editor.clashes import TITLE, note_clashes, show_clashes
from builder.editor.faults import faults_of
from builder.editor.firing import show_firing
from builder.editor.meanwhile import note_seen, settled
from builder.editor.ways import ways
from builder.edits import Draft
from builder.forms import About, Fault, accepted, config_form, draw, has_texts
from builder.look import kit
from builder.look.chat import chat
from builder.look.tap import tap
from builder.places import data_folder
from builder.preview import preview
from builder.texts import _, language
from flowbook.checks import Issue
from flowbook.flow import Flow, Node
from flowbook.nodes import exits_of, node_type
from flowbook.store import folder


def inspector(draft: Draft, node: Node, issues: tuple[Issue, ...]) -> None:
    """Every change is saved and the page drawn anew."""
    tongue, drawn = _tongue(draft.flow), state.version()
    show_clashes(draft, node)
    _preview(draft, node, tongue)
    key = f"form-{draft.flow.id}-{node.id}-{tongue}-{state.version()}"
    with st.container(border=True, key="card-props"):
        _head(node)
        _title(draft, node, key)
        if has_texts(node.type):
            _texts_in(draft.flow, tongue)
        _config(draft, node, _about(draft, node, issues, key=key, tongue=tongue))
        ways(draft, node, issues, key)
        _acts(draft, node)
    show_firing(draft.flow, node)
    if state.version() != drawn:
        st.rerun()


def language_name(tag: str) -> str:
    """A language as the interface's own calls it."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(language()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _preview(draft: Draft, node: Node, tongue: str) -> None:
    bubbles = preview(draft.flow, node, drafts.workspace(), tongue)
    if not bubbles:
        return
    with st.container(border=True, key="card-preview", gap=None):
        kit.show(f'<div class="over peek">{_("What Anna sees")}</div>')
        pressed = tap(chat(bubbles), key="preview")
    if pressed and pressed.startswith("key:"):
        _follow(draft, node, pressed.removeprefix("key:"))


def _follow(draft: Draft, node: Node, label: str) -> None:
    """A press on a button of the preview goes where the button leads."""
    target = next((node.exits.get(exit.id) for exit in exits_of(node) if exit.label == label), None)
    if target:
        state.select(draft.flow.id, target)
        st.rerun()


def _head(node: Node) -> None:
    kind = node_type(node.type)
    about = (
        f'<details class="about"><summary>{escape(_(kind.label))}{kit.icon("circle-help", 13)}</summary>'
        f"<p>{escape(_(kind.help))}</p></details>"
    )
    words = f'<b class="step-name">{escape(node.title)}</b>{about}'
    kit.show(
        f'<div class="row top">{kit.tile(kind.category, kind.icon)}<div class="grow">{words}</div></div>'
    )


def _title(draft: Draft, node: Node, key: str) -> None:
    field = f"{key}-title"
    title = (st.text_input(_("Name of the step"), node.title, key=field, max_chars=120) or "").strip()
    values, clashes = settled(field, {TITLE: node.title}, {TITLE: title or node.title})
    note_clashes(draft, node, clashes)
    title = values[TITLE]
    note_seen(field, values)
    if title != node.title:
        drafts.change(edits.rename(draft, node.id, title), fresh=False)


def _config(draft: Draft, node: Node, about: About) -> None:
    refused = state.passing(f"refused {about.key}")
    found, clashes = settled(about.key, node.config, config_form(about))
    note_clashes(draft, node, clashes)
    config, faults = accepted(node.type, node.config, found)
    note_seen(about.key, config)
    now = {fault.path: _in_words(node, fault) for fault in faults}
    news = now != refused
    refused.clear()
    refused.update(now)
    if config != node.config:
        drafts.change(edits.set_config(draft, node.id, config), fresh=False)
    if news:
        st.rerun()


def _in_words(node: Node, fault: Fault) -> str:
    """A line that does not fit its pattern is told what the field's own help says."""
    shape = node_type(node.type).config["properties"].get(fault.path.partition(".")[0], {})
    why = _(shape.get("description", "")) if "pattern" in shape else ""
    return _("Not kept yet: {why}", why=why or fault.sentence)


def _about(draft: Draft, node: Node, issues: tuple[Issue, ...], *, key: str, tongue: str) -> About:
    refused: Mapping[str, Any] = state.passing(f"refused {key}")
    faults = tuple(Fault(path, sentence) for path, sentence in refused.items())
    filled = frozenset[str]().union(*(node_type(one.type).writes(one.config) for one in draft.flow.nodes))
    return About(
        flow=draft.flow,
        node=node,
        workspace=drafts.workspace(),
        key=key,
        language=tongue,
        flows={one.id: one.title for one in folder.list_flows(data_folder()) if one.id != draft.flow.id},
        faults=faults or faults_of(issues, node),
        remembered=tuple(sorted(name for name in filled if name.startswith("session."))),
        filled=filled,
        load=lambda flow: drafts.load(flow).flow,
        draw=draw,
    )


def _tongue(flow: Flow) -> str:
    """The language whose texts are shown and written."""
    chosen = state.remembered(f"tongue {flow.id}").get("tag", "")
    return chosen if chosen in flow.languages else flow.languages[0]


def _texts_in(flow: Flow, tongue: str) -> None:
    if len(flow.languages) < 2:
        return
    chosen = st.segmented_control(
        _("Texts in"),
        list(flow.languages),
        default=tongue,
        required=True,
        format_func=language_name,
        key=f"tongue-{flow.id}-{state.version()}",
        width="stretch",
    )
    if chosen and chosen != tongue:
        state.remembered(f"tongue {flow.id}")["tag"] = chosen
        st.rerun()


def _acts(draft: Draft, node: Node) -> None:
    with st.container(horizontal=True, gap="small", key="step-acts"):
        if kit.button(_("Duplicate"), key="step-copy", glyph="copy", type="tertiary"):
            grown, twins = edits.duplicate(draft, [node.id])
            drafts.change(grown, select=twins[node.id])
        if kit.button(_("Delete"), key="step-delete", glyph="trash-2", type="tertiary"):
            before = next((edge.source for edge in draft.flow.edges() if edge.target == node.id), "")
            drafts.change(edits.delete(draft, [node.id]), select=before)
