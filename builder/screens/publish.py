"""Publish: what changes for people, what stops it, who is inside, going live and going back."""

from __future__ import annotations

import streamlit as st

from builder import drafts, screens
from builder.flowbar import flow_bar
from builder.look import kit
from builder.notices import show_notice
from builder.opening import opened
from builder.places import store
from builder.publishing.bots import choose_bots, live_on
from builder.publishing.changes import changes_card
from builder.publishing.history import history_card
from builder.publishing.inside import Landing, inside_card
from builder.publishing.noticed import noticed_card, run_noticed
from builder.publishing.pressing import Going, outcome_card, publish_part
from builder.publishing.readiness import readiness_card
from builder.publishing.testing import run_tests, stamp_of
from builder.screens import Screen
from builder.signature import keep_name
from builder.texts import _
from flowbook.flow import Release
from flowbook.store import PRACTICE
from flowbook.store.notebooks import notebook_paths
from flowbook.store.releases import ReleaseNote, list_releases, load_release
from flowbook.writing import fingerprint


def page() -> None:
    draft = opened()
    if draft is None:
        return
    flow = draft.flow
    notes = list_releases(store(), flow.id)
    note = next((one for one in notes if one.bots), None)
    following = notes[0].version + 1 if notes else 1
    issues = drafts.issues(flow.id)
    errors = sum(issue.severity == "error" for issue in issues)
    flow_bar(flow, "publish", lambda: _acts(flow.id, note))
    show_notice(f"publish {flow.id}")
    changed = note is None or note.sha256 != fingerprint(flow)
    outcome_card(flow, changed=changed)
    now, live = stamp_of(flow.id), load_release(store(), note.number) if note else None
    left, right = st.columns([1.9, 1], gap="medium")
    with right:
        job = readiness_card(flow, issues, now)
        go = st.container(border=True, key="card-go")
    with go:
        bots = choose_bots(flow.id, live_on(notes))
    with left:
        changes_card(flow, live)
        talking = noticed_card(draft, live, now, tests=len(notebook_paths(store().data, flow.id)))
        people = inside_card(Landing(Release(0, flow), bots, following))
        history_card(flow)
    with go:
        publish_part(flow, Going(following, bots, people, now), changed=changed, errors=errors)
    keep_name()
    run_tests(flow.id, job)
    run_noticed(flow, live, talking)


def _acts(flow: str, live: ReleaseNote | None) -> None:
    if live is None or PRACTICE not in live.bots:
        kit.show("")
    elif kit.button(_("Talk to it live"), key="talk-live", glyph="messages-square"):
        screens.go("practice", flow=flow)


SCREEN = Screen(
    address="publish", title=lambda: _("Publish"), page=page, place="flow", order=40, glyph="rocket"
)
