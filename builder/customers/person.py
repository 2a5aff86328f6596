"""One customer's page: who they are, what they bought, where they stand, and all that was said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

import streamlit as st

from builder import moments, screens, state
from builder.customers.browsing import lives
from builder.customers.journey import history_of, journey_card, zone_of
from builder.customers.testing import tests_card
from builder.look import kit
from builder.places import store
from builder.signature import author
from builder.simulator.facts import order_words, profile_rows, timer_rows
from builder.texts import _
from flowbook.customer import Customer, customer_to_json, figures
from flowbook.flow import Flow
from flowbook.rules import evaluate
from flowbook.session import CustomerState
from flowbook.setting import Setting
from flowbook.store import PRACTICE
from flowbook.store.audit import note_deed
from flowbook.store.customers import erase_customer, load_state
from flowbook.store.history import journey
from flowbook.store.library import setting
from flowbook.triggers import situation_of
from flowbook.workspace import Workspace


def person_page(customer: str, workspace: Workspace) -> None:
    known = load_state(store(), customer)
    if known is None:
        kit.empty(
            "people", "users", _("This customer is gone"), _("Somebody erased them, or the link is old.")
        )
        _back()
        return
    _head(known.customer)
    history = history_of(known.customer)
    left, right = st.columns([1, 1.35], gap="medium")
    with left:
        _profile(known, workspace)
        _orders(known.customer, workspace)
        _ahead(known, setting(store(), PRACTICE))
        tests_card(history)
    with right:
        journey_card(history)


def _back() -> None:
    if kit.button(_("All customers"), key="to-customers", glyph="arrow-left", type="tertiary"):
        screens.go("customers")


def _head(customer: Customer) -> None:
    _back()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="personhead"):
        marks = kit.pill(_("Sample, invented")) if customer.invented else ""
        marks += "" if customer.subscribed else kit.pill(_("Has left the bot"), "warn")
        face = f"{kit.initials(customer.name)}<h2>{escape(customer.name)}</h2>{marks}"
        kit.show(f'<div class="row person">{face}</div>', width="stretch")
        st.download_button(
            _("Export"),
            data=lambda: _export(customer),
            file_name=f"{customer.id}.json",
            mime="application/json",
            key=kit.icon_key("export-person", "download"),
            on_click="ignore",
        )
        if kit.button(_("Erase…"), key="erase-person", glyph="trash-2"):
            _erase_dialog(customer)


def _profile(known: CustomerState, workspace: Workspace) -> None:
    customer = known.customer
    rows = [(label, value) for label, value, _new in profile_rows(customer, workspace)]
    rows += [(_("Lives, speaks"), lives(customer))] if not rows else []
    rows += [(_("Stage"), customer.stage)] if customer.stage else []
    rows.append((_("Here since"), moments.short_day(customer.created.date())))
    tags = "".join(kit.pill(tag) for tag in sorted(customer.tags))
    segments = "".join(kit.pill(name.replace("_", " "), "act") for name in _segments(customer, workspace))
    with st.container(border=True, key="card-person"):
        kit.show(
            _titled(_("Profile"), _rows(rows))
            + (_titled(_("Tags"), f'<div class="pills">{tags}</div>') if tags else "")
            + (_titled(_("In the segments"), f'<div class="pills">{segments}</div>') if segments else "")
        )


def _orders(customer: Customer, workspace: Workspace) -> None:
    if not customer.orders:
        return
    counted = figures(customer, datetime.now(UTC))
    latest = sorted(customer.orders, key=lambda order: order.placed, reverse=True)
    rows = "".join(
        f'<div class="timer">{kit.icon("shopping-bag", 15)}<div class="grow">'
        f'{escape(order_words(order, workspace))}<div class="mut xs">'
        f"{escape(moments.short_day(order.placed.date()))}, {escape(order.id)}</div></div></div>"
        for order in latest[:20]
    )
    told = _(
        "{count} orders, {sum} together",
        count=counted["orders.count"],
        sum=f"{counted['orders.sum']:g} {workspace.currency}",
    )
    with st.container(border=True, key="card-person-orders"):
        kit.show(f'{_titled(_("Orders"), "")}<div class="mut sm told">{escape(told)}</div>{rows}')


def _ahead(known: CustomerState, around: Setting) -> None:
    """What is going to happen to them by itself."""
    rows = timer_rows(known, around, datetime.now(UTC), zone_of(known.customer))
    if rows:
        with st.container(border=True, key="card-person-ahead"):
            kit.show(_titled(_("What comes next"), rows))


def _segments(customer: Customer, workspace: Workspace) -> Iterator[str]:
    here = CustomerState(customer)
    subject = situation_of(here, Setting(workspace), Flow("", ""), datetime.now(UTC)).subject()
    for name, rule in workspace.segments.items():
        if evaluate(rule, subject):
            yield name


def _export(customer: Customer) -> bytes:
    """Everything that is kept of one person, as they may ask for it."""
    said = [
        {"at": record.at.isoformat(), "flow": record.flow, "event": repr(record.event)}
        for _row, record in journey(store(), customer.id, limit=100_000)
    ]
    with store().transaction():
        note_deed(store(), author(), "exported customer", customer.id)
    return json.dumps(
        {"customer": customer_to_json(customer), "records": said}, ensure_ascii=False, indent=2
    ).encode()


def _erase_dialog(customer: Customer) -> None:
    @st.dialog(_("Erase everything about {name}?", name=customer.name))
    def ask() -> None:
        st.write(
            _(
                "Profile, orders, tags, timers and all that was said go for good. Nobody can bring them back."
                " If this person writes again, they are somebody new."
            )
        )
        sure = st.checkbox(_("I understand that this cannot be undone"), key="erase-understood")
        done = {"on_click": _erase, "args": (customer.id, customer.name)}
        if kit.button(
            _("Erase"), key="erase-sure", glyph="trash-2", type="primary", disabled=not sure, **done
        ):
            screens.go("customers")

    ask()


def _erase(customer: str, name: str) -> None:
    erase_customer(store(), customer)
    with store().transaction():
        note_deed(store(), author(), "erased customer", customer)
    state.note(_("Everything about {name} is erased.", name=name))


def _titled(title: str, html: str) -> str:
    return f'<div class="over">{escape(title)}</div>{html}' + ('<div class="gap"></div>' if html else "")


def _rows(rows: list[tuple[str, str]]) -> str:
    drawn = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in rows)
    return f'<dl class="kv">{drawn}</dl>'
