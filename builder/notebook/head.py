"""The head of an open notebook: its name, who plays it, when it was run, and what can be done with the
whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

import streamlit as st

from builder import moments, state
from builder.look import kit
from builder.notebook import changing
from builder.notebook.desk import Desk, memory
from builder.notebook.results import own
from builder.notebook.running import ALL, want_run
from builder.notebook.sheets import duplicate, remove, rename_dialog
from builder.notebook.texting import leave_text
from builder.standing import ago
from builder.texts import _, many


def notebook_acts(desk: Desk) -> None:
    """In the bar of the flow."""
    run = {"on_click": want_run, "args": (desk, ALL), "disabled": bool(desk.problem)}
    kit.button(_("Run all"), key="test-run", glyph="play", type="primary", **run)


def notebook_head(desk: Desk) -> None:
    assert desk.sheet is not None
    if kit.button(_("All tests"), key="test-all", glyph="arrow-left", type="tertiary"):
        state.name_notebook("")
        st.rerun()
    with st.container(key="nbhead", horizontal=True, vertical_alignment="center", gap="small"):
        told = (
            f'<h2 class="big">{escape(desk.sheet.title)}</h2><div class="mut sm">{escape(_facts(desk))}</div>'
        )
        with st.container(width="stretch"):
            kit.show(told)
        _seen_as(desk)
        _steps(desk)
        _menu(desk)


def _facts(desk: Desk) -> str:
    if desk.seen is None or desk.ground is None:
        return desk.sheet.name if desk.sheet else ""
    people = many("{count} customer", "{count} customers", len(desk.scenarios))
    when = _("starts {when}", when=moments.moment(desk.seen.start, desk.ground.zone))
    kept = own(desk)
    if "at" not in kept:
        return f"{people}, {when}."
    ran, took = ago(datetime.fromisoformat(kept["at"])), f"{kept['took']:.1f}"
    if took == "0.0":
        return f"{people}, {when}. {_('Ran {when}, at once.', when=ran)}"
    return f"{people}, {when}. {_('Ran {when} in {took} s.', when=ran, took=took)}"


def _seen_as(desk: Desk) -> None:
    if len(desk.scenarios) < 2 or desk.seen is None:
        return
    names = kit.distinct({one.key: _("Seen as {name}", name=one.label) for one in desk.scenarios})
    keys = list(names)
    chosen = st.selectbox(
        _("Seen as"),
        keys,
        index=keys.index(desk.seen.key),
        format_func=names.__getitem__,
        key=f"seen-{desk.sheet.name if desk.sheet else ''}-{desk.seen.key}",
        label_visibility="collapsed",
        width=200,
    )
    if chosen != desk.seen.key:
        memory(desk.flow.id)["seen"] = chosen
        st.rerun()


def _steps(desk: Desk) -> None:
    """Undo and redo, and that all is saved."""
    assert desk.sheet is not None
    flow, name = desk.sheet.flow, desk.sheet.name
    back, on = changing.can_step(flow, name)
    if not (back or on):
        return
    with st.container(
        horizontal=True, width="content", vertical_alignment="center", gap="small", key="nb-steps"
    ):
        kit.show(f'<span class="mut sm">{kit.icon("check", 14)} {escape(_("Saved"))}</span>', width="content")
        for label, glyph, step, can in (
            (_("Undo"), "undo-2", changing.undo, back),
            (_("Redo"), "redo-2", changing.redo, on),
        ):
            press = {"on_click": changing.safely, "args": (_bound(step, flow, name),), "disabled": not can}
            kit.button(label, key=f"nb-{glyph}", glyph=glyph, bare=True, type="tertiary", **press)


def _bound(step: Callable[[str, str], None], flow: str, name: str) -> Callable[[], None]:
    return lambda: step(flow, name)


def _menu(desk: Desk) -> None:
    assert desk.sheet is not None
    names = {
        "text": _("Edit as text") if not own(desk).get("as_text") else _("Back to the cells"),
        "head": _("Customers, start, matrix"),
        "rename": _("Rename"),
        "copy": _("Duplicate"),
        "delete": _("Delete"),
    }
    offered = [one for one in names if desk.sheet.notebook or one not in ("head", "rename")]
    with st.container(key="nb-menu", width="content"):
        chosen = st.menu_button(
            _("More for this test"),
            offered,
            format_func=names.__getitem__,
            key=kit.icon_key("nb-more", "ellipsis", bare=True),
            type="tertiary",
        )
    if chosen:
        _do(desk, str(chosen))


def _do(desk: Desk, what: str) -> None:
    assert desk.sheet is not None
    kept = own(desk)
    match what:
        case "text":
            leave_text(desk) if kept.get("as_text") else kept.update(as_text=True)
            st.rerun()
        case "head":
            kept["as_head"] = not kept.get("as_head")
            st.rerun()
        case "rename":
            rename_dialog(desk.sheet)
        case "copy":
            duplicate(desk.sheet)
        case "delete":
            remove(desk.sheet)
