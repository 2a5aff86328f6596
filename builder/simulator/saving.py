"""A rehearsal saved as a test: what will be in it, which lines become expectations, and the file."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import datetime
from html import escape

import streamlit as st

from builder import screens, state
from builder.doings import doing_words
from builder.look import kit
from builder.notebook import files
from builder.simulator.rehearsal import Act, Rehearsal
from builder.simulator.stage import Played
from builder.texts import _
from flowbook.codec import decode, untagged
from flowbook.customer import customer_from_json
from flowbook.errors import FlowbookError
from flowbook.mocks import Mock
from flowbook.recording import Deed, NotRecorded, Recording, Scene, Talk, record
from flowbook.recording.document import Place
from flowbook.recording.taking import Turn
from flowbook.stimuli import FAMILY

KEPT = 16
SAVED = "saved test"
SHOWN = 140
"""Characters of a line in the list."""
_made: OrderedDict[str, Recording | str] = OrderedDict()


def talk_of(rehearsal: Rehearsal, played: Played) -> Talk:
    """The rehearsal as the kernel records it."""
    deeds = [_deed(act, world.now) for act, world in zip(rehearsal["acts"], played.worlds, strict=False)]
    mocks: tuple[Mock, ...] = tuple(decode(Mock, mock) for mock in rehearsal.get("mocks", []))
    start = datetime.fromisoformat(rehearsal["start"])
    return Talk(customer_from_json(rehearsal["customer"]), start, tuple(deeds), mocks, played.world.log)


def saving_dialog(rehearsal: Rehearsal, played: Played) -> None:
    """Opened by a press of the button; closes by a press beside it."""

    @st.dialog(_("Save as a test"), width="large")
    def ask() -> None:
        saving(rehearsal, played)

    state.remembered(SAVED).clear()
    ask()


def saving(rehearsal: Rehearsal, played: Played) -> None:
    """What the dialog shows: what will be in the test; once it is saved, the way to it."""
    saved = state.remembered(SAVED)
    if saved.get("file"):
        _saved(played, saved["title"], saved["file"])
    else:
        _ask(rehearsal, played)


def recording_of(rehearsal: Rehearsal, played: Played) -> Recording | str:
    """The recording, else the sentence that says why there is none."""
    key = f"{played.stage.digest}\0{json.dumps(rehearsal, sort_keys=True)}"
    if key not in _made:
        _made[key] = _recorded(rehearsal, played)
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return _made[key]


def _recorded(rehearsal: Rehearsal, played: Played) -> Recording | str:
    if not rehearsal["customer"].get("invented"):
        return _(
            "This talk is with a copy of a real customer, whose name would stand in the file. "
            "Make the test from their own page, where it is made anonymous."
        )
    live = played.stage.setting.library.live
    others = {flow: release.flow for flow, release in live.items()}
    scene = Scene(played.stage.flow, played.stage.setting.workspace, others)
    try:
        return record(scene, talk_of(rehearsal, played), _title(played))
    except NotRecorded as error:
        return str(error)


def _title(played: Played) -> str:
    name = played.state.customer.fields.get("first_name") or played.state.customer.name
    return f"{played.stage.flow.title}: {name}"


def _deed(act: Act, now: datetime) -> Deed:
    if "until" in act:
        return Deed(datetime.fromisoformat(act["until"]))
    return Deed(now, untagged(FAMILY, act["stimulus"]))


def _ask(rehearsal: Rehearsal, played: Played) -> None:
    with st.spinner(_("Playing the talk again…")):
        found = recording_of(rehearsal, played)
    if isinstance(found, str):
        kit.state_card("bad", "circle-alert", _("This talk cannot become a test"), found)
        return
    title = st.text_input(_("Its name"), _title(played), max_chars=200, key="test-title").strip()
    told = _(
        "Flowbook will repeat this talk and tell you when the bot answers otherwise. A line that you mark "
        "has to stay word for word; the others can be accepted anew when they change."
    )
    kit.show(f'<p class="mut sm">{escape(told)}</p>')
    with st.container(height=340, key="test-lines"):
        tight = _lines(found, played.stage.digest)
    press = {"on_click": _save, "args": (found, played, title, tight), "disabled": not title}
    kit.button(_("Save as a test"), key="test-save", glyph="check", type="primary", **press)
    if why := state.remembered(SAVED).get("why"):
        kit.show(kit.problem("error", why))


def _lines(found: Recording, stamp: str) -> set[Place]:
    """Every turn with a box for each line; the places of those that are marked."""
    tight: set[Place] = set()
    for number, turn in enumerate(found.take.turns):
        kit.show(f'<div class="over">{escape(_act_words(turn))}</div>')
        for place, line in enumerate(_shown(turn)):
            key = f"tight-{stamp[:8]}-{number}-{place}-{len(found.take.turns)}"
            if st.checkbox(kit.plain(line), key=key):
                tight.add((number, place))
    return tight


def _shown(turn: Turn) -> list[str]:
    lines = [line.told for line in turn.lines] or [_("(the bot says nothing)")]
    return [line if len(line) <= SHOWN else f"{line[: SHOWN - 1].rstrip()}…" for line in map(_even, lines)]


def _even(text: str) -> str:
    return " ".join(text.split())


def _act_words(turn: Turn) -> str:
    return " · ".join(doing_words(kind, value) for kind, value in turn.doings)


def _save(found: Recording, played: Played, title: str, tight: set[Place]) -> None:
    """Before the dialog is drawn again."""
    saved = state.remembered(SAVED)
    try:
        text = found.titled(title).text(_("Recorded from a talk in Try."), tight)
        name = files.add(played.stage.flow.id, title, text)
    except FlowbookError as error:
        saved["why"] = str(error)
    else:
        saved.update(title=title, file=name)


def _saved(played: Played, title: str, name: str) -> None:
    kit.state_card("ok", "circle-check", _("“{title}” is a test now", title=title), name)
    st.page_link(
        screens.page_of("test"),
        label=_("Open it in Test"),
        query_params={"flow": played.stage.flow.id, "notebook": name},
    )
