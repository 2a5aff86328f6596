"""The words a workspace declares: fields, tags, stages, events, teams."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from builder.look import kit
from builder.places import store
from builder.settings.keeping import save_button, stored
from builder.settings.tables import (
    KINDS,
    Outcome,
    field_rows,
    fields_from,
    team_rows,
    teams_from,
    words_in,
)
from builder.state import version
from builder.texts import _
from flowbook.errors import FlowbookError
from flowbook.rules import words
from flowbook.store.listing import count_segments
from flowbook.store.values import now
from flowbook.workspace import workspace_from_json


def fields_section() -> None:
    told = _(
        "What the bot can know of a customer besides name, phone, e-mail, city, birthday, language and time"
        " zone. Flows fill fields, read them in texts and decide by them."
    )
    kinds = _kinds()
    columns = {
        "label": st.column_config.TextColumn(_("Name for people"), required=True, max_chars=60),
        "kind": st.column_config.SelectboxColumn(
            _("Kind"), options=list(KINDS), format_func=kinds.__getitem__
        ),
        "options": st.column_config.TextColumn(_("Choices, with commas between")),
        "outside": st.column_config.CheckboxColumn(_("Filled by staff or a list")),
        "name": st.column_config.TextColumn(_("Name in texts"), help=_("As {name}; made by itself.")),
    }
    _table("fields", told, field_rows(stored().get("fields", [])), (columns, fields_from))


def teams_section() -> None:
    told = _("Who takes conversations over, and who is told when a flow calls for staff.")
    columns = {
        "label": st.column_config.TextColumn(_("Name for people"), required=True, max_chars=60),
        "address": st.column_config.TextColumn(_("Telegram chat number")),
        "name": st.column_config.TextColumn(_("Name in flows"), help=_("Made by itself.")),
    }
    _table("teams", told, team_rows(stored().get("teams", [])), (columns, teams_from))


def lists_section() -> None:
    labels = {
        "tags": (_("Tags, one a line"), _("Short marks on customers: vip, newsletter.")),
        "stages": (_("Stages, in their order"), _("The way from somebody new to a customer.")),
        "events": (_("Events from other systems"), _("What a shop reports: cart_abandoned, order_paid.")),
    }
    with st.container(border=True, key="card-settings-lists"):
        changed = {}
        for column, (part, (label, told)) in zip(st.columns(3), labels.items(), strict=True):
            text = column.text_area(
                label, "\n".join(stored().get(part, ())), height=260, key=f"{part}-{version()}", help=told
            )
            changed[part] = words_in(text or "")
        save_button("lists", changed, [])
    _segments()


def _table(
    part: str, told: str, rows: list[dict[str, Any]], shape: tuple[dict[str, Any], Callable[..., Outcome]]
) -> None:
    """`shape`: the columns, and what reads the rows."""
    columns, read = shape
    with st.container(border=True, key=f"card-settings-{part}"):
        kit.show(f'<div class="mut sm">{escape(told)}</div>')
        empty = dict.fromkeys(columns, "") | ({"outside": False, "kind": "text"} if "kind" in columns else {})
        edited = st.data_editor(
            rows or [empty],
            key=f"{part}-{version()}",
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            row_height=38,
            height="content",
            column_config=columns,
        )
        found, problems = read(edited)
        save_button(part, {part: found}, problems)


def _segments() -> None:
    """In words, with how many are in each now."""
    workspace = workspace_from_json(stored())
    if not workspace.segments:
        return
    try:
        counts = count_segments(store(), workspace, now())
    except FlowbookError:
        counts = {}
    rows = "".join(
        f"<tr><td><b>{escape(name.replace('_', ' '))}</b></td><td>{escape(words(rule, workspace))}</td>"
        f'<td class="r num">{counts.get(name, 0):,}</td></tr>'
        for name, rule in workspace.segments.items()
    )
    heads = f"<tr><th>{escape(_('Segment'))}</th><th>{escape(_('For whom'))}</th>"
    heads += f'<th class="r">{escape(_("People"))}</th></tr>'
    with st.container(border=True, key="card-settings-segments"):
        kit.show(f'<div class="scroll"><table class="tbl">{heads}{rows}</table></div>')


def _kinds() -> dict[str, str]:
    return {
        "text": _("text"),
        "number": _("number"),
        "yes_no": _("yes or no"),
        "date": _("date"),
        "phone": _("phone"),
        "email": _("e-mail"),
        "choice": _("one of a list"),
        "language": _("language"),
        "timezone": _("time zone"),
    }
