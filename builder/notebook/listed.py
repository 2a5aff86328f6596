"""All notebooks of a flow as a list: what each is called, with whom it is played, how it came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

import streamlit as st

from builder import screens, state
from builder.look import kit
from builder.notebook import changing, files
from builder.notebook.desk import Desk, memory
from builder.notebook.forms.form import UNDO
from builder.notebook.results import deck_of
from builder.notebook.running import run_every
from builder.notebook.sheets import import_dialog, new_dialog
from builder.notebook.verdicts import Came, came_out, known_verdicts
from builder.places import data_folder
from builder.standing import ago
from builder.texts import _, listed, many
from flowbook.store import notebooks as shelf


def list_acts(desk: Desk) -> None:
    """In the bar of the flow."""
    if kit.button(_("Take in"), key="test-import", glyph="file-up"):
        import_dialog(desk.flow.id)
    if kit.button(_("New test"), key="test-new", glyph="plus"):
        new_dialog(desk.flow)
    press = {"on_click": _want_all, "args": (desk,), "disabled": not files.names(desk.flow.id)}
    kit.button(_("Run all"), key="test-run", glyph="play", type="primary", **press)


def notebook_list(desk: Desk) -> None:
    desks = [Desk(desk.draft, files.sheet_of(desk.flow.id, name)) for name in files.names(desk.flow.id)]
    if not desks:
        _nothing_yet(desk)
        return
    if memory(desk.flow.id).pop("wanted", False):
        run_every(desks)
    kit.show(f'<p class="mut sm">{escape(_told(desks))}</p>')
    known = known_verdicts(desk.flow.id, files.names(desk.flow.id))
    for one in desks:
        _row(one, known)


def bring_back(flow: str, undone: str) -> None:
    """A notebook that was deleted, or a cell as it was. Raises StoreError."""
    if undone == UNDO:
        changing.undo(flow, state.named_notebook())
    else:
        shelf.restore_notebook(data_folder(), flow, undone)


def _want_all(desk: Desk) -> None:
    memory(desk.flow.id)["wanted"] = True


def _told(desks: list[Desk]) -> str:
    count = many("{count} test", "{count} tests", len(desks))
    return _("{tests}. Each is a conversation that Flowbook repeats by itself.", tests=count)


def _nothing_yet(desk: Desk) -> None:
    told = _(
        "Tests are conversations that Flowbook repeats by itself, to see that the bot still says what "
        "it should. Talk in Try and save the talk, or begin with a template."
    )
    kit.empty("act", "list-checks", _("No tests yet"), told)

    def acts() -> None:
        if kit.button(_("New test"), key="empty-new", glyph="plus", type="primary"):
            new_dialog(desk.flow)
        if kit.button(_("Go to Try"), key="empty-try", glyph="play"):
            screens.go("try", flow=desk.flow.id)

    kit.centred(acts, key="empty-acts")


def _row(desk: Desk, known: Mapping[str, Came]) -> None:
    assert desk.sheet is not None
    name = desk.sheet.name
    with st.container(border=True, key=f"card-test-{name.replace('.', '-')}"):
        title = f'<h3 class="big grow">{escape(desk.sheet.title)}</h3>'
        told = " · ".join(_facts(desk)) if not desk.problem else desk.problem
        pill = f'<div class="res">{_pill(desk, known)}</div>'
        kit.show(f'<div class="row top">{title}{pill}</div><p class="mut sm facts">{escape(told)}</p>')
        label = _("Open {title}", title=desk.sheet.title)
        if kit.button(label, key=f"open-{name.replace('.', '-')}"):
            state.name_notebook(name)
            st.rerun()


def _facts(desk: Desk) -> Iterator[str]:
    assert desk.sheet is not None
    count = len(desk.play.cells) if desk.play else 0
    yield many("{count} cell", "{count} cells", count)
    yield listed(list({one.customer.id: one.customer.name for one in desk.scenarios}.values()))
    yield ago(files.changed(desk.flow.id, desk.sheet.name))


def _pill(desk: Desk, known: Mapping[str, Came]) -> str:
    if deck_of(desk) is None:
        return kit.pill(_("Cannot be played"), "bad", "circle-alert")
    came = came_out(desk, known)
    if came is None:
        return kit.pill(_("Not run"), "", "circle-dashed")
    if came.stale:
        return kit.pill(_("Stale"), "", "history")
    if came.failed:
        told = _("{failed} of {count} failed", failed=came.failed, count=len(desk.scenarios))
        return kit.pill(told, "bad", "x")
    if came.unused:
        return kit.pill(_("A snapshot nobody uses"), "bad", "x")
    return kit.pill(_("Passed"), "ok", "check")
