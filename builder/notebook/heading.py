"""The head of a notebook in a form: who plays it, when it starts, in which combinations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.notebook import changing, files
from builder.notebook.desk import Desk
from builder.notebook.files import Sheet
from builder.notebook.forms.labels import label_of
from builder.notebook.forms.place import MISSING, Missing, Place
from builder.notebook.forms.whole import control
from builder.notebook.results import own
from builder.texts import _
from flowbook.notebook.moments import check_moment
from flowbook.notebook.people import EVERYBODY, SEGMENT
from flowbook.notebook.schema import head_faults, head_shape, typed_head
from flowbook.notebook.shapes import as_list
from flowbook.notebook.typed import as_written
from flowbook.notebook.writing import with_head

PARTS = ("start", "seed", "matrix", "tags", "coverage", "beside")


def head_form(desk: Desk) -> None:
    """Saved as soon as it changes and can be read."""
    sheet = desk.sheet
    assert sheet is not None
    if sheet.notebook is None:
        return
    head = typed_head(files.head_of(sheet.text))
    key = f"head-{state.version()}"
    with st.container(border=True, key="card-head"):
        kit.show(f'<h3 class="big">{_("Customers, start, matrix")}</h3>')
        after = {"customers": _customers(desk, head.get("customers"), key)}
        for name in PARTS:
            place = Place(name, head_shape()["properties"][name], head.get(name, MISSING), f"{key}-{name}")
            after[name] = control(_known(desk, place))
        _settle(sheet, head, after)
        if desk.problem:
            _ways_out(desk, sheet)
        elif kit.button(_("Close"), key="head-close", glyph="check"):
            own(desk)["as_head"] = False
            st.rerun()


def _ways_out(desk: Desk, sheet: Sheet) -> None:
    """Of a notebook that cannot be played as its head stands."""
    with st.container(horizontal=True, key="head-mend"):
        if sheet.notebook and sheet.notebook.flow != sheet.flow:
            label = _("Make it a test of “{title}”", title=desk.flow.title)
            if kit.button(label, key="head-flow", glyph="wand-sparkles", type="primary"):
                _save(sheet, {"flow": sheet.flow})
        if kit.button(_("Edit as text"), key="head-text", glyph="pencil"):
            own(desk)["as_text"] = True
            st.rerun()


def _known(desk: Desk, place: Place) -> Place:
    languages = {tag: tag for tag in desk.flow.languages}
    known = {"languages": languages, "arms": {}, "fields": {name: name for name in _splits(desk)}}
    return Place(place.name, place.shape, place.value, place.key, known, own(desk).setdefault("extra", {}))


def _splits(desk: Desk) -> dict[str, tuple[str, ...]]:
    return desk.ground.splits if desk.ground else {}


def _customers(desk: Desk, value: Any, key: str) -> Any:
    """Sample customers and groups by name; those that are written out one below another."""
    entries = as_list(value) if value else []
    named = [one for one in entries if isinstance(one, str)]
    chosen = st.multiselect(
        label_of("customers"),
        list(dict.fromkeys([*named, *_people(desk)])),
        default=named,
        format_func=lambda one: _people(desk).get(one, one),
        accept_new_options=True,
        placeholder=_("Somebody new, called Sam"),
        key=f"{key}-customers",
    )
    written = [one for one in entries if isinstance(one, Mapping)]
    shape = {"type": "array", "items": head_shape()["properties"]["customers"]["anyOf"][0]["anyOf"][1]}
    place = Place("customers", shape, written, f"{key}-written")
    own_people = control(_known(desk, place))
    found = [*chosen, *([] if isinstance(own_people, Missing) else own_people)]
    return found or MISSING


def _people(desk: Desk) -> dict[str, str]:
    if desk.ground is None:
        return {}
    groups = {EVERYBODY: _("Everybody among the samples")}
    groups |= {SEGMENT + name: _("Segment: {name}", name=name) for name in desk.ground.workspace.segments}
    return groups | {one.id: f"{one.name} ({one.id})" for one in desk.ground.pool.values()}


def _settle(sheet: Sheet, head: dict[str, Any], after: dict[str, Any]) -> None:
    told = {name: None if isinstance(one, Missing) else one for name, one in after.items()}
    if isinstance(told["customers"], list) and len(told["customers"]) == 1 and head.get("customers"):
        told["customers"] = told["customers"] if isinstance(head["customers"], list) else told["customers"][0]
    changes = {name: one for name, one in told.items() if one != head.get(name)}
    if not changes:
        return
    whole = {name: one for name, one in {**head, **told}.items() if one is not None}
    wrong = next(_faults(whole), "")
    if wrong:
        kit.show(kit.problem("error", wrong))
        return
    _save(sheet, changes)


def _save(sheet: Sheet, changes: dict[str, Any]) -> None:
    changing.safely(lambda: changing.save(sheet.flow, sheet.name, sheet.text, with_head(sheet.text, changes)))
    st.rerun()


def _faults(head: dict[str, Any]) -> Iterator[str]:
    for where, sentence in head_faults(typed_head(as_written(head))):
        yield f"{'.'.join(map(str, where))}: {sentence}"
    for moment in [head.get("start", ""), *head.get("matrix", {}).get("starts", ())]:
        if moment and (wrong := check_moment(moment)):
            yield wrong
