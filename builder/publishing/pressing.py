"""Where a draft goes live: a word for colleagues, the button, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import streamlit as st

from builder import screens, state
from builder.look import kit
from builder.places import store
from builder.publishing.bots import Bots, live_on, names_of
from builder.publishing.inside import count_people, taken_words
from builder.publishing.overriding import despite_part
from builder.publishing.returning import back_dialog
from builder.publishing.testing import examine, known
from builder.signature import author
from builder.texts import _, many
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.store import PRACTICE
from flowbook.store.moving import Taken, take_along
from flowbook.store.publishing import pass_gate, publish
from flowbook.store.releases import ReleaseNote, list_releases


@dataclass(frozen=True, slots=True)
class Going:
    """What would go live: the version, on which bots, what becomes of `people` inside, the stamp of the
    tests, and the reason for going on although they fail."""

    following: int
    bots: Bots
    people: str
    now: str
    despite: str = ""


def publish_part(draft: Flow, going: Going, *, changed: bool, errors: int) -> None:
    """Below the ticks for the bots, in their card."""
    following, tests = going.following, known(going.now)
    notes = list_releases(store(), draft.id)
    live = live_on(notes)
    word = st.text_area(
        _("What is new, for your colleagues"),
        key=f"word-{draft.id}-{following}",
        height=72,
        max_chars=500,
        placeholder=_("Buttons in place of a question, a reminder at 10:00"),
    )
    stops = _stops(errors, going.bots, changed or set(going.bots) - set(live))
    failing = bool(tests and not tests.passed)
    label = _("Publish v{version}", version=following)
    if kit.button(
        label,
        key="publish-now",
        glyph="rocket",
        type="primary",
        width="stretch",
        disabled=bool(stops) or failing,
    ):
        _publish(draft, word, going)
    if failing and not stops and tests:
        reason = despite_part(tests, following, draft.id)
        if reason:
            _publish(draft, word, replace(going, despite=reason))
        return
    left = tuple(bot for bot in live if bot not in going.bots)
    kit.show(f'<div class="mut sm centre">{escape(stops or _after(notes, left))}</div>')


def outcome_card(draft: Flow, *, changed: bool) -> None:
    """What the last press of the button brought, until something else happens to the flow."""
    memory = state.remembered(f"published {draft.id}")
    if memory.get("refused"):
        with st.container(border=True, key="card-outcome"):
            title = _("It could not be published")
            kit.state_card(
                "bad", "circle-alert", title, memory["refused"], small_print=_("Your draft is safe.")
            )
        memory.clear()
    elif memory.get("version") and not changed:
        with st.container(border=True, key="card-outcome"):
            kit.state_card(
                "ok", "circle-check", _("v{version} is live", version=memory["version"]), memory["told"]
            )
            _next(draft, memory)


def _next(draft: Flow, memory: dict[str, Any]) -> None:
    earlier = next(
        (note for note in list_releases(store(), draft.id) if note.version == memory.get("before")), None
    )
    with st.container(horizontal=True, gap="small", key="outcome-acts"):
        if kit.button(_("Talk to it"), key="outcome-try", glyph="messages-square"):
            screens.go("try", flow=draft.id)
        live = next((note for note in list_releases(store(), draft.id) if PRACTICE in note.bots), None)
        if live and kit.button(
            _("Talk to it live"), key="outcome-live", glyph="messages-square", type="tertiary"
        ):
            screens.go("practice", flow=draft.id)
        if earlier:
            label = _("Bring v{version} back", version=earlier.version)
            if kit.button(label, key="outcome-back", glyph="undo-2", type="tertiary"):
                back_dialog(earlier)


def _stops(errors: int, chosen: Bots, worth: object) -> str:
    """Why the button cannot be pressed; empty when it can."""
    if errors:
        return many("Mend the problem first.", "Mend the {count} problems first.", errors)
    if not chosen:
        return _("Choose at least one bot.")
    return "" if worth else _("There is nothing new to publish.")


def _after(notes: list[ReleaseNote], left: Bots) -> str:
    """How to go back, or what `left` bots without a tick keep."""
    live = next((note for note in notes if note.bots), None)
    if live is None:
        return _("You can take it offline again at any time.")
    if left:
        return _("On {bots} the version stays that is live there now.", bots=names_of(left))
    return _("One click brings v{version} back.", version=live.version)


def _publish(draft: Flow, word: str, going: Going) -> None:
    memory = state.remembered(f"published {draft.id}")
    memory.clear()
    bots = going.bots
    before = next((note.version for note in list_releases(store(), draft.id) if note.bots), 0)
    inside = count_people(draft.id)
    try:
        with st.spinner(_("Playing the tests")):
            tests = examine(draft.id, going.now)
        with store().transaction():
            pass_gate(store(), draft, tests, despite=going.despite, author=author())
            release = publish(store(), draft, bots, author=author(), note=word.strip())
            taken = take_along(store(), release, bots, going.people)
    except FlowbookError as error:
        memory["refused"] = str(error)
    else:
        memory.update(version=release.version, before=before, told=_outcome(bots, inside, taken))
    st.rerun()


def _outcome(bots: Bots, people: int, taken: Taken) -> str:
    where = _("New conversations on {bots} meet it from now on.", bots=names_of(bots))
    if not people:
        return where
    if taken != Taken():
        return f"{where} {taken_words(taken)}"
    stay = many(
        "{count} person inside finishes where they began.",
        "{count} people inside finish where they began.",
        people,
    )
    return f"{where} {stay}"
