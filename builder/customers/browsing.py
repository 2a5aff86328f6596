"""The table of customers: search, segments with their live counts, tags, and pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.look.pager import page_shown, pages
from builder.look.tap import tap
from builder.moments import language_name, zone_name
from builder.places import store
from builder.standing import ago
from builder.texts import _, many
from flowbook.customer import Customer, figures
from flowbook.rules import words
from flowbook.store.listing import Query, count_of, count_segments, page_of
from flowbook.workspace import Workspace

PAGE = 50
OPEN = "open:"


def query_of(workspace: Workspace, search: str) -> Query:
    """What is asked for: the search, the segment and the tag that are chosen."""
    chosen = state.remembered("customers")
    rules: list[Mapping[str, Any]] = []
    if chosen.get("segment") in workspace.segments:
        rules.append(workspace.segments[chosen["segment"]])
    if chosen.get("tag"):
        rules.append({"tag": chosen["tag"], "op": "has"})
    rule = {"all": rules} if rules else None
    return Query(rule, search=search, workspace=workspace, now=datetime.now(UTC))


def filters(workspace: Workspace) -> None:
    """Segments as pills with how many are in each now, tags in a list; and the chosen segment in words."""
    chosen = state.remembered("customers")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="customer-filters"):
        if workspace.segments:
            tap(_segments(chosen, workspace), key="segments", on_tap=_press_segment, width="content")
        if workspace.tags:
            tag = st.selectbox(
                _("Tag"),
                workspace.tags,
                index=workspace.tags.index(chosen["tag"]) if chosen.get("tag") in workspace.tags else None,
                placeholder=_("Any tag"),
                key="tag-choice",
                label_visibility="collapsed",
                width=190,
            )
            _choose(chosen, "tag", tag)
    if chosen.get("segment") in workspace.segments:
        told = words(workspace.segments[chosen["segment"]], workspace)
        who = _("“{segment}” are those for whom {rule}.", segment=_named(chosen["segment"]), rule=told)
        kit.show(f'<div class="mut sm segment">{escape(who)}</div>')


def _segments(chosen: dict[str, Any], workspace: Workspace) -> str:
    """Each with how many are in it at this moment; pressed again, it lets go."""
    drawn = ""
    for name, count in count_segments(store(), workspace, datetime.now(UTC)).items():
        on = "true" if name == chosen.get("segment") else "false"
        words = f'{escape(_named(name))} <span class="num">{count:,}</span>'
        tapped = escape(name, quote=True)
        drawn += f'<button type="button" class="sel" aria-pressed="{on}" data-tap="{tapped}">{words}</button>'
    return f'<div class="pills">{drawn}</div>'


def _press_segment(name: str) -> None:
    chosen = state.remembered("customers")
    _choose(chosen, "segment", None if chosen.get("segment") == name else name)


def browse(query: Query) -> str:
    """The table; the id of the customer who was pressed, else empty."""
    found = count_of(store(), query)
    if not found:
        kit.empty("people", "users", _("Nobody like that"), _("Try fewer letters, or another segment."))
        return ""
    chosen = state.remembered("customers")
    page = page_shown(chosen, found, PAGE)
    rows = "".join(_row(one, query.workspace) for one in page_of(store(), query, page * PAGE, PAGE))
    heads = (_("Name"), _("Lives, speaks"), _("Tags"), _("Stage"), _("Orders"), _("Last heard"))
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    with st.container(border=True, key="card-customers"):
        pressed = tap(f'<table class="tbl people"><tr>{head}</tr>{rows}</table>', key="customer-table")
        pages(chosen, found, PAGE, key="customer-pages")
    return pressed.removeprefix(OPEN) if pressed else ""


def _row(customer: Customer, workspace: Workspace) -> str:
    orders = figures(customer, datetime.now(UTC))
    sums = f"{orders['orders.sum']:g} {workspace.currency}" if orders["orders.count"] else ""
    tags = sorted(customer.tags)
    drawn = "".join(kit.pill(tag) for tag in tags[:3]) + (f"+{len(tags) - 3}" if len(tags) > 3 else "")
    made = kit.pill(_("Sample")) if customer.invented else ""
    heard = ago(customer.last_seen) if customer.last_seen else _("never")
    counted = f"{orders['orders.count']}" if orders["orders.count"] else "–"
    name = (
        f'<button type="button" class="who" data-tap="{escape(OPEN + customer.id, quote=True)}">'
        f"{kit.initials(customer.name)}<b>{escape(customer.name)}</b>{made}</button>"
    )
    return (
        f'<tr><td>{name}</td><td class="mut">{escape(lives(customer))}</td>'
        f'<td><span class="pills">{drawn}</span></td><td>{escape(customer.stage or "")}</td>'
        f'<td class="num">{counted} <span class="mut xs">{escape(sums)}</span></td>'
        f'<td class="mut num">{escape(heard)}</td></tr>'
    )


def lives(customer: Customer) -> str:
    place = str(customer.fields.get("city") or (zone_name(customer.timezone) if customer.timezone else ""))
    return ", ".join(part for part in (place, language_name(customer.language)) if part)


def people_in_words(count: int) -> str:
    return many("{count} person", "{count} people", count)


def _choose(chosen: dict[str, Any], name: str, value: str | None) -> None:
    """Another choice begins at the first page."""
    if chosen.get(name) != value:
        chosen[name], chosen["page"] = value, 0


def _named(segment: str) -> str:
    return segment.replace("_", " ")
