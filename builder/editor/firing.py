"""When a step that waits or begins by itself would do so for a chosen customer, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from builder import drafts, state
from builder.look import kit
from builder.moments import moment, zone_name
from builder.places import store
from builder.texts import _
from flowbook.customer import NAMES, Customer, full_name
from flowbook.errors import FlowbookError
from flowbook.flow import Flow, Node
from flowbook.nodes import exits_of, node_type
from flowbook.session import Session
from flowbook.setting import Setting
from flowbook.situation import Situation
from flowbook.store.customers import find_customer
from flowbook.store.listing import labels_of
from flowbook.workspace import Workspace

TRIED = 20


@dataclass(frozen=True, slots=True)
class Firing:
    """`exit` is the way that is taken then, empty where the step begins or goes on without a name."""

    due: datetime
    exit: str = ""


def show_firing(flow: Flow, node: Node) -> None:
    """A card below the form of a step whose clock can be told beforehand; nothing for others."""
    kind = node_type(node.type)
    if not _has_clock(node):
        return
    people = labels_of(store())
    now, space = datetime.now(UTC).replace(second=0, microsecond=0), drafts.workspace()
    someone, found = Customer("nobody", now, invented=True), list[Firing]()
    for customer in _candidates([key for key, _fields in people]):
        someone, found = customer, list(firings(flow, node, customer, space, now))
        if found:
            break
    if not found and not kind.plan:
        return
    with st.container(border=True, key="card-when", gap="xsmall"):
        kit.show(f'<div class="over">{escape(_("When that would be"))}</div>')
        if people:
            _choose(people, someone.id)
        for line in told(node, someone, found, _situation(flow, node, someone, space, now).zone):
            kit.show(f'<div class="when">{kit.icon("clock", 15)}<span>{escape(line)}</span></div>')


def _has_clock(node: Node) -> bool:
    """Whoever waits for people alone, without end, needs no look at each of them."""
    kind = node_type(node.type)
    waits = kind.waits(node.config)
    if not waits.startswith(("answer", "person")):
        return bool(kind.plan or waits)
    return bool(kind.plan) or any(exit.tone == "time" for exit in exits_of(node))


def firings(flow: Flow, node: Node, customer: Customer, space: Workspace, now: datetime) -> Iterator[Firing]:
    """What the kernel plans for the customer if the step had its turn now, the soonest first."""
    kind = node_type(node.type)
    situation = _situation(flow, node, customer, space, now)
    try:
        if kind.plan:
            due = kind.plan(node.config, situation, None)
            timers = [("", due)] if due else []
        else:
            wait = kind.run(node, situation).wait
            timers = sorted(wait.timers, key=lambda timer: timer[1]) if wait else []
    except (FlowbookError, LookupError, TypeError, ValueError):
        return
    labels = {exit.id: exit.label for exit in exits_of(node) if exit.tone == "time"}
    for name, due in timers:
        yield Firing(due, _(labels.get(name, "")))


def _situation(flow: Flow, node: Node, customer: Customer, space: Workspace, now: datetime) -> Situation:
    session = Session("when", flow.id, 0, node.id, now)
    return Situation(Setting(space), flow, customer, session, now)


def told(node: Node, customer: Customer, found: list[Firing], zone: ZoneInfo) -> Iterator[str]:
    """One sentence for each, in the customer's own time."""
    name = _name(customer)
    if not found:
        yield _("Never for {name}, as things are.", name=name)
    for one in found:
        values = {"name": name, "at": moment(one.due, zone), "place": zone_name(zone.key)}
        if node_type(node.type).plan:
            yield _("For {name} it would begin on {at}, {place} time.", **values)
        elif one.exit:
            yield _("“{exit}”, if {name} came here now: {at}, {place} time.", exit=one.exit, **values)
        else:
            yield _("If {name} came here now, it would go on at {at}, {place} time.", **values)


def _candidates(people: list[str]) -> Iterator[Customer]:
    """The chosen one; before anybody was chosen, one after the other until it would happen for somebody."""
    chosen = state.remembered("when").get("who")
    for key in [chosen] if chosen in people else people[:TRIED]:
        found = find_customer(store(), key)
        if found:
            yield found


def _choose(people: list[tuple[str, dict[str, object]]], now: str) -> None:
    names = kit.distinct({key: full_name(*map(fields.get, NAMES)) or key for key, fields in people})
    options = list(names)
    chosen = st.selectbox(
        _("For"),
        options,
        index=options.index(now) if now in options else 0,
        format_func=names.__getitem__,
        key="when-who",
        label_visibility="collapsed",
    )
    if chosen and chosen != now:
        state.remembered("when")["who"] = chosen
        st.rerun()


def _name(customer: Customer) -> str:
    return full_name(*map(customer.fields.get, NAMES)) or _("somebody")
