"""The flow's own facts: title, what it is for, languages, time zone, when a passage ends."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from builder import drafts, edits, state
from builder.editor.inspector import language_name
from builder.editor.meanwhile import note_seen, without_stale
from builder.edits import Draft
from builder.look import kit
from builder.texts import LANGUAGES, _
from flowbook.errors import UnreadableFile
from flowbook.reading import flow_from_json
from flowbook.writing import flow_to_json

LONGEST_PASSAGE = 3650


def whole_flow(draft: Draft) -> None:
    flow = draft.flow
    key = f"whole-{flow.id}-{state.version()}"
    with st.container(border=True, key="card-props"):
        name = f'<b class="step-name">{_("About this flow")}</b>'
        kit.show(f'<div class="row">{kit.tile("act", "workflow")}{name}</div>')
        changes: dict[str, Any] = {
            "title": _line(_("Name of the flow"), flow.title, f"{key}-title") or flow.title,
            "about": (
                st.text_area(_("What it is for"), flow.about, key=f"{key}-about", height=84) or ""
            ).strip(),
            "languages": tuple(_languages(draft, key)) or flow.languages,
            "timezone": _zone(draft, key),
            "expires_days": int(
                st.number_input(
                    _("Ends after so many days without an answer"),
                    1,
                    LONGEST_PASSAGE,
                    flow.expires_days,
                    1,
                    key=f"{key}-expires",
                )
            ),
        }
    now, drawn = {name: getattr(flow, name) for name in changes}, state.version()
    changes = without_stale(key, now, changes)
    note_seen(key, now)
    _keep(draft, changes, key)
    if state.version() != drawn:
        st.rerun()


def _keep(draft: Draft, changes: dict[str, Any], key: str) -> None:
    changed = edits.set_flow(draft, **changes)
    if changed == draft:
        return
    try:
        flow_from_json(flow_to_json(changed.flow), carry=True)
    except UnreadableFile as error:
        kit.show(kit.problem("error", _("Not kept yet: {why}", why=error.sentence)))
        return
    note_seen(key, changes)
    drafts.change(changed, fresh=False)


def _line(label: str, value: str, key: str) -> str:
    return (st.text_input(label, value, key=key, max_chars=120) or "").strip()


def _languages(draft: Draft, key: str) -> list[str]:
    """The first is the one that others fall back to."""
    own = list(draft.flow.languages)
    known = [*own, *drafts.workspace().languages, *LANGUAGES]
    return list(
        st.multiselect(
            _("Languages of its texts"),
            list(dict.fromkeys(known)),
            default=own,
            format_func=language_name,
            key=f"{key}-languages",
            help=_("The first one is used where a text is missing in the customer's language."),
        )
    )


def _zone(draft: Draft, key: str) -> str:
    chosen = st.selectbox(
        _("Time zone of customers who have none"),
        sorted(available_timezones()),
        index=sorted(available_timezones()).index(draft.flow.timezone) if draft.flow.timezone else None,
        key=f"{key}-zone",
        placeholder=drafts.workspace().timezone,
    )
    return chosen or ""
