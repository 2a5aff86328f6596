"""The card about what customers would notice: sentences, each with one conversation before and after."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from builder import screens, state
from builder.edits import Draft
from builder.look import kit
from builder.look.folded import folded
from builder.maps import Overlay, flow_map
from builder.publishing import talks
from builder.publishing.twochats import two_chats
from builder.publishing.work import Job
from builder.texts import _, many
from flowbook.difference import Behaviour, Change
from flowbook.flow import Flow, Release

SHOWN = 6
COUNTED = 5


def noticed_card(draft: Draft, live: Release | None, now: str, *, tests: int) -> Job | None:
    """`now` is the stamp of draft and tests, `tests` how many notebooks there are. Returns what is still to
    be done; None where there is nothing to compare with."""
    if live is None or live.flow == draft.flow:
        return None
    memory = state.remembered(f"noticed {draft.flow.id}")
    explored = bool(memory.get("explored"))
    stamp = f"{live.number} {explored} {now}"
    found = talks.known(stamp)
    job = Job(f"noticed-{draft.flow.id}", stamp, None, _("Talking to both versions"))
    idle = "" if found else _why_idle(job, live, something=bool(tests or explored))
    with st.container(border=True, key="card-noticed"):
        kit.show(_head(idle, found, live))
        if found:
            _changes(draft, found)
        job = replace(job, slot=st.empty())
        if idle:
            _offer(job, draft.flow.id, tests=tests, explored=explored)
            return None
        if found and not explored:
            _explore_button(draft.flow.id)
    return job


def run_noticed(draft: Flow, live: Release | None, job: Job | None) -> None:
    if job and live and talks.known(job.stamp) is None:
        explored = bool(state.remembered(f"noticed {draft.id}").get("explored"))
        job.run(lambda told: talks.compare(live.flow, draft, job.stamp, told, explored=explored))


def _why_idle(job: Job, live: Release, *, something: bool) -> str:
    """Why the two are not compared now; empty where they are. `something`: there is what to talk with."""
    if not something:
        return _("There are no tests to talk with.")
    if job.stopped:
        return _(
            "You stopped it before version {version} and your draft were compared.", version=live.version
        )
    return ""


def _head(idle: str, found: Behaviour | None, live: Release) -> str:
    """Nothing is said of what customers hear before it is known."""
    underway = _(
        "The same customers are talking to version {version} and to your draft.", version=live.version
    )
    told = _summed(found, live) if found else idle or underway
    title = f'<div class="big">{escape(_("What customers would notice"))}</div>'
    return f'{title}<div class="mut sm">{escape(told)}</div>{_counts(found) if found else ""}'


def _summed(found: Behaviour, live: Release) -> str:
    if found.same:
        return many(
            "{count} customer would notice nothing.", "{count} customers would notice nothing.", found.talks
        )
    return many(
        "{count} customer talked to version {version} and to your draft",
        "{count} customers talked to version {version} and to your draft",
        found.talks,
        version=live.version,
    )


def _counts(found: Behaviour) -> str:
    """How many get what, each customer once, by the worst that can be said of their conversation."""
    if found.same:
        return ""
    words = kinds()
    rows = [(found.talks - sum(found.gravest.values()), _("get the same as before"), "")]
    rows += [(found.gravest[kind], words[kind][1], words[kind][2]) for kind in words if kind in found.gravest]
    drawn = "".join(f"<span><b>{count:,}</b> {escape(says)}</span>" for count, says, _tone in rows)
    return f'<div class="tally">{drawn}</div>'


def kinds() -> dict[str, tuple[str, str, str]]:
    """A word, what it means for a customer, and the tone, by class."""
    return {
        "stuck": (_("Stuck"), _("get stuck"), "bad"),
        "route": (_("Way"), _("take another way"), "warn"),
        "text": (_("Words"), _("read other words"), "act"),
        "buttons": (_("Buttons"), _("see other buttons"), "act"),
        "timing": (_("Time"), _("hear it at another time"), "act"),
        "state": (_("Facts"), _("are remembered otherwise"), ""),
    }


def _changes(draft: Draft, found: Behaviour) -> None:
    for number, change in enumerate(found.changes[:SHOWN]):
        _change(change, number)
    if found.changes[SHOWN:]:
        with folded(len(found.changes) - SHOWN, "more-noticed"):
            for number, change in enumerate(found.changes[SHOWN:], start=SHOWN):
                _change(change, number)
    if found.changes:
        _map(draft, found)


def _change(change: Change, number: int) -> None:
    word, _meaning, tone = kinds()[change.kind]
    says = escape(_(change.text, **change.values))
    why = "".join(
        f'<div class="mut xs">{escape(_("Because: {cause}", cause=_(one.text, **one.values)))}</div>'
        for one in change.causes[:1]
    )
    kit.show(f'<div class="diff"><span class="tag">{kit.pill(word, tone)}</span><div>{says}{why}</div></div>')
    with st.expander(_("See {name}", name=kit.plain(change.example.who)), key=f"see-{number}"):
        kit.show(two_chats(change.example))
        kit.show(f'<div class="mut xs">{escape(_who(change))}</div>')


def _who(change: Change) -> str:
    named = ", ".join(change.customers[:COUNTED])
    more = len(change.customers) - COUNTED
    told = (
        many("{names} and {count} more", "{names} and {count} more", more, names=named) if more > 0 else named
    )
    source = change.example.source
    return _("{names}. From the test “{test}”.", names=told, test=source) if source else told


def _map(draft: Draft, found: Behaviour) -> None:
    """Where it shows, on the draft's map."""
    steps = tuple(dict.fromkeys(one.node for one in found.changes if one.flow == draft.flow.id and one.node))
    own = tuple(step for step in steps if step in draft.flow.by_id)
    if own and st.toggle(_("Show them on the map"), key="noticed-map"):
        pressed = flow_map(draft.flow, draft.layout, Overlay(path=own), key="noticed", height=420)
        kit.show(f'<p class="mut sm">{escape(_("A press on a step opens it in Draw."))}</p>')
        if pressed:
            state.select(draft.flow.id, pressed)
            screens.go("draw", flow=draft.flow.id)


def _offer(job: Job, flow: str, *, tests: int, explored: bool) -> None:
    with job.slot.container():
        if tests or explored:
            label, done = _("Talk to both versions"), job.go_on
        else:
            label, done = _("Find conversations and compare"), partial(_explore, flow)
        kit.button(label, key="noticed-go", glyph="play", type="tertiary", on_click=done)


def _explore_button(flow: str) -> None:
    kit.button(
        _("Look for more conversations"),
        key="noticed-more",
        glyph="search",
        type="tertiary",
        on_click=_explore,
        args=(flow,),
    )


def _explore(flow: str) -> None:
    state.remembered(f"noticed {flow}")["explored"] = True
