"""Which trigger a stimulus starts, when triggers with a clock of their own fire next, and what they
remember."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from flowbook.copies import altered
from flowbook.customer import instant
from flowbook.flow import Flow, Node, Release
from flowbook.nodes import node_type
from flowbook.nodetype import Claim, NodeType
from flowbook.schedule import add_duration
from flowbook.session import CustomerState, Session, Timer
from flowbook.setting import Setting
from flowbook.situation import Situation
from flowbook.stimuli import Stimulus

EVERYTHING = frozenset({"activity", "fields", "fired", "published"})
"""All reasons for which a trigger's next instant may be another one."""
Trigger = tuple[Release, Node, NodeType]


class Match(Struct, frozen=True):
    release: Release
    node: Node
    claim: Claim

    @property
    def key(self) -> str:
        return trigger_key(self.release, self.node)


def situation_of(state: CustomerState, setting: Setting, flow: Flow, now: datetime) -> Situation:
    """What a trigger sees before there is a session."""
    nobody = Session("", flow.id, 0, "", now)
    return Situation(setting, flow, state.customer, nobody, now, state.count)


def matches(
    state: CustomerState, setting: Setting, stimulus: Stimulus, now: datetime, newcomer: bool = False
) -> list[Match]:
    """Every trigger that wants the stimulus and may begin, the most specific first."""
    seen: dict[str, Situation] = {}
    found = []
    for release, node, kind in setting.library.listeners.get(type(stimulus), ()):
        if release.flow.id not in seen:
            before = situation_of(state, setting, release.flow, now)
            seen[release.flow.id] = altered(before, newcomer=True) if newcomer else before
        situation = seen[release.flow.id]
        claim = kind.claim(node.config, stimulus, situation) if kind.claim else None
        if claim and may_begin(state, (release, node, kind), situation, claim) == "":
            found.append(Match(release, node, claim))
    found.sort(key=lambda match: (match.claim.rank, -match.claim.score))
    return found


def may_begin(
    state: CustomerState, trigger: Trigger, situation: Situation, claim: Claim | None = None
) -> str:
    """Empty when it may, else the reason: it has begun not long ago, or the customer is not meant."""
    release, node, kind = trigger
    cap, last = node.config.get("at_most_once_in"), state.memory.get(trigger_key(release, node))
    if cap and last and add_duration(instant(last), cap, situation.zone) > situation.now:
        return "It has begun for this customer not long ago."
    if claim and claim.values:
        situation = altered(situation, session=altered(situation.session, variables=claim.values))
    return "" if kind.admits(node.config, situation) else "Its condition is not true of this customer."


def plans(
    state: CustomerState, setting: Setting, reasons: frozenset[str], now: datetime
) -> Iterator[tuple[str, Timer | None]]:
    """(timer id, timer) for every trigger whose instant may have changed for one of the reasons; None: no
    timer."""
    for release, node, kind in setting.library.planners:
        if kind.replan_on & reasons:
            yield trigger_key(release, node), plan_of(state, setting, (release, node, kind), now)


def plan_of(state: CustomerState, setting: Setting, trigger: Trigger, now: datetime) -> Timer | None:
    """The trigger's next timer for this customer, or None when it will not fire as things stand. One that is
    due already, or was put off, is planned as of the instant it was meant for, so that it does not get
    lost."""
    release, node, kind = trigger
    if kind.plan is None or not state.customer.subscribed:
        return None
    key = trigger_key(release, node)
    pending = state.timers.get(key)
    if pending and kind.frozen(node.config):
        return pending
    meant = _meant_for(state, pending) if pending else None
    occasion = state.memory.get(f"{key}.occasion")
    after = datetime.fromisoformat(occasion) if occasion else None
    as_of = min(now, meant) if meant else now
    due = kind.plan(node.config, situation_of(state, setting, release.flow, as_of), after)
    if due and pending and due == meant:
        return pending
    return Timer(key, due, flow=release.flow.id, node=node.id) if due else None


def trigger_key(release: Release, node: Node) -> str:
    """The same over all releases of a flow, so that publishing does not fire a trigger again."""
    return f"{release.flow.id}.{node.id}"


def remember(state: CustomerState, key: str, now: datetime) -> CustomerState:
    """That the trigger has begun for this customer now."""
    return altered(state, memory={**state.memory, key: now.isoformat()})


def take_occasion(state: CustomerState, key: str, now: datetime, situation: Situation) -> CustomerState:
    """That the trigger's own clock has come round, whether or not it began: with the clock on the customer's
    wall, by which a calendar repeats."""
    wall = now.astimezone(situation.zone).isoformat()
    memory = {name: value for name, value in state.memory.items() if name != f"{key}.meant"}
    return altered(state, memory={**memory, f"{key}.occasion": wall})


def put_off(state: CustomerState, timer: Timer) -> CustomerState:
    """Remember which instant a trigger's timer was meant for, before it gets a later one."""
    meant = _meant_for(state, timer).isoformat()
    return altered(state, memory={**state.memory, f"{timer.id}.meant": meant})


def planned_anew(state: CustomerState, key: str) -> CustomerState:
    """The timer is another one now, or gone: forget what the old one was meant for."""
    if f"{key}.meant" not in state.memory:
        return state
    return altered(state, memory={k: v for k, v in state.memory.items() if k != f"{key}.meant"})


def live_trigger(setting: Setting, flow: str, node: str) -> Trigger | None:
    """The trigger as it is published now; with an empty node the flow's first. None when it is gone."""
    release = setting.library.live.get(flow)
    if release is None:
        return None
    for candidate in release.flow.nodes:
        kind = node_type(candidate.type)
        if kind.category == "trigger" and node in ("", candidate.id):
            return release, candidate, kind
    return None


def _meant_for(state: CustomerState, timer: Timer) -> datetime:
    meant = state.memory.get(f"{timer.id}.meant")
    return instant(meant) if meant else timer.due
