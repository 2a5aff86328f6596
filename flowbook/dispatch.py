"""From a stimulus to what becomes of it: which session or trigger gets it, and what changes. Written once: the
simulator, the notebooks and the runtime all call `dispatch` and differ only in what they do with the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flowbook.changes import note
from flowbook.desk import Desk
from flowbook.engine import resume
from flowbook.events import Ignored, MessageSent, Record, TakenBack
from flowbook.hearing import hear, tap
from flowbook.messages import Message
from flowbook.session import CustomerState, Timer
from flowbook.setting import Setting
from flowbook.stimuli import (
    BY_CUSTOMER,
    Changed,
    EventReported,
    HandedBack,
    HttpAnswered,
    NotDelivered,
    OperatorSaid,
    StartedByHand,
    Stimulus,
    Tapped,
    TimerFired,
)
from flowbook.timing import EVERYTHING, fire, hold_back, replan, see_segments
from flowbook.triggers import live_trigger, matches, remember

CASCADE = 20
"""Changes that one stimulus may set off in turn, before flows that answer each other are cut short."""


@dataclass(frozen=True, slots=True)
class Outcome:
    state: CustomerState
    records: tuple[Record, ...]


def dispatch(
    state: CustomerState, stimulus: Stimulus, setting: Setting, now: datetime, channel: str = ""
) -> Outcome:
    """`now` is aware UTC. `channel` names the bot the stimulus came by; empty keeps the customer's last one."""
    desk = Desk(state, setting, now, channel)
    if isinstance(stimulus, BY_CUSTOMER):
        desk.state = replace(desk.state, customer=replace(desk.state.customer, last_seen=now))
        desk.reasons.add("activity")
    _ROUTES.get(type(stimulus), hear)(desk, stimulus)
    _settle(desk)
    return Outcome(desk.state, tuple(desk.records))


def plan(state: CustomerState, setting: Setting, now: datetime) -> Outcome:
    """Set every trigger's timer anew and note which segments the customer is in, without calling that an entry:
    what publishing does for each customer, and what a new customer begins with."""
    desk = Desk(state, setting, now)
    known = {f"{release.flow.id}.{node.id}" for release, node, kind in setting.library.triggers if kind.plan}
    for key in [key for key, timer in state.timers.items() if not timer.session and key not in known]:
        desk.void_timer(key)
    replan(desk, EVERYTHING)
    see_segments(desk, tell=False)
    return Outcome(desk.state, tuple(desk.records))


def _settle(desk: Desk) -> None:
    see_segments(desk)
    for _ in range(CASCADE):
        if not desk.changes:
            break
        change = desk.changes.pop(0)
        _start_best(desk, change, all_of_them=True)
        see_segments(desk)
    else:
        desk.tell(Ignored("changes", "Flows set each other off without end; the rest was left out."))
    desk.unpark()
    if desk.reasons:
        replan(desk, frozenset(desk.reasons))


def _start_best(desk: Desk, stimulus: Stimulus, all_of_them: bool = False) -> bool:
    """Words start one flow, the best; events and changes start every flow that waits for them."""
    found = matches(desk.state, desk.setting, stimulus, desk.now)
    for match in found if all_of_them else found[:1]:
        desk.state = remember(desk.state, match.release, match.node, desk.now)
        desk.begin(match.release, match.node, dict(match.claim.values))
    return bool(found)


def _event(desk: Desk, stimulus: EventReported) -> None:
    customer = note(desk.state.customer, stimulus.name, desk.now, stimulus.data)
    desk.state = replace(desk.state, customer=customer)
    desk.reasons.add("fields")
    for session in list(desk.state.sessions.values()):
        _offer(desk, session.id, stimulus)
    for match in matches(desk.state, desk.setting, stimulus, desk.now):
        desk.state = remember(desk.state, match.release, match.node, desk.now)
        if not hold_back(desk, match, dict(match.claim.values)):
            desk.begin(match.release, match.node, dict(match.claim.values))


def _timer(desk: Desk, stimulus: TimerFired) -> None:
    timer: Timer | None = desk.take_timer(stimulus.timer)
    if timer is None:
        desk.tell(Ignored(f"timer {stimulus.timer}", "It was void: the conversation had moved on."))
    else:
        fire(desk, timer)


def _http(desk: Desk, stimulus: HttpAnswered) -> None:
    for session in list(desk.state.sessions.values()):
        if session.wait and session.wait.data.get("request") == stimulus.request:
            _offer(desk, session.id, stimulus)
            return
    desk.tell(Ignored("answer of another system", "Nobody waits for it any more."))


def _operator(desk: Desk, stimulus: OperatorSaid) -> None:
    session = desk.with_person()
    number = desk.state.count + 1
    desk.state = replace(desk.state, count=number)
    desk.tell(MessageSent(str(number), Message(stimulus.text, _escaped(stimulus.text))), session)
    if session:
        _offer(desk, session.id, stimulus)


def _handed_back(desk: Desk, stimulus: HandedBack) -> None:
    session = desk.with_person()
    if session is None:
        desk.tell(Ignored("hand-back", "No person had this conversation."))
        return
    desk.tell(TakenBack("a person handed the conversation back"), session)
    _offer(desk, session.id, stimulus)


def _not_delivered(desk: Desk, stimulus: NotDelivered) -> None:
    if stimulus.blocked:
        desk.state = replace(desk.state, customer=replace(desk.state.customer, subscribed=False))
        desk.reasons |= EVERYTHING
    for session in list(desk.state.sessions.values()):
        asked = session.wait is not None and str(session.wait.ask) == stimulus.key
        if asked and _offer(desk, session.id, stimulus):
            continue
        if stimulus.blocked and session.id in desk.state.sessions:
            desk.end(session, "the customer cannot be written to")


def _changed(desk: Desk, stimulus: Changed) -> None:
    desk.changes.append(stimulus)
    desk.reasons.add("fields")


def _by_hand(desk: Desk, stimulus: StartedByHand) -> None:
    found = live_trigger(desk.setting, stimulus.flow, stimulus.node)
    if found is None:
        desk.tell(Ignored("start by hand", f"The flow “{stimulus.flow}” is not published."))
        return
    desk.begin(found[0], found[1], {})


def _offer(desk: Desk, key: str, stimulus: Stimulus) -> bool:
    """Give a stimulus to one session; False when it does not want it."""
    session = desk.state.sessions.get(key)
    situation = desk.situation(session) if session else None
    turn = resume(situation, stimulus) if situation else None
    if session is None or turn is None:
        return False
    desk.keep(session, turn)
    return True


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_ROUTES: dict[type, Callable[[Desk, Any], None]] = {
    Tapped: tap,
    TimerFired: _timer,
    EventReported: _event,
    HttpAnswered: _http,
    OperatorSaid: _operator,
    HandedBack: _handed_back,
    NotDelivered: _not_delivered,
    Changed: _changed,
    StartedByHand: _by_hand,
}
