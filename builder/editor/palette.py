"""The palette: every type of step, by category, to be put behind a way out or to stand alone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from builder import drafts, edits
from builder.editor.together import dialog_opened
from builder.edits import Draft, Gap
from builder.look import kit
from builder.texts import _
from flowbook.nodes import exits_of, node_types
from flowbook.nodetype import CATEGORIES, NodeType


def category_names() -> dict[str, str]:
    return {
        "trigger": _("Begins"),
        "message": _("Says"),
        "question": _("Asks"),
        "logic": _("Decides"),
        "time": _("Waits"),
        "data": _("Remembers"),
        "people": _("People"),
    }


def open_palette(draft: Draft, gap: Gap | None) -> None:
    """The palette above the page."""
    dialog_opened()
    st.dialog(_("Add a step"), width="large")(palette)(draft, gap)


def palette(draft: Draft, gap: Gap | None) -> None:
    """With a gap the new step goes there, without one it stands alone."""
    place = _place(draft, gap)
    wanted = kit.search(_("Find a step"), key="palette-search")
    found = list(matching(wanted))
    if not found:
        kit.show(f'<p class="mut">{_("No step is called that. Try another word.")}</p>')
    for category in CATEGORIES:
        _shelf(draft, place, category, [kind for kind in found if kind.category == category])


def _place(draft: Draft, gap: Gap | None) -> Gap | None:
    """Says where the step will go; where there are several ways, lets choose."""
    node = draft.flow.get(gap.node) if gap else None
    if gap is None or node is None:
        says = _("It will stand alone. Lead a way to it afterwards.")
        kit.show(f'<p class="mut palette-where">{escape(says)}</p>')
        return None
    says = _("It goes behind “{step}”.", step=node.title)
    kit.show(f'<p class="mut palette-where">{escape(says)}</p>')
    labels = kit.distinct({exit.id: _(exit.label) or _("Then") for exit in exits_of(node)})
    if len(labels) < 2:
        return gap
    chosen = st.selectbox(
        _("On the way"),
        list(labels),
        index=list(labels).index(gap.exit),
        format_func=labels.__getitem__,
        key=f"palette-way-{gap.node}-{gap.exit}",
    )
    return Gap(gap.node, chosen or gap.exit)


def matching(wanted: str) -> Iterable[NodeType]:
    """Types whose name or help has all the words."""
    words = wanted.casefold().split()
    for kind in node_types().values():
        said = f"{_(kind.label)} {_(kind.help)}".casefold()
        if all(word in said for word in words):
            yield kind


def _shelf(draft: Draft, gap: Gap | None, category: str, kinds: list[NodeType]) -> None:
    if not kinds:
        return
    with st.container(key=f"shelf-{category}", horizontal=True, gap="xsmall"):
        kit.show(f'<div class="over">{category_names()[category]}</div>')
        for kind in kinds:
            if kit.button(
                _(kind.label), key=f"pal-{category}-{kind.type}", glyph=kind.icon, help=_(kind.help)
            ):
                _put(draft, gap, kind)


def _put(draft: Draft, gap: Gap | None, kind: NodeType) -> None:
    """Begins never stand behind a way out."""
    label = _(kind.label)
    if gap is None or kind.category == "trigger":
        grown, name = edits.add(draft, kind.type, label)
    else:
        grown, name = edits.insert(draft, gap, kind.type, label)
    drafts.change(grown, select=name)
