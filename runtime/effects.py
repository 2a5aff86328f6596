"""What one step does to one customer, before anything of it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from flowbook.customer import Customer
from flowbook.dispatch import Outcome
from flowbook.events import HandedOver, HttpRequested, MessageSent, Record, StaffNotified, TapAnswered
from flowbook.phrasebook import PHRASES
from flowbook.session import CustomerState
from flowbook.setting import Setting
from flowbook.stimuli import NotDelivered, Stimulus
from flowbook.store import PRACTICE
from flowbook.store.contacts import Chat
from flowbook.store.outbox import EDIT, MESSAGE, STAFF, TAP, Draft, Entry
from flowbook.texts import pick
from runtime.memory import Known

NO_CHAT = "the customer has no chat with this bot"
NO_ADDRESS = "The team “{team}” has no Telegram chat. Enter one in the settings."


@dataclass(slots=True)
class Effects:
    """On the customer as `known` before the step, of revision 0 when they are new; `state` is after it.
    `contacts` are chats that have become theirs. The rest is what a Ledger takes."""

    known: Known
    state: CustomerState
    contacts: list[Chat] = field(default_factory=list)
    turns: list[tuple[Record, ...]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    calls: list[tuple[str, str, HttpRequested, datetime]] = field(default_factory=list)
    stimuli: list[tuple[str, Stimulus, datetime, str]] = field(default_factory=list)

    def usual_bot(self) -> str:
        """Where a customer is written to when nothing says where: the bot they used last, else their
        first."""
        if self.state.channel:
            return self.state.channel
        return self.known.chats[0][0] if self.known.chats else PRACTICE

    def chat_with(self, bot: str) -> str | None:
        for of, chat in reversed(self.contacts):
            if of == bot:
                return chat
        return self.known.chat_with(bot)


class Carrying(Struct, frozen=True):
    """How a turn's messages go: `urgent` ones before the rest; `held` is why its owner decides first."""

    setting: Setting
    urgent: bool = False
    held: str = ""


def carry(effects: Effects, outcome: Outcome, how: Carrying) -> None:
    """Take over a turn's state and records, and what is to be sent and called because of them."""
    effects.state = outcome.state
    effects.turns.append(outcome.records)
    carried = [record for record in outcome.records if type(record.event) in CARRIED]
    # A tapped button stops turning before anything else happens.
    carried.sort(key=lambda record: type(record.event) is not TapAnswered)
    for record in carried:
        _carry(effects, record, how)


CARRIED = frozenset({TapAnswered, MessageSent, HttpRequested, StaffNotified, HandedOver})


def _carry(effects: Effects, record: Record, how: Carrying) -> None:
    match record.event:
        case MessageSent(key=key, replaces=replaced):
            _write(effects, record, (EDIT if replaced else MESSAGE, key), how)
        case TapAnswered(query=query) if query:
            _write(effects, record, (TAP, ""), how)
        case HttpRequested() as request:
            effects.calls.append((record.customer, _bot(effects, record), request, record.at))
        case StaffNotified(team) as notice:
            if not _notify(effects, record, notice, how):
                _say_nobody_is_there(effects, record, NO_ADDRESS.format(team=team))
        case HandedOver(team, reason):
            words = f"{_asking(effects.state.customer, how.setting)} {reason}".strip()
            _notify(effects, record, StaffNotified(team, words), how)


def _asking(customer: Customer, setting: Setting) -> str:
    """In the customer's language, in which somebody is to answer them; else the workspace's first."""
    sentence = pick(PHRASES["asks_for_a_person"], customer.language, setting.workspace.languages[0])
    return sentence.replace("{name}", customer.name)


def _bot(effects: Effects, record: Record) -> str:
    return record.channel or effects.state.channel


def _write(effects: Effects, record: Record, what: tuple[str, str], how: Carrying) -> None:
    """`what` is a row's kind and its key. What is practised counts as sent at once."""
    bot, (kind, key) = _bot(effects, record), what
    chat = effects.chat_with(bot)
    if chat is None:
        undelivered = NotDelivered(key, NO_CHAT, blocked=True)
        effects.stimuli.append((record.customer, undelivered, record.at, bot))
        return
    draft = Draft(bot, chat, record.customer, kind, record.event, key, how.urgent)
    practised = Entry(draft, record.at, "sent")
    effects.entries.append(practised if bot == PRACTICE else _entry(draft, record.at, how))


def _notify(effects: Effects, record: Record, notice: StaffNotified, how: Carrying) -> bool:
    """False for a team that has no chat. Practice has nobody to notify: the notice is in the history."""
    bot, address = _bot(effects, record), _address(how.setting, notice.team)
    if bot != PRACTICE and address:
        draft = Draft(bot, address, record.customer, STAFF, notice, urgent=True)
        effects.entries.append(_entry(draft, record.at, how))
    return bot == PRACTICE or bool(address)


def _say_nobody_is_there(effects: Effects, record: Record, why: str) -> None:
    draft = Draft(_bot(effects, record), "", record.customer, STAFF, record.event, urgent=True)
    effects.entries.append(Entry(draft, record.at, "failed", why))


def _entry(draft: Draft, at: datetime, how: Carrying) -> Entry:
    return Entry(draft, at, "held", how.held) if how.held else Entry(draft, at)


def _address(setting: Setting, team: str) -> str:
    """A team's chat: a number, negative for a group, or a public @name; an e-mail address is none."""
    found = setting.workspace.teams.get(team)
    address = found.address.strip() if found else ""
    return address if address.lstrip("-").isdecimal() or address.startswith("@") else ""
