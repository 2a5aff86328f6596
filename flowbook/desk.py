"""The working copy of one customer's state during a dispatch, and the report of what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flowbook.changes import CHANGES, apply, change_of
from flowbook.copies import altered
from flowbook.customer import NOTHING, Customer
from flowbook.engine import Turn, enter, resume
from flowbook.events import (
    Event,
    Report,
    SessionEnded,
    SessionParked,
    SessionStarted,
    SessionUnparked,
    TimerSet,
    TimerVoided,
    Told,
    append,
)
from flowbook.flow import Node, Release
from flowbook.session import CustomerState, Session, Timer, Wait
from flowbook.setting import Setting
from flowbook.situation import Situation
from flowbook.stimuli import Changed, Tapped
from flowbook.triggers import EVERYTHING, trigger_key

EXPIRY = "expiry"
HOUR = timedelta(hours=1)


class Desk:
    """Everything that can be done to the state: each method keeps sessions, timers and the report in step."""

    def __init__(self, state: CustomerState, setting: Setting, now: datetime, channel: str = "") -> None:
        self.state = altered(state, channel=channel) if channel and channel != state.channel else state
        self.setting = setting
        self.now = now
        self.told: list[Told] = []
        self.changes: list[Changed] = []
        self.reasons: set[str] = set()
        self.newcomer = state.customer.last_seen is None

    def tell(self, event: Event, session: Session | None = None) -> None:
        """Report an event; a change of the customer is carried out and told to triggers afterwards."""
        key, flow = (session.id, session.flow) if session else ("", "")
        append(self.told, key, flow, (event,))
        if type(event) in CHANGES:
            self._change(event)

    def situation(self, session: Session) -> Situation | None:
        """None when the session's release cannot be found any more."""
        release = self.setting.library.release(session.release)
        if release is None:
            return None
        return Situation(self.setting, release.flow, self.state.customer, session, self.now, self.state.count)

    def begin(self, release: Release, node: Node, values: dict[str, object]) -> None:
        """Start a passage at a trigger; an earlier one from the same trigger ends, unless a person has it."""
        key = trigger_key(release, node)
        for other in list(self.state.sessions.values()):
            if other.trigger == key and not (other.wait and other.wait.kind == "person"):
                self.end(other, "started again")
        session = self._new_session(release, node, values)
        self.tell(SessionStarted(release.flow.id, release.number, node.id, values), session)
        self._enter(session)

    def tap_again(self, release: Release, node: Node, ask: int, stimulus: Tapped) -> bool:
        """A passage that begins with the answer to an earlier question, by a button that is still live. False
        when the node does not know the button any more."""
        fresh = self._new_session(release, node, {})
        session = altered(fresh, wait=Wait("answer", ask=ask))
        situation = self.situation(session)
        turn = resume(situation, stimulus) if situation else None
        if turn is None or turn.rejected:
            return False
        self.tell(SessionStarted(release.flow.id, release.number, node.id), session)
        self.keep(turn)
        return True

    def keep(self, turn: Turn) -> None:
        """Take a turn over: its events, its session, its timers, and who may ask now."""
        session, customer = turn.after.session, turn.after.customer
        for part in turn.told:
            append(self.told, part.session, part.flow, part.events)
        if customer is not self.state.customer:
            self._reconsider(customer)
            self.changes += turn.changes
        self.state = altered(self.state, customer=customer, count=turn.after.count)
        if turn.rejected:
            self._store(session)
            return
        if turn.over:
            self._drop(session)
            return
        wanted = self._timers_of(session, turn.after)
        self._void_timers(session, wanted)
        self._store(session)
        for timer in wanted.values():
            self.set_timer(timer)
        if session.wait and session.wait.kind == "answer":
            self._take_foreground(session)

    def end(self, session: Session, reason: str) -> None:
        self.tell(SessionEnded(reason), session)
        self._drop(session)

    def foreground(self) -> Session | None:
        """The session that the customer's next words are for."""
        for session in self.state.sessions.values():
            if session.wait and session.wait.kind == "answer" and not session.parked:
                return session
        return None

    def with_person(self) -> Session | None:
        for session in self.state.sessions.values():
            if session.wait and session.wait.kind == "person":
                return session
        return None

    def unpark(self) -> None:
        """When nobody asks any more, the passage displaced last asks again, if its designer chose so."""
        while self.state.parked and not self.foreground() and not self.with_person():
            last, rest = self.state.parked[-1], self.state.parked[:-1]
            self.state = altered(self.state, parked=rest)
            session = self.state.sessions.get(last)
            if (
                session
                and session.parked
                and session.wait
                and session.wait.data.get("displaced") == "ask_again"
            ):
                self.tell(SessionUnparked(session.node), session)
                self._enter(session)

    def set_timer(self, timer: Timer) -> None:
        old = self.state.timers.get(timer.id)
        if old != timer:
            self.state = altered(self.state, timers={**self.state.timers, timer.id: timer})
            self.tell(TimerSet(timer.id, timer.due, timer.node), self.state.sessions.get(timer.session))

    def void_timer(self, key: str) -> None:
        timer = self.take_timer(key)
        if timer:
            self.release(key)
            self.tell(TimerVoided(key), self.state.sessions.get(timer.session))

    def take_timer(self, key: str) -> Timer | None:
        """Remove a timer that fires now; None when it was void already."""
        timer = self.state.timers.get(key)
        if timer:
            self.state = altered(self.state, timers={k: t for k, t in self.state.timers.items() if k != key})
        return timer

    def release(self, key: str) -> dict[str, object]:
        """What the timer of a held-back trigger will start with; it is kept no longer."""
        held = self.state.held
        if key not in held:
            return {}
        self.state = altered(self.state, held={k: v for k, v in held.items() if k != key})
        return dict(held[key])

    def report(self) -> Report:
        return Report(self.now, self.state.customer.id, self.state.channel, self.told)

    def number(self) -> int:
        """The customer's next running number."""
        self.state = altered(self.state, count=self.state.count + 1)
        return self.state.count

    def _change(self, event: Event) -> None:
        before = self.state.customer
        customer = apply(before, event)
        if customer is before:
            return
        self._reconsider(customer)
        self.state = altered(self.state, customer=customer)
        if change := change_of(before, event):
            self.changes.append(change)

    def _reconsider(self, customer: Customer) -> None:
        """Which triggers' instants may be others for the customer as they are now."""
        same = customer.subscribed == self.state.customer.subscribed
        self.reasons |= {"fields"} if same else EVERYTHING

    def _enter(self, session: Session) -> None:
        situation = self.situation(session)
        if situation is None:
            self.end(session, "its release is gone")
        else:
            self.keep(enter(situation))

    def _new_session(self, release: Release, node: Node, values: dict[str, object]) -> Session:
        return Session(
            f"{self.state.customer.id}.{self.number()}",
            release.flow.id,
            release.number,
            node.id,
            self.now,
            self.state.channel,
            variables=values,
            trigger=trigger_key(release, node),
        )

    def _store(self, session: Session) -> None:
        self.state = altered(self.state, sessions={**self.state.sessions, session.id: session})

    def _drop(self, session: Session) -> None:
        """With its timers."""
        self._void_timers(session)
        sessions = {key: one for key, one in self.state.sessions.items() if key != session.id}
        self.state = altered(self.state, sessions=sessions)

    def _take_foreground(self, session: Session) -> None:
        """One asks at a time. An earlier question of the same flow is over; another flow's is put aside, as
        its designer chose."""
        for other in list(self.state.sessions.values()):
            if other.id == session.id or other.parked or not other.wait or other.wait.kind != "answer":
                continue
            if other.wait.data.get("displaced") == "end" or _begun_by(other) == _begun_by(session):
                self.end(other, f"“{session.flow}” asks now")
                continue
            self._store(altered(other, parked=True))
            aside = tuple(key for key in self.state.parked if key != other.id)
            self.state = altered(self.state, parked=(*aside, other.id))
            self.tell(SessionParked(session.flow), other)

    def _timers_of(self, session: Session, situation: Situation) -> dict[str, Timer]:
        """Those of its wait; of one that has none, the timer that ends the passage at last. That one belongs
        to no step and no turn, and is due by the full hour, so that it stays as it is while people talk."""
        wait = session.wait
        if wait is None:
            return {}
        if not wait.timers and wait.kind in ("answer", "person"):
            due = by_the_hour(self.now + timedelta(days=situation.flow.expires_days))
            timer = Timer(f"{session.id}.{EXPIRY}", due, session.id, flow=session.flow, name=EXPIRY)
            return {timer.id: timer}
        place = (session.id, session.revision, session.flow, session.node)
        own = (Timer(f"{session.id}.{name}", due, *place, name) for name, due in wait.timers)
        return {timer.id: timer for timer in own}

    def _void_timers(self, session: Session, wanted: Mapping[str, Timer] = NOTHING) -> None:
        """Those of the session that are not wanted as they are."""
        for key, one in list(self.state.timers.items()):
            if one.session == session.id and wanted.get(key) != one:
                self.void_timer(key)


def by_the_hour(moment: datetime) -> datetime:
    """The full hour that comes next, or is."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if hour == moment else hour + HOUR


def _begun_by(session: Session) -> str:
    """The flow whose trigger began the passage, wherever calls have led it since."""
    return session.trigger.partition(".")[0]
