"""New flows: empty, or from one of the samples with its guide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from builder import drafts, screens
from builder.edits import Draft, add
from builder.home.titles import TITLE_LIMIT, unlike_others
from builder.look import kit
from builder.look.minimap import minimap
from builder.look.tap import tap
from builder.places import data_folder
from builder.texts import _
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.layout import Layout, read_layout
from flowbook.nodes import node_types
from flowbook.reading import read_flow
from flowbook.store import folder
from flowbook.store.samples import templates

ACROSS = 2


@dataclass(frozen=True)
class Template:
    """`guide` is Markdown; empty where a sample has none."""

    source: Path
    flow: Flow
    layout: Layout
    guide: str


def all_templates() -> list[Template]:
    """The samples that can be read; a broken one is the tests' business."""
    found = []
    for source in templates():
        try:
            found.append(_template(source))
        except FlowbookError:
            continue
    return found


@lru_cache(maxsize=64)
def _template(source: Path) -> Template:
    path = next(source.glob("*.flow.json"))
    layout, guide = next(source.glob("*.layout.json"), None), source / "guide.md"
    return Template(
        source,
        read_flow(path.read_text("utf-8"), path=path.name),
        read_layout(layout.read_text("utf-8")) if layout else Layout(),
        guide.read_text("utf-8") if guide.exists() else "",
    )


def new_flow_dialog() -> None:
    """The choice above the page."""
    st.dialog(_("New flow"), width="large")(choose_beginning)()


def choose_beginning() -> None:
    """An empty flow first, then the samples."""
    called, hint = _("What is it called?"), _("Such as: Book a haircut")
    title = st.text_input(called, key="new-title", placeholder=hint, max_chars=TITLE_LIMIT) or ""
    with st.container(horizontal=True, key="new-empty"):
        if kit.button(_("Start empty"), key="new-blank", glyph="plus"):
            screens.go("draw", flow=empty_flow(title).id)
    found = all_templates()
    if found:
        kit.show(f'<div class="over">{_("Or start from one that works")}</div>')
    for start in range(0, len(found), ACROSS):
        for column, template in zip(st.columns(ACROSS, gap="small"), found[start:], strict=False):
            with column:
                _offer(template, title)


def _offer(template: Template, title: str) -> None:
    flow = template.flow
    with st.container(border=True, key=f"card-new-{flow.id}", gap="small", height="stretch"):
        words = f'<h4 class="offer">{escape(flow.title)}</h4><p class="mut sm">{escape(flow.about)}</p>'
        tap(f"{minimap(flow, template.layout, height=100)}{words}", key=f"picture-new-{flow.id}")
        with st.container(horizontal=True, gap="small", key=f"acts-new-{flow.id}"):
            if kit.button(_("Use this one"), key=f"use-{flow.id}"):
                screens.go("draw", flow=from_template(template, title).id)
            if template.guide:
                with st.popover(_("How it works"), type="tertiary", key=f"guide-{flow.id}"):
                    st.markdown(template.guide)


def template_row(found: list[Template], limit: int = 4) -> None:
    """The samples as small cards below the flows."""
    shown = found[:limit]
    for column, template in zip(st.columns(limit, gap="medium"), shown, strict=False):
        with column, st.container(border=True, key=f"card-tpl-{template.flow.id}", height="stretch"):
            category, glyph = face_of(template.flow)
            words = f"<h4>{escape(template.flow.title)}</h4><p>{escape(template.flow.about)}</p>"
            kit.show(f'<div class="tpl">{kit.tile(category, glyph)}<div>{words}</div></div>')
            use = _("Use {title}", title=template.flow.title)
            if kit.button(use, key=f"open-tpl-{template.flow.id}"):
                screens.go("draw", flow=from_template(template, "").id)


def face_of(flow: Flow) -> tuple[str, str]:
    """Category and icon of the step that a flow begins with."""
    kinds = node_types()
    first = next((kinds[node.type] for node in flow.nodes if node.type in kinds), None)
    return (first.category, first.icon) if first else ("trigger", "zap")


def from_template(template: Template, title: str) -> Flow:
    """Under the title that was typed, else under its own."""
    named = title.strip() or unlike_others(template.flow.title)
    return folder.copy_flow(data_folder(), template.source, named)


def empty_flow(title: str) -> Flow:
    """With the first step already there, so that the map is not blank."""
    title = title.strip() or unlike_others(_("New flow"))
    first = next(iter(node_types()))
    languages = drafts.workspace().languages[:1]
    flow = Flow(folder.free_id(data_folder(), title), title, languages=languages)
    draft, start = add(Draft(flow), first)
    node = replace(draft.flow.by_id[start], config={})
    drafts.save(replace(draft, flow=replace(draft.flow, nodes=(node,))))
    return draft.flow
