"""A turn's outcome into the database: state, history, what is to be sent, what is to be called."""

from __future__ import annotations

from flowbook.dispatch import Outcome
from flowbook.events import HttpRequested, MessageSent, Record, StaffNotified, TapAnswered
from flowbook.session import CustomerState
from flowbook.setting import Setting
from flowbook.stimuli import NotDelivered
from flowbook.store import PRACTICE, Store
from flowbook.store.calls import put_call
from flowbook.store.contacts import chat_of, chats_of
from flowbook.store.conversations import follow_records
from flowbook.store.customers import save_state
from flowbook.store.history import keep_records
from flowbook.store.inbox import put_stimulus
from flowbook.store.outbox import EDIT, MESSAGE, STAFF, TAP, Draft, put_outgoing

NO_CHAT = "the customer has no chat with this bot"
NO_ADDRESS = "The team “{team}” has no Telegram chat. Enter one in the settings."


def keep_outcome(
    store: Store, before: CustomerState, outcome: Outcome, setting: Setting, *, urgent: bool
) -> None:
    """In the caller's transaction, so that all of it happens or nothing."""
    save_state(store, before, outcome.state)
    keep_records(store, outcome.records)
    follow_records(store, outcome.records)
    bot = outcome.state.channel
    # A tapped button stops turning before anything else happens.
    for record in sorted(outcome.records, key=lambda one: not isinstance(one.event, TapAnswered)):
        _carry(store, record, record.channel or bot, setting, urgent)


def usual_bot(store: Store, state: CustomerState) -> str:
    """Where a customer is written to when nothing says where: the bot they used last, else their first."""
    if state.channel:
        return state.channel
    chats = chats_of(store, state.customer.id)
    return chats[0][0] if chats else PRACTICE


def _carry(store: Store, record: Record, bot: str, setting: Setting, urgent: bool) -> None:
    match record.event:
        case HttpRequested() as request:
            put_call(store, record.customer, bot, request, record.at)
        case StaffNotified(team=team):
            _notify(store, record, bot, _address(setting, team))
        case TapAnswered(query=""):
            return
        case TapAnswered() | MessageSent():
            _write(store, record, bot, urgent)


def _write(store: Store, record: Record, bot: str, urgent: bool) -> None:
    event = record.event
    chat = chat_of(store, bot, record.customer)
    key = event.key if isinstance(event, MessageSent) else ""
    kind = EDIT if getattr(event, "replaces", "") else MESSAGE if key else TAP
    if chat is None:
        put_stimulus(store, record.customer, NotDelivered(key, NO_CHAT, blocked=True), record.at, bot)
        return
    draft = Draft(bot, chat, record.customer, kind, event, key, urgent)
    put_outgoing(store, draft, record.at, state="sent" if bot == PRACTICE else "queued")


def _notify(store: Store, record: Record, bot: str, address: str) -> None:
    """Practice has nobody to notify; the notice is in the history."""
    assert isinstance(record.event, StaffNotified)
    draft = Draft(bot, address, record.customer, STAFF, record.event, urgent=True)
    if bot == PRACTICE:
        put_outgoing(store, draft, record.at, state="sent")
    elif address:
        put_outgoing(store, draft, record.at)
    else:
        why = NO_ADDRESS.format(team=record.event.team)
        put_outgoing(store, draft, record.at, state="failed", why=why)


def _address(setting: Setting, team: str) -> str:
    """A team's chat: a number, negative for a group, or a public @name; an e-mail address is none."""
    found = setting.workspace.teams.get(team)
    address = found.address.strip() if found else ""
    return address if address.lstrip("-").isdecimal() or address.startswith("@") else ""
