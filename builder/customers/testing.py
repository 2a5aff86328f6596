"""A conversation with a real customer made into a test: which one, what was replaced, before beside after."""

from __future__ import annotations

from collections import OrderedDict
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from builder import drafts, moments, screens, state
from builder.customers.journey import talk_html, zone_of
from builder.look import kit
from builder.notebook import files
from builder.places import store
from builder.signature import author
from builder.texts import _, many
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.recording import NotRecorded, Scene
from flowbook.recording.anonymous import Anonymous, History, anonymous_from
from flowbook.recording.disguise import Replacement
from flowbook.recording.history import Passage
from flowbook.store.audit import note_deed
from flowbook.store.releases import list_releases, live_releases, load_release
from flowbook.transcript import bubbles

LATEST = 5
KEPT = 8
_made: OrderedDict[tuple[str, str, int], Anonymous | str] = OrderedDict()


def tests_card(history: History) -> None:
    """The latest conversations, each with a button."""
    found = list(enumerate(history.passages))[-LATEST:]
    if not found:
        return
    zone = zone_of(history.customer)
    with st.container(border=True, key="card-person-tests"):
        kit.show(f'<div class="over">{escape(_("Make a test of a conversation"))}</div>')
        told = _(
            "Flowbook repeats it with an invented customer, and tells you when the bot answers otherwise."
        )
        kit.show(f'<p class="mut sm">{escape(told)}</p>')
        for number, passage in reversed(found):
            with st.container(horizontal=True, vertical_alignment="center", key=f"passage-{number}"):
                kit.show(_row(passage, zone), width="stretch")
                if kit.button(_("Make a test…"), key=f"test-of-{number}", glyph="list-checks"):
                    _dialog(history, number)


def making(history: History, number: int) -> None:
    """What the dialog shows: the conversation and the test side by side; once it is saved, the way to it."""
    memory = _memory(history, number)
    passage = history.passages[number]
    if memory.get("file"):
        done = _("“{title}” is a test now", title=memory["title"])
        kit.state_card("ok", "circle-check", done, memory["file"])
        to = {"flow": passage.flow, "notebook": memory["file"]}
        st.page_link(screens.page_of("test"), label=_("Open it in Test"), query_params=to)
        return
    with st.spinner(_("Playing the conversation again, with somebody invented…")):
        found = anonymous_of(history, number)
    if isinstance(found, str):
        kit.state_card("bad", "circle-alert", _("This conversation cannot become a test"), found)
        return
    _compare(history, passage, found)
    _confirm(history, number, found)


def anonymous_of(history: History, number: int) -> Anonymous | str:
    """The test, else the sentence that says why there is none."""
    passage = history.passages[number]
    try:
        drafts.load(passage.flow)
        scene = _scene(passage)
    except FlowbookError as error:
        return _("The flow of this conversation is not here any more: {why}", why=error)
    key = (history.customer.id, str(history.records[-1].at), number)
    if key not in _made:
        _made[key] = _anonymous(history, number, scene)
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return _made[key]


def _anonymous(history: History, number: int, scene: Scene) -> Anonymous | str:
    try:
        return anonymous_from(history, number, scene, _title(scene.flow))
    except NotRecorded as error:
        return str(error)


def _scene(passage: Passage) -> Scene:
    """The versions with which it was had, and what is live beside them."""
    numbers = {n for bot in _bots(passage.flow) for n in live_releases(store(), bot).values()}
    flows: dict[str, Flow] = {}
    for release in (load_release(store(), one) for one in sorted(numbers)):
        flows[release.flow.id] = release.flow
    for _name, one in passage.releases:
        release = load_release(store(), one)
        flows[release.flow.id] = release.flow
    return Scene(flows[passage.flow], drafts.workspace(), flows)


def _bots(flow: str) -> set[str]:
    return {bot for note in list_releases(store(), flow) for bot in note.bots}


def _title(flow: Flow) -> str:
    return _("{flow}: a real conversation", flow=flow.title)


def _row(passage: Passage, zone: ZoneInfo) -> str:
    when = moments.moment(passage.at, zone)
    over = "" if passage.over else f" · {_('still going on')}"
    return f'<b>{escape(_flow_title(passage.flow))}</b><div class="mut xs">{escape(when + over)}</div>'


def _flow_title(flow: str) -> str:
    try:
        return drafts.load(flow).flow.title
    except FlowbookError:
        return flow


def _dialog(history: History, number: int) -> None:
    @st.dialog(_("Make a test of this conversation"), width="large")
    def ask() -> None:
        making(history, number)

    _memory(history, number).clear()
    ask()


def _compare(history: History, passage: Passage, found: Anonymous) -> None:
    take = found.recording.take
    before = bubbles(history.records[passage.begin : passage.end], history.customer.id)
    after = bubbles(take.records, take.last.who)
    for place, title, html in zip(
        st.columns(2),
        (_("What was said"), _("What the test says")),
        (
            talk_html(before, zone_of(history.customer)),
            talk_html(after, zone_of(take.last.customer)),
        ),
        strict=True,
    ):
        with place:
            kit.show(f'<div class="over">{escape(title)}</div>')
            kit.show(html)
    told = many("One thing was replaced", "{count} things were replaced", len(found.replaced))
    with st.expander(kit.plain(told), expanded=bool(found.replaced)):
        kit.show(f'<dl class="kv replaced">{"".join(map(_replaced, found.replaced))}</dl>')


def _replaced(one: Replacement) -> str:
    now = escape(one.after) if one.after else f'<span class="mut">{escape(_("left out"))}</span>'
    return f"<dt>{escape(one.what or _('Words'))}</dt><dd><s>{escape(one.before)}</s> → {now}</dd>"


def _confirm(history: History, number: int, found: Anonymous) -> None:
    memory = _memory(history, number)
    title = st.text_input(_("Its name"), found.recording.ground.notebook.title, max_chars=200).strip()
    looked = st.checkbox(_("I have looked at both: nothing in the test tells who this is"), key="test-looked")
    press = {"on_click": _save, "args": (history, number, found, title), "disabled": not (looked and title)}
    kit.button(_("Save as a test"), key="real-save", glyph="check", type="primary", **press)
    if why := memory.get("why"):
        kit.show(kit.problem("error", why))


def _save(history: History, number: int, found: Anonymous, title: str) -> None:
    """Before the dialog is drawn again."""
    memory, flow = _memory(history, number), history.passages[number].flow
    try:
        text = found.recording.titled(title).text(_("From a real conversation, made anonymous."))
        name = files.add(flow, title, text)
    except FlowbookError as error:
        memory["why"] = str(error)
    else:
        with store().transaction():
            note_deed(store(), author(), "made a test of a conversation", flow, name)
        memory.update(title=title, file=name)


def _memory(history: History, number: int) -> dict[str, str]:
    return state.remembered(f"test of {history.customer.id} {number}")
