"""One batch: who it is about, what has become of them so far, and what is written at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flowbook.copies import altered
from flowbook.restart import read_back
from flowbook.store import Store
from flowbook.store.contacts import Chat
from flowbook.store.ledger import Ledger, write_ledger
from runtime.effects import Effects
from runtime.jobs import Incoming, Job
from runtime.memory import Known, Memory


@dataclass(slots=True)
class Round:
    """In the caller's transaction. `people` and `owners` are as they are after what the batch has done."""

    store: Store
    memory: Memory
    now: datetime
    people: dict[str, Known] = field(default_factory=dict)
    owners: dict[Chat, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)

    def gather(self, jobs: Sequence[Job]) -> None:
        """Read everybody whom the jobs are about, in one go."""
        chats = {job.chat for job in jobs if job.chat}
        named = {job.customer for job in jobs if job.customer}
        found = self.memory.owners(self.store, chats) if chats else {}
        self.owners = {chat: known.state.customer.id for chat, known in found.items()}
        self.people = {known.state.customer.id: known for known in found.values()}
        if named:
            self.people |= self.memory.people(self.store, named)

    def whom(self, job: Job) -> Known | None:
        """The customer a job is about; None for somebody new, or gone."""
        key = self.owners.get(job.chat) if job.chat else job.customer
        return self.people.get(key) if key else None

    def keep(self, job: Job, effects: Effects | None) -> None:
        """Take a step over that went well."""
        if isinstance(job, Incoming):
            self.ledger.done.append(job.arrival.id)
        if effects is None:
            return
        self._keep_state(effects)
        ledger = self.ledger
        ledger.turns += effects.turns
        ledger.entries += effects.entries
        ledger.calls += effects.calls
        ledger.stimuli += effects.stimuli

    def write(self) -> None:
        """Raises what the database raises; then nothing of the batch counts."""
        first = write_ledger(self.store, self.ledger)
        for key, known in self.people.items():
            raised = first.get(key, known.revision + (key in self.ledger.changed))
            self.people[key] = altered(known, revision=raised)

    def remember(self) -> None:
        """Once the batch is committed."""
        self.memory.keep(self.people.values())

    def _keep_state(self, effects: Effects) -> None:
        known, ledger = effects.known, self.ledger
        # What is kept in memory must be what a restart would read.
        state = read_back(known.state, effects.state)
        key = state.customer.id
        if known.revision == 0 or key in ledger.added:
            ledger.added[key] = state
        elif state is not known.state:
            before = ledger.changed[key][0] if key in ledger.changed else known.state
            ledger.changed[key] = (before, state)
        for bot, chat in effects.contacts:
            self.owners[bot, chat] = key
            ledger.contacts.append((bot, chat, key, self.now))
        self.people[key] = Known(known.revision, state, (*known.chats, *effects.contacts))
