"""Timers as they fire: those of sessions and those of triggers, held back in quiet hours; and segments as
they change."""

from __future__ import annotations

from datetime import datetime, timedelta

from flowbook.copies import altered
from flowbook.desk import EXPIRY, Desk
from flowbook.engine import resume
from flowbook.events import Deferred, Ignored, TakenBack
from flowbook.flow import Flow
from flowbook.rules.evaluation import is_member
from flowbook.schedule import after_quiet
from flowbook.session import Session, Timer
from flowbook.situation import Situation
from flowbook.stimuli import Changed, TimerFired
from flowbook.triggers import (
    Match,
    Trigger,
    live_trigger,
    may_begin,
    planned_anew,
    plans,
    put_off,
    remember,
    situation_of,
    take_occasion,
)

TALKING = timedelta(hours=1)
"""Quiet hours do not hold back an answer to somebody who wrote within this time."""
PERSON_PAUSE = timedelta(minutes=15)
"""How long a timer is put off, again and again, while a person talks with the customer."""
HELD = "held"
"""The name of a timer that begins what was reported while the bot might not write."""

FORGOTTEN = "nobody answered for a long time"
"""Why a conversation ends that nothing else would ever end."""


def fire(desk: Desk, timer: Timer) -> None:
    """A timer whose instant has come, taken out of the state."""
    if timer.session:
        _fire_session(desk, timer)
        return
    found = live_trigger(desk.setting, timer.flow, timer.node)
    if found is None or not desk.state.customer.subscribed:
        desk.release(timer.id)
        why = "The flow is not published any more, or the customer has left."
        desk.tell(Ignored(f"timer {timer.id}", why))
    elif timer.name == HELD:
        _fire_held(desk, timer, found)
    else:
        _fire_trigger(desk, timer, found)


def replan(desk: Desk, reasons: frozenset[str]) -> None:
    """Bring the triggers' timers in line with what has changed."""
    for key, timer in list(plans(desk.state, desk.setting, reasons, desk.now)):
        if timer is not desk.state.timers.get(key):
            desk.state = planned_anew(desk.state, key)
        if timer is None:
            desk.void_timer(key)
        else:
            desk.set_timer(timer)


def see_segments(desk: Desk) -> None:
    """Compare the customer's memberships with those last seen; triggers hear of each that is new or gone."""
    watched = desk.setting.library.watched
    if not watched:
        return
    before, now = desk.state.customer.segments, _memberships(desk, watched)
    if before & watched == now:
        return
    segments = (before - watched) | now
    desk.state = altered(desk.state, customer=altered(desk.state.customer, segments=segments))
    desk.changes += [Changed("segment_entered", name) for name in sorted(now - before)]
    desk.changes += [Changed("segment_left", name) for name in sorted((before & watched) - now)]


def start(desk: Desk, match: Match) -> None:
    """Begin what an event or a change has set off, now or as soon as the bot may write."""
    values = dict(match.claim.values)
    desk.state = remember(desk.state, match.key, desk.now)
    until, why = _not_before(desk)
    if until is None:
        desk.begin(match.release, match.node, values)
        return
    key = f"{match.key}.{HELD}.{desk.number()}"
    desk.set_timer(Timer(key, until, flow=match.release.flow.id, node=match.node.id, name=HELD))
    desk.state = altered(desk.state, held={**desk.state.held, key: values})
    desk.tell(Deferred(f"“{match.node.title}”", until, why))


def _fire_session(desk: Desk, timer: Timer) -> None:
    session = desk.state.sessions.get(timer.session)
    if session is None or (timer.name != EXPIRY and session.revision != timer.revision):
        desk.tell(Ignored(f"timer {timer.id}", "It was void: the conversation had moved on."))
        return
    if not (session.wait and session.wait.kind in ("person", "call")) and _put_off(desk, timer, session):
        return
    if timer.name == EXPIRY:
        desk.end(session, FORGOTTEN)
        return
    situation = desk.situation(session)
    turn = resume(situation, TimerFired(timer.name)) if situation else None
    if turn is None:
        desk.end(session, "its release is gone" if situation is None else "a timer nobody waited for")
        return
    if session.wait and session.wait.kind == "person":
        desk.tell(TakenBack("nobody came in time"), session)
    desk.keep(turn)


def _fire_trigger(desk: Desk, timer: Timer, found: Trigger) -> None:
    release, node, kind = found
    looking = bool(kind.watches(node.config))
    if not looking and _put_off(desk, timer):
        return
    situation = situation_of(desk.state, desk.setting, release.flow, desk.now)
    desk.state = take_occasion(desk.state, timer.id, desk.now, situation)
    desk.reasons.add("fired")
    if looking:
        return
    why_not = may_begin(desk.state, found, situation)
    if why_not:
        desk.tell(Ignored(f"“{node.title}”", why_not))
        return
    desk.state = remember(desk.state, timer.id, desk.now)
    desk.begin(release, node, {})


def _fire_held(desk: Desk, timer: Timer, found: Trigger) -> None:
    """What was held back begins, if its condition is still true."""
    if _put_off(desk, timer):
        return
    release, node, kind = found
    values = desk.release(timer.id)
    seen = situation_of(desk.state, desk.setting, release.flow, desk.now)
    if kind.admits(node.config, altered(seen, session=altered(seen.session, variables=values))):
        desk.begin(release, node, values)
    else:
        desk.tell(Ignored(f"“{node.title}”", "Its condition is not true of this customer any more."))


def _put_off(desk: Desk, timer: Timer, session: Session | None = None) -> bool:
    until, why = _not_before(desk)
    if until is None:
        return False
    if session is None and timer.name != HELD:
        desk.state = put_off(desk.state, timer)
    desk.set_timer(altered(timer, due=until))
    desk.tell(Deferred(f"timer {timer.id}", until, why), session)
    return True


def _not_before(desk: Desk) -> tuple[datetime | None, str]:
    """When the bot may write of its own accord; None for at once."""
    if desk.with_person():
        return desk.now + PERSON_PAUSE, "a person is talking with the customer"
    quiet, seen = desk.setting.workspace.quiet, desk.state.customer.last_seen
    if not quiet or (seen and desk.now - seen < TALKING):
        return None, ""
    until = after_quiet(desk.now, quiet, _nowhere(desk).zone)
    return (until, "quiet hours") if until > desk.now else (None, "")


def _memberships(desk: Desk, names: frozenset[str]) -> frozenset[str]:
    subject = _nowhere(desk).subject()
    return frozenset(name for name in names if is_member(name, subject))


def _nowhere(desk: Desk) -> Situation:
    """What can be said of a customer without regard to a flow."""
    return situation_of(desk.state, desk.setting, Flow("", ""), desk.now)
