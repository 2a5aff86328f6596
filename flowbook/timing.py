"""Timers as they fire: those of sessions and those of triggers, held back in quiet hours; and segments as they change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flowbook.desk import EXPIRY, Desk
from flowbook.engine import resume
from flowbook.events import Deferred, Ignored, TakenBack
from flowbook.flow import Flow
from flowbook.rules import evaluate
from flowbook.schedule import after_quiet
from flowbook.schedule import zone as zone_named
from flowbook.session import Session, Timer
from flowbook.stimuli import Changed, TimerFired
from flowbook.triggers import Match, live_trigger, may_fire, plans, remember, situation_of

EVERYTHING = frozenset({"activity", "fields", "fired", "published"})
TALKING = timedelta(hours=1)
"""Quiet hours do not hold back an answer to somebody who wrote within this time."""
PERSON_PAUSE = timedelta(minutes=15)
"""How long a timer is put off, again and again, while a person talks with the customer."""


def fire(desk: Desk, timer: Timer) -> None:
    """A timer whose instant has come and that is still in the state."""
    if timer.session:
        _fire_session(desk, timer)
    else:
        _fire_trigger(desk, timer)


def replan(desk: Desk, reasons: frozenset[str]) -> None:
    """Bring the triggers' timers in line with what has changed."""
    for key, timer in list(plans(desk.state, desk.setting, reasons, desk.now)):
        if timer is None:
            desk.void_timer(key)
        else:
            desk.set_timer(timer)


def see_segments(desk: Desk, tell: bool = True) -> None:
    """Compare the customer's memberships with those last seen; triggers hear of each that is new or gone."""
    watched = desk.setting.library.watched
    if not watched:
        return
    before, now = desk.state.customer.segments, _memberships(desk, watched)
    if before & frozenset(watched) == now:
        return
    kept = (before - frozenset(watched)) | now
    desk.state = replace(desk.state, customer=replace(desk.state.customer, segments=kept))
    if tell:
        desk.changes += [Changed("segment_entered", name) for name in sorted(now - before)]
        desk.changes += [
            Changed("segment_left", name) for name in sorted((before & frozenset(watched)) - now)
        ]


def hold_back(desk: Desk, match: Match, values: dict[str, object]) -> bool:
    """True when what a trigger would start now has been put off until the bot may write."""
    until, why = _not_before(desk)
    if until is None:
        return False
    key = f"{match.release.flow.id}.{match.node.id}.held"
    held = Timer(key, until, flow=match.release.flow.id, node=match.node.id, name="held")
    desk.set_timer(held)
    desk.state = replace(desk.state, held={**desk.state.held, key: values})
    desk.tell(Deferred(f"“{match.node.title}”", until, why))
    return True


def _fire_session(desk: Desk, timer: Timer) -> None:
    session = desk.state.sessions.get(timer.session)
    if session is None or session.revision != timer.revision:
        desk.tell(Ignored(f"timer {timer.id}", "It was void: the conversation had moved on."))
        return
    if timer.name == EXPIRY:
        desk.end(session, "nobody answered for a long time")
        return
    if _put_off(desk, timer, session):
        return
    situation = desk.situation(session)
    turn = resume(situation, TimerFired(timer.name)) if situation else None
    if turn is None:
        desk.end(session, "its release is gone" if situation is None else "a timer nobody waited for")
        return
    if session.wait and session.wait.kind == "person":
        desk.tell(TakenBack("nobody came in time"), session)
    desk.keep(session, turn)


def _fire_trigger(desk: Desk, timer: Timer) -> None:
    found = live_trigger(desk.setting, timer.flow, timer.node)
    values = dict(desk.state.held.get(timer.id, {}))
    if found is None or not desk.state.customer.subscribed:
        desk.tell(
            Ignored(f"timer {timer.id}", "The flow is not published any more, or the customer has left.")
        )
        return
    if _put_off(desk, timer, None):
        return
    desk.reasons.add("fired")
    release, node, kind = found
    desk.state = replace(desk.state, held={k: v for k, v in desk.state.held.items() if k != timer.id})
    held = timer.name == "held"
    allowed = held or may_fire(desk.state, release, node, desk.now)
    desk.state = remember(desk.state, release, node, desk.now)
    if kind.watches(node.config):
        return
    if allowed:
        desk.begin(release, node, values)


def _put_off(desk: Desk, timer: Timer, session: Session | None) -> bool:
    if session and session.wait and session.wait.kind in ("person", "call"):
        return False
    until, why = _not_before(desk)
    if until is None:
        return False
    desk.set_timer(replace(timer, due=until))
    desk.tell(Deferred(f"timer {timer.id}", until, why), session)
    return True


def _not_before(desk: Desk) -> tuple[datetime | None, str]:
    """When the bot may write of its own accord; None for at once."""
    if desk.with_person():
        return desk.now + PERSON_PAUSE, "a person is talking with the customer"
    workspace = desk.setting.workspace
    seen = desk.state.customer.last_seen
    if not workspace.quiet or (seen and desk.now - seen < TALKING):
        return None, ""
    zone = desk.state.customer.timezone or workspace.timezone
    until = after_quiet(desk.now, workspace.quiet, zone_named(zone))
    return (until, "quiet hours") if until > desk.now else (None, "")


def _memberships(desk: Desk, names: tuple[str, ...]) -> frozenset[str]:
    subject = situation_of(desk.state, desk.setting, Flow("", ""), desk.now).subject()
    segments = desk.setting.workspace.segments
    return frozenset(name for name in names if name in segments and evaluate(segments[name], subject))
