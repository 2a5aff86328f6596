"""From a stimulus to what becomes of it: which session or trigger gets it, and what changes. Written once:
the simulator, the notebooks and the runtime all call `dispatch` and differ only in what they do with the
outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from flowbook.asking import in_bubbles
from flowbook.changes import note
from flowbook.copies import altered
from flowbook.desk import Desk
from flowbook.engine import resume
from flowbook.events import Ignored, MessageSent, Record, Report, SubscriptionChanged, TakenBack
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
from flowbook.timing import HELD, fire, replan, see_segments, start
from flowbook.triggers import EVERYTHING, live_trigger, matches, trigger_key

CASCADE = 20
"""Flows that one stimulus may set off in turn, before flows that answer each other are cut short."""
BLOCKED = "blocked"
"""Remembered of a customer who was subscribed when the channel said that they cannot be written to."""


class Outcome(Struct, frozen=True):
    state: CustomerState
    report: Report

    @property
    def records(self) -> tuple[Record, ...]:
        return self.report.records


def dispatch(
    state: CustomerState, stimulus: Stimulus, setting: Setting, now: datetime, channel: str = ""
) -> Outcome:
    """`now` is aware UTC. `channel` names the bot the stimulus came by; empty keeps the customer's last
    one."""
    desk = Desk(state, setting, now, channel)
    if type(stimulus) in BY_CUSTOMER:
        _seen(desk)
    _ROUTES.get(type(stimulus), hear)(desk, stimulus)
    _settle(desk)
    return Outcome(desk.state, desk.report())


def plan(state: CustomerState, setting: Setting, now: datetime) -> Outcome:
    """Set every trigger's timer anew and note which segments the customer is in, without calling that an
    entry: what publishing does for each customer, and what a new customer begins with."""
    desk = Desk(state, setting, now)
    there = {trigger_key(release, node) for release, node, _ in setting.library.triggers}
    own = {trigger_key(release, node) for release, node, _ in setting.library.planners}
    for key, timer in state.timers.items():
        known = f"{timer.flow}.{timer.node}" in there if timer.name == HELD else key in own
        if not timer.session and not known:
            desk.void_timer(key)
    replan(desk, EVERYTHING)
    see_segments(desk)
    return Outcome(desk.state, desk.report())


def _seen(desk: Desk) -> None:
    """The customer is there; one who had blocked the bot can be written to again."""
    customer = altered(desk.state.customer, last_seen=desk.now)
    memory = desk.state.memory
    desk.reasons.add("activity")
    if BLOCKED not in memory:
        desk.state = altered(desk.state, customer=customer)
        return
    kept = {key: value for key, value in memory.items() if key != BLOCKED}
    desk.state = altered(desk.state, customer=customer, memory=kept)
    desk.tell(SubscriptionChanged(True))


def _settle(desk: Desk) -> None:
    """What follows from what has happened: triggers that wait for changes, a question that is asked again,
    timers."""
    started = 0
    while started < CASCADE:
        see_segments(desk)
        if desk.changes:
            change = desk.changes.pop(0)
            started += _follow(desk, change) + _start_all(desk, change)
            continue
        before = desk.state
        desk.unpark()
        if desk.state is before:
            break
    else:
        desk.tell(Ignored("changes", "Flows set each other off without end; the rest was left out."))
    if desk.reasons:
        replan(desk, frozenset(desk.reasons))


def _start_all(desk: Desk, stimulus: Stimulus) -> int:
    """Words start one flow, the best; events and changes start every flow that waits for them. How many."""
    found = matches(desk.state, desk.setting, stimulus, desk.now)
    for match in found:
        start(desk, match)
    return len(found)


def _follow(desk: Desk, change: Changed) -> int:
    """Sessions whose wait names the field look at it anew, and keep their place. How many."""
    if change.what != "field":
        return 0
    waiting = [(key, session.wait) for key, session in desk.state.sessions.items()]
    following = [key for key, wait in waiting if wait and change.name in wait.data.get("follows", ())]
    return sum(_offer(desk, key, change) for key in following)


def _event(desk: Desk, stimulus: EventReported) -> None:
    customer = note(desk.state.customer, stimulus.name, desk.now, stimulus.data)
    desk.state = altered(desk.state, customer=customer)
    desk.reasons.add("fields")
    taken = [_offer(desk, key, stimulus) for key in list(desk.state.sessions)]
    if not _start_all(desk, stimulus) and not any(taken):
        desk.tell(Ignored(f"event “{stimulus.name}”", "No step waits for it and no trigger may take it."))


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
    said = MessageSent(str(desk.number()), Message(stimulus.text, _escaped(stimulus.text)))
    for number, part in enumerate(in_bubbles(said)):
        if number:
            desk.number()
        desk.tell(part, session)
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
    if stimulus.blocked and desk.state.customer.subscribed:
        desk.state = altered(desk.state, memory={**desk.state.memory, BLOCKED: desk.now.isoformat()})
        desk.tell(SubscriptionChanged(False))
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
    desk.keep(turn)
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
