"""A step that two people have changed at once: both versions, to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import streamlit as st

from builder import company, drafts, edits, signature, state
from builder.edits import Draft
from builder.look import kit
from builder.merging import GONE, Clash
from builder.moments import language_name
from builder.texts import _
from flowbook.comparison import shown
from flowbook.flow import Node
from flowbook.nodes import node_type
from flowbook.schema import config_faults

TITLE = "title"


def note_clashes(draft: Draft, node: Node, clashes: Iterable[Clash]) -> None:
    """Shown above the step's form until somebody chooses. `path` of each begins with the config's key, or is
    the title."""
    found = [[list(one.path), _plain(one.mine), _plain(one.theirs)] for one in clashes]
    if found:
        kept = _noted(draft)
        author = company.author_of(draft.flow.id, node.id)
        earlier = kept.get(node.id, {}).get("parts", [])
        others = [one for one in earlier if one[0] not in [new[0] for new in found]]
        kept[node.id] = {"who": author.name if author else "", "parts": [*others, *found]}


def show_clashes(draft: Draft, node: Node) -> None:
    noted = _noted(draft).get(node.id)
    if not noted:
        return
    who = who_is(noted["who"])
    says = _("{who} changed this step while you were away. Yours is kept; choose one.", who=who)
    with st.container(border=True, key="card-clash", gap="small"):
        kit.show(kit.problem("warning", says))
        for path, mine, theirs in noted["parts"]:
            kit.show(_both(node, path, mine, theirs, who))
        with st.container(horizontal=True, gap="small", key="clash-acts"):
            if kit.button(_("Keep mine"), key="clash-mine"):
                _noted(draft).pop(node.id)
                st.rerun()
            if kit.button(_("Take the other one"), key="clash-theirs"):
                _noted(draft).pop(node.id)
                drafts.change(_with_theirs(draft, node, noted["parts"]))


def who_is(name: str) -> str:
    """Somebody else by name; without a name, or with the same, it is taken for another tab of one person."""
    return name if name and name != signature.own_name() else _("Another tab")


def _both(node: Node, path: list[str], mine: Any, theirs: Any, who: str) -> str:
    rows = ((_("You"), mine), (who, theirs))
    drawn = "".join(
        f'<div class="side"><b>{escape(name)}</b><span>{escape(_words(value))}</span></div>'
        for name, value in rows
    )
    return f'<div class="over">{escape(_called(node, path))}</div><div class="sides">{drawn}</div>'


def _called(node: Node, path: list[str]) -> str:
    """The field by its name in the form, and the language of a text."""
    if path == [TITLE]:
        return _("Name of the step")
    shape = node_type(node.type).config["properties"].get(path[0], {})
    told = _(shape.get("title", "")) or path[0]
    return f"{told} · {language_name(path[1])}" if len(path) == 2 and len(path[1]) in (2, 5) else told


def _words(value: Any) -> str:
    return value if isinstance(value, str) and value else _("nothing") if value is None else shown(value)


def _with_theirs(draft: Draft, node: Node, parts: Iterable[tuple[list[str], Any, Any]]) -> Draft:
    """What does not fit the step any more stays as it is."""
    for path, _mine, theirs in parts:
        if path == [TITLE]:
            draft = edits.rename(draft, node.id, theirs or "")
            continue
        config = _put(draft.flow.by_id[node.id].config, path, theirs)
        if not list(config_faults(node.type, config)):
            draft = edits.set_config(draft, node.id, config)
    return draft


def _put(value: Any, path: list[str], part: Any) -> Any:
    """The value with the part at that place; None takes it away."""
    if not path:
        return part
    name, *rest = path
    if isinstance(value, list | tuple):
        return [_put(one, rest, part) if _name(one) == name else one for one in value]
    inner = _put(value.get(name, {}), rest, part) if isinstance(value, Mapping) else part
    return {key: one for key, one in {**value, name: inner}.items() if one is not None}


def _name(item: Any) -> Any:
    return item.get("id") if isinstance(item, Mapping) else item


def _plain(value: Any) -> Any:
    return None if value is GONE else value


def _noted(draft: Draft) -> dict[str, Any]:
    return state.remembered(f"clashes {draft.flow.id}")
