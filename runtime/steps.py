"""One thing at a time: from a job and the customer as they are to what becomes of them. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.dispatch import dispatch, plan
from flowbook.errors import FlowbookError
from flowbook.session import CustomerState
from flowbook.setting import Setting
from flowbook.stimuli import (
    Changed,
    EventReported,
    NotDelivered,
    StartedByHand,
    Stimulus,
    TimerFired,
)
from flowbook.store import PRACTICE
from flowbook.store.customers import new_id
from flowbook.store.history import ASKING
from flowbook.store.resuming import ASKED_LATE, LATE
from runtime.bot.inbound import Inbound
from runtime.effects import Carrying, Effects, carry
from runtime.jobs import Due, Incoming, Job
from runtime.memory import Known

OWN_ACCORD = frozenset({TimerFired, EventReported, Changed, StartedByHand})
"""What nobody sits and waits for an answer to."""


class TooLate(FlowbookError):
    """A timer was due before a restore, and would ask another system now: what came of that would be sent."""


class NotReady(Exception):
    """The bot's flows cannot be read at present; the work waits."""


@dataclass(frozen=True, slots=True)
class Steps:
    """`settings` gives a bot's, or raises NotReady. What was due before `restored` may have been sent since,
    so that its owner decides."""

    settings: Callable[[str], Setting]
    now: datetime
    restored: datetime

    def take(self, job: Job, known: Known | None) -> Effects | None:
        """None where there is nothing to do. Raises what the job's fault raises."""
        if isinstance(job, Incoming):
            return self._arrive(job, known)
        if known is None:
            return None
        if isinstance(job, Due):
            return self._fire(known, job.timer)
        effects = Effects(known, known.state)
        self._plan(effects, job.bot)
        return effects

    def _arrive(self, job: Incoming, known: Known | None) -> Effects | None:
        if job.fault:
            raise job.fault
        arrival, inbound = job.arrival, job.inbound
        if inbound is None and known:
            effects = Effects(known, known.state)
            self._dispatch(effects, arrival.stimulus(), arrival.bot or effects.usual_bot())
            return effects
        if inbound is None:
            return None
        who = Effects(known, known.state) if known else self._newcomer(arrival.bot, inbound)
        if who:
            self._dispatch(who, inbound.stimulus, arrival.bot)
        return who

    def _fire(self, known: Known, key: str) -> Effects | None:
        timer = known.state.timers.get(key)
        if timer is None:
            return None
        effects = Effects(known, known.state)
        session = known.state.sessions.get(timer.session)
        bot = session.channel if session and session.channel else effects.usual_bot()
        self._dispatch(effects, TimerFired(key), bot, LATE if timer.due < self.restored else "")
        still = effects.state.timers.get(key)
        if still and still.due <= self.now:
            # It has had its turn; left there it would fire without end.
            kept = {name: one for name, one in effects.state.timers.items() if name != key}
            effects.state = altered(effects.state, timers=kept)
        return effects

    def _dispatch(self, effects: Effects, stimulus: Stimulus, bot: str, held: str = "") -> None:
        setting = self.settings(bot)
        if bot == PRACTICE and effects.chat_with(bot) is None:
            effects.contacts.append((bot, effects.state.customer.id))
            self._plan(effects, bot)
        outcome = dispatch(effects.state, stimulus, setting, self.now, bot)
        if held and outcome.report.has(ASKING):
            raise TooLate(ASKED_LATE)
        carry(effects, outcome, Carrying(setting, type(stimulus) not in OWN_ACCORD, held))

    def _plan(self, effects: Effects, bot: str) -> None:
        """Set the timers of the bot's triggers."""
        setting = self.settings(bot)
        carry(effects, plan(effects.state, setting, self.now), Carrying(setting))

    def _newcomer(self, bot: str, inbound: Inbound) -> Effects | None:
        """Somebody new gets a record, unless all they did was to leave."""
        if isinstance(inbound.stimulus, NotDelivered):
            return None
        state = CustomerState(Customer(new_id(), self.now, dict(inbound.profile)), channel=bot)
        effects = Effects(Known(0, state), state, [(bot, inbound.chat)])
        self._plan(effects, bot)
        return effects
