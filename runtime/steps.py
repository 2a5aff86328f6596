"""One thing at a time: an arrival, a timer or a planning, from what is stored to what is stored then."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from flowbook.customer import Customer
from flowbook.dispatch import dispatch, plan
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
from flowbook.store import PRACTICE, Store
from flowbook.store.contacts import add_contact, chat_of, customer_of
from flowbook.store.customers import load_state, new_id, save_state
from flowbook.store.inbox import UPDATE, Arrival
from flowbook.store.resuming import held_for_its_owner, was_before_restore
from flowbook.store.timers import drop_timers
from runtime.bot.inbound import Inbound, read_update
from runtime.carrying import keep_outcome, usual_bot

OWN_ACCORD = (TimerFired, EventReported, Changed, StartedByHand)
"""What nobody sits and waits for an answer to."""


class NotReady(Exception):
    """The bot's flows cannot be read at present; the work waits."""


@dataclass(frozen=True, slots=True)
class Step:
    """Each method works within the caller's transaction. `settings` gives a bot's, or raises NotReady."""

    store: Store
    settings: Callable[[str], Setting]
    now: datetime

    def take(self, arrival: Arrival) -> None:
        if arrival.kind == UPDATE:
            inbound = read_update(json.loads(arrival.body))
            state = self._who(arrival.bot, inbound) if inbound else None
            stimulus = inbound.stimulus if inbound else None
        else:
            state = load_state(self.store, arrival.customer or "")
            stimulus = arrival.stimulus()
        if state and stimulus:
            self._dispatch(state, stimulus, arrival.bot or usual_bot(self.store, state))

    def fire(self, customer: str, key: str) -> None:
        state = load_state(self.store, customer)
        timer = state.timers.get(key) if state else None
        if state is None or timer is None:
            return
        session = state.sessions.get(timer.session)
        bot = session.channel if session and session.channel else usual_bot(self.store, state)
        late = was_before_restore(self.store, timer.due)
        with held_for_its_owner(self.store) if late else nullcontext():
            after = self._dispatch(state, TimerFired(key), bot)
        still = after.timers.get(key)
        if still and still.due <= self.now:
            # It has had its turn; left there it would fire without end.
            drop_timers(self.store, customer, [key])

    def plan(self, bot: str, customer: str) -> None:
        state = load_state(self.store, customer)
        if state:
            self._planned(state, bot)

    def _dispatch(self, state: CustomerState, stimulus: Stimulus, bot: str) -> CustomerState:
        setting = self.settings(bot)
        if bot == PRACTICE and chat_of(self.store, bot, state.customer.id) is None:
            add_contact(self.store, bot, state.customer.id, state.customer.id, self.now)
            state = self._planned(state, bot)
        outcome = dispatch(state, stimulus, setting, self.now, bot)
        keep_outcome(self.store, state, outcome, setting, urgent=not isinstance(stimulus, OWN_ACCORD))
        return outcome.state

    def _who(self, bot: str, inbound: Inbound) -> CustomerState | None:
        """The customer of a chat; somebody new gets a record, unless all they did was to leave."""
        known = customer_of(self.store, bot, inbound.chat)
        if known is not None:
            return load_state(self.store, known)
        if isinstance(inbound.stimulus, NotDelivered):
            return None
        customer = Customer(new_id(), self.now, dict(inbound.profile))
        fresh = CustomerState(customer, channel=bot)
        save_state(self.store, None, fresh)
        add_contact(self.store, bot, inbound.chat, customer.id, self.now)
        return self._planned(fresh, bot)

    def _planned(self, state: CustomerState, bot: str) -> CustomerState:
        """With the timers of the bot's triggers."""
        outcome = plan(state, self.settings(bot), self.now)
        keep_outcome(self.store, state, outcome, self.settings(bot), urgent=False)
        return outcome.state
