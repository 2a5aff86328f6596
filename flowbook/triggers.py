"""Which trigger a stimulus starts, and when triggers with a clock of their own fire next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flowbook.customer import instant
from flowbook.flow import Flow, Node, Release
from flowbook.nodes import node_type
from flowbook.nodetype import Claim, NodeType
from flowbook.schedule import seconds_of
from flowbook.session import CustomerState, Session, Timer
from flowbook.setting import Setting
from flowbook.situation import Situation
from flowbook.stimuli import Stimulus


@dataclass(frozen=True, slots=True)
class Match:
    release: Release
    node: Node
    claim: Claim


def situation_of(state: CustomerState, setting: Setting, flow: Flow, now: datetime) -> Situation:
    """What a trigger sees before there is a session."""
    nobody = Session("", flow.id, 0, "", now)
    return Situation(setting, flow, state.customer, nobody, now, state.count)


def matches(state: CustomerState, setting: Setting, stimulus: Stimulus, now: datetime) -> list[Match]:
    """Every trigger that wants the stimulus, the most specific first."""
    found = list(_claims(state, setting, stimulus, now))
    found.sort(key=lambda match: (match.claim.rank, -match.claim.score))
    return found


def plans(
    state: CustomerState, setting: Setting, reasons: frozenset[str], now: datetime
) -> Iterator[tuple[str, Timer | None]]:
    """(timer id, timer) for every trigger whose instant may have changed for one of the reasons; None: no timer."""
    for release, node, kind in setting.library.triggers:
        if kind.plan and kind.replan_on & reasons:
            yield trigger_key(release, node), plan_of(state, setting, (release, node, kind), now)


def plan_of(
    state: CustomerState, setting: Setting, trigger: tuple[Release, Node, NodeType], now: datetime
) -> Timer | None:
    """The trigger's next timer for this customer, or None when it will not fire as things stand."""
    release, node, kind = trigger
    if kind.plan is None or not state.customer.subscribed:
        return None
    key = trigger_key(release, node)
    fired = state.memory.get(key)
    due = kind.plan(
        node.config, situation_of(state, setting, release.flow, now), instant(fired) if fired else None
    )
    return Timer(key, due, flow=release.flow.id, node=node.id) if due else None


def trigger_key(release: Release, node: Node) -> str:
    """The same over all releases of a flow, so that publishing does not fire a trigger again."""
    return f"{release.flow.id}.{node.id}"


def may_fire(state: CustomerState, release: Release, node: Node, now: datetime) -> bool:
    """False while the trigger's own "at most once in" has not passed."""
    cap = node.config.get("at_most_once_in")
    last = state.memory.get(trigger_key(release, node))
    if not cap or not last:
        return True
    return now - instant(last) >= timedelta(seconds=seconds_of(cap))


def remember(state: CustomerState, release: Release, node: Node, now: datetime) -> CustomerState:
    return replace(state, memory={**state.memory, trigger_key(release, node): now.isoformat()})


def live_trigger(setting: Setting, flow: str, node: str) -> tuple[Release, Node, NodeType] | None:
    """The trigger as it is published now; with an empty node the flow's first. None when it is gone."""
    release = setting.library.live.get(flow)
    if release is None:
        return None
    for candidate in release.flow.nodes:
        kind = node_type(candidate.type)
        if kind.category == "trigger" and node in ("", candidate.id):
            return release, candidate, kind
    return None


def _claims(state: CustomerState, setting: Setting, stimulus: Stimulus, now: datetime) -> Iterator[Match]:
    for release, node, kind in setting.library.listeners.get(type(stimulus), ()):
        if kind.claim is None:
            continue
        claim = kind.claim(node.config, stimulus, situation_of(state, setting, release.flow, now))
        if claim and may_fire(state, release, node, now):
            yield Match(release, node, claim)
