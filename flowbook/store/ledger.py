"""What a batch of turns leaves behind, written in one go: one statement for all rows of a kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flowbook.events import HttpRequested, Report
from flowbook.session import CustomerState
from flowbook.stimuli import Stimulus
from flowbook.store.calls import put_call
from flowbook.store.contacts import put_contacts
from flowbook.store.conversations import follow_turns
from flowbook.store.history import keep_turns
from flowbook.store.inbox import mark_done, put_stimulus
from flowbook.store.outbox import Entry, put_entries
from flowbook.store.port import Store
from flowbook.store.saving import Pair, add_states, save_states
from flowbook.store.values import to_text


@dataclass(slots=True)
class Ledger:
    """`added` customers and the `changed` ones by id, each as at the end of the batch, beside how it was read
    in this transaction. `contacts` are bot, chat, customer, since when;
    `calls` customer, bot, request, when; `stimuli` customer, stimulus, when, bot. `done` are arrivals."""

    added: dict[str, CustomerState] = field(default_factory=dict)
    changed: dict[str, Pair] = field(default_factory=dict)
    contacts: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    turns: list[Report] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    calls: list[tuple[str, str, HttpRequested, datetime]] = field(default_factory=list)
    stimuli: list[tuple[str, Stimulus, datetime, str]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)


def write_ledger(store: Store, ledger: Ledger) -> dict[str, int]:
    """In the caller's transaction, so that all of it happens or nothing. Returns the first revisions of those
    who were added; everybody else's has risen by one."""
    revisions = add_states(store, list(ledger.added.values())) if ledger.added else {}
    put_contacts(store, ledger.contacts)
    save_states(store, list(ledger.changed.values()))
    _write_turns(store, ledger)
    for call in ledger.calls:
        put_call(store, *call)
    for stimulus in ledger.stimuli:
        put_stimulus(store, *stimulus)
    mark_done(store, ledger.done)
    return revisions


def _write_turns(store: Store, ledger: Ledger) -> None:
    keep_turns(store, ledger.turns)
    follow_turns(store, ledger.turns)
    put_entries(store, [(one, to_text(one.draft.event)) for one in ledger.entries])
