"""A turn's outcome into the database: state, history, what is to be sent, what is to be called."""

from __future__ import annotations

from dataclasses import dataclass

from flowbook.dispatch import Outcome
from flowbook.events import HandedOver, HttpRequested, MessageSent, Record, StaffNotified, TapAnswered
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
    turn = _Turn(store, setting, outcome.state, urgent)
    # A tapped button stops turning before anything else happens.
    for record in sorted(outcome.records, key=lambda one: not isinstance(one.event, TapAnswered)):
        turn.carry(record)


def usual_bot(store: Store, state: CustomerState) -> str:
    """Where a customer is written to when nothing says where: the bot they used last, else their first."""
    if state.channel:
        return state.channel
    chats = chats_of(store, state.customer.id)
    return chats[0][0] if chats else PRACTICE


@dataclass(frozen=True, slots=True)
class _Turn:
    """What the records of one turn share."""

    store: Store
    setting: Setting
    state: CustomerState
    urgent: bool

    def carry(self, record: Record) -> None:
        match record.event:
            case HttpRequested() as request:
                put_call(self.store, record.customer, self._bot(record), request, record.at)
            case StaffNotified() as notice:
                self._notify(record, notice, NO_ADDRESS.format(team=notice.team))
            case HandedOver(team, reason):
                words = f"{self.state.customer.name} asks for a person. {reason}".strip()
                self._notify(record, StaffNotified(team, words))
            case MessageSent(key=key, replaces=replaced) as event:
                self._write(record, EDIT if replaced else MESSAGE, event, key)
            case TapAnswered(query=query) as event if query:
                self._write(record, TAP, event)

    def _bot(self, record: Record) -> str:
        return record.channel or self.state.channel

    def _write(self, record: Record, kind: str, event: MessageSent | TapAnswered, key: str = "") -> None:
        bot = self._bot(record)
        chat = chat_of(self.store, bot, record.customer)
        if chat is None:
            undelivered = NotDelivered(key, NO_CHAT, blocked=True)
            put_stimulus(self.store, record.customer, undelivered, record.at, bot)
            return
        draft = Draft(bot, chat, record.customer, kind, event, key, self.urgent)
        put_outgoing(self.store, draft, record.at, state="sent" if bot == PRACTICE else "queued")

    def _notify(self, record: Record, notice: StaffNotified, lacking: str = "") -> None:
        """Practice has nobody to notify: the notice is in the history. `lacking` is the sentence for a team
        that has no chat; without one nothing is said."""
        bot, address = self._bot(record), _address(self.setting, notice.team)
        draft = Draft(bot, address, record.customer, STAFF, notice, urgent=True)
        if bot != PRACTICE and address:
            put_outgoing(self.store, draft, record.at)
        elif bot != PRACTICE and lacking:
            put_outgoing(self.store, draft, record.at, state="failed", why=lacking)


def _address(setting: Setting, team: str) -> str:
    """A team's chat: a number, negative for a group, or a public @name; an e-mail address is none."""
    found = setting.workspace.teams.get(team)
    address = found.address.strip() if found else ""
    return address if address.lstrip("-").isdecimal() or address.startswith("@") else ""
