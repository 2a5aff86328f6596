"""The cards beside the phone: whom one talks as, where the customer is in the flow, why the bot said this."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder import moments, state
from builder.look import kit
from builder.look.minimap import minimap
from builder.look.tap import tap
from builder.maps import Overlay, flow_map
from builder.simulator import opened
from builder.simulator.plans import node_of, with_person
from builder.simulator.reasons import drawn, last_turn, reasons
from builder.simulator.stage import Played, Stage
from builder.texts import _, many
from flowbook.customer import Customer, customer_from_json
from flowbook.events import NodeEntered
from flowbook.flow import Flow
from flowbook.layout import Layout
from flowbook.session import Session
from flowbook.workspace import Workspace


def customer_card(flow: str, stage: Stage) -> None:
    """Choosing somebody opens the talk with them; the other talks stay."""
    workspace = stage.setting.workspace
    every = opened.people(workspace)
    found = kit.distinct({person.id: f"{person.name} · {person.about}" for person in every})
    opened.current(flow, workspace)
    who = state.rehearsals(flow)["who"]
    with st.container(border=True, key="card-customer"):
        face = st.container()
        chosen = st.selectbox(
            _("Talk as"),
            list(found),
            index=list(found).index(who) if who in found else None,
            format_func=found.__getitem__,
            placeholder=_("Search by name, language or city"),
            key=f"talk-as-{flow}",
            label_visibility="collapsed",
        )
        if chosen and chosen != who:
            opened.talk_as(flow, chosen, workspace)
        person = customer_from_json(opened.current(flow, workspace)["customer"])
        face.html(f'<div class="fb">{_face(person, workspace)}</div>')


def path_card(played: Played, layout: Layout) -> None:
    flow = played.stage.flow
    path = [record.event.node for record in played.world.log if isinstance(record.event, NodeEntered)]
    passed = [node for node in path if node in flow.by_id]
    here = next((s.node for s in _standing(played) if s.flow == flow.id), "")
    name = str(played.state.customer.fields.get("first_name") or played.state.customer.name)
    over = Overlay(path=tuple(passed), here=here)
    with st.container(border=True, key="card-path"):
        title = f'<div class="over">{escape(_("Where {name} is", name=name))}</div>'
        picture = minimap(flow, layout, path=passed, here=here, height=130)
        tap(f"{title}{picture}{_places(played)}{_company(played)}", key="try-path")
        if kit.button(_("Larger map"), key="try-map", glyph="maximize", type="tertiary"):
            _map_dialog(flow, layout, over)


def why_card(played: Played) -> None:
    found = reasons(last_turn(played), played.stage.setting.workspace)
    with st.container(border=True, key="card-why"):
        body = drawn(found, played) if found else f'<p class="mut sm">{escape(_silent(played))}</p>'
        hint = _("Point at any bubble to go back there. The clock and all the bot knows go back too.")
        kit.show(
            f'<div class="over">{escape(_("Why the bot said this"))}</div>{body}'
            f'<div class="hint">{kit.icon("rotate-ccw", 14)}<span>{escape(hint)}</span></div>'
        )


def _silent(played: Played) -> str:
    if with_person(played.state):
        return _("The bot is silent: a person has the conversation.")
    return _("Nothing has been said yet.")


def _map_dialog(flow: Flow, layout: Layout, over: Overlay) -> None:
    @st.dialog(kit.plain(flow.title), width="large")
    def show() -> None:
        flow_map(flow, layout, over, key="try-large-map", height=560)

    show()


def _face(person: Customer, workspace: Workspace) -> str:
    told = _("Sample customer, {about}", about=opened.about(person, workspace))
    return (
        f'<div class="row">{kit.initials(person.name)}<div class="grow"><b>{escape(person.name)}</b>'
        f'<div class="mut xs">{escape(told)}</div></div></div>'
    )


def _standing(played: Played) -> list[Session]:
    """Passages that wait, the one that asks first."""
    every = [(session, session.wait.kind) for session in played.state.sessions.values() if session.wait]
    return [session for session, _kind in sorted(every, key=lambda one: (one[0].parked, one[1] != "answer"))]


def _places(played: Played) -> str:
    found = "".join(f"<div>{_place(session, played)}</div>" for session in _standing(played))
    if not found:
        began = len(played.world.log) > len(played.worlds[0].log)
        told = _("The conversation is over.") if began else _("Nothing has begun yet.")
        found = f'<div class="mut">{escape(told)}</div>'
    return f'<div class="where">{found}</div>'


def _place(session: Session, played: Played) -> str:
    node = node_of(played.stage.setting, session.flow, session.node)
    title = f"<b>{escape(node.title if node else session.node)}</b>"
    return f'{title} <span class="mut">{escape(_waits(session, played))}</span>'


def _waits(session: Session, played: Played) -> str:
    if session.parked:
        return _("stands aside until the other flow has asked")
    match session.wait.kind if session.wait else "":
        case "answer":
            return _("waits for a tap or a text")
        case "person":
            return _("a person has the conversation")
        case "call":
            return _("waits for another system")
        case "time":
            due = min((due for _name, due in session.wait.timers), default=None) if session.wait else None
            return _("waits until {when}", when=moments.moment(due, played.zone)) if due else _("waits")
    return ""


def _company(played: Played) -> str:
    others = [
        release.flow.title
        for release in played.stage.setting.library.live.values()
        if release.flow.id != played.stage.flow.id
    ]
    if not others:
        return ""
    told = many(
        "One more flow answers here: {names}",
        "{count} more flows answer here: {names}",
        len(others),
        names=", ".join(others),
    )
    return f'<div class="mut xs also">{escape(told)}</div>'
