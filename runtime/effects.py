"""What one step does to one customer, before anything of it is written."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from flowbook.customer import Customer
from flowbook.dispatch import Outcome
from flowbook.events import Event, HandedOver, HttpRequested, MessageSent, Report, StaffNotified, TapAnswered
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


class Effects(Struct):
    """On the customer as `known` before the step, of revision 0 when they are new; `state` is after it.
    `contacts` are chats that have become theirs. The rest is what a Ledger takes."""

    known: Known
    state: CustomerState
    contacts: list[Chat] = []
    turns: list[Report] = []
    entries: list[Entry] = []
    calls: list[tuple[str, str, HttpRequested, datetime]] = []
    stimuli: list[tuple[str, Stimulus, datetime, str]] = []

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
    """Take over a turn's state and report, and what is to be sent and called because of it."""
    effects.state, report = outcome.state, outcome.report
    effects.turns.append(report)
    carried = [event for part in report.told for event in part.events if type(event) in CARRIED]
    # A tapped button stops turning before anything else happens.
    carried.sort(key=lambda event: type(event) is not TapAnswered)
    for event in carried:
        _carry(effects, report, event, how)


CARRIED = frozenset({TapAnswered, MessageSent, HttpRequested, StaffNotified, HandedOver})


def _carry(effects: Effects, report: Report, event: Event, how: Carrying) -> None:
    match event:
        case MessageSent(key=key, replaces=replaced):
            _write(effects, report, event, (EDIT if replaced else MESSAGE, key), how)
        case TapAnswered(query=query) if query:
            _write(effects, report, event, (TAP, ""), how)
        case HttpRequested() as request:
            effects.calls.append((report.customer, report.channel, request, report.at))
        case StaffNotified(team) as notice:
            if not _notify(effects, report, notice, how):
                _say_nobody_is_there(effects, report, notice, NO_ADDRESS.format(team=team))
        case HandedOver(team, reason):
            words = f"{_asking(effects.state.customer, how.setting)} {reason}".strip()
            _notify(effects, report, StaffNotified(team, words), how)


def _asking(customer: Customer, setting: Setting) -> str:
    """In the customer's language, in which somebody is to answer them; else the workspace's first."""
    sentence = pick(PHRASES["asks_for_a_person"], customer.language, setting.workspace.languages[0])
    return sentence.replace("{name}", customer.name)


def _write(effects: Effects, report: Report, event: Event, what: tuple[str, str], how: Carrying) -> None:
    """`what` is a row's kind and its key. What is practised counts as sent at once."""
    bot, (kind, key) = report.channel, what
    chat = effects.chat_with(bot)
    if chat is None:
        undelivered = NotDelivered(key, NO_CHAT, blocked=True)
        effects.stimuli.append((report.customer, undelivered, report.at, bot))
        return
    draft = Draft(bot, chat, report.customer, kind, event, key, how.urgent)
    practised = bot == PRACTICE
    effects.entries.append(Entry(draft, report.at, "sent") if practised else _entry(draft, report.at, how))


def _notify(effects: Effects, report: Report, notice: StaffNotified, how: Carrying) -> bool:
    """False for a team that has no chat. Practice has nobody to notify: the notice is in the history."""
    bot, address = report.channel, _address(how.setting, notice.team)
    if bot != PRACTICE and address:
        draft = Draft(bot, address, report.customer, STAFF, notice, urgent=True)
        effects.entries.append(_entry(draft, report.at, how))
    return bot == PRACTICE or bool(address)


def _say_nobody_is_there(effects: Effects, report: Report, notice: StaffNotified, why: str) -> None:
    draft = Draft(report.channel, "", report.customer, STAFF, notice, urgent=True)
    effects.entries.append(Entry(draft, report.at, "failed", why))


def _entry(draft: Draft, at: datetime, how: Carrying) -> Entry:
    return Entry(draft, at, "held", how.held) if how.held else Entry(draft, at)


def _address(setting: Setting, team: str) -> str:
    """A team's chat: a number, negative for a group, or a public @name; an e-mail address is none."""
    found = setting.workspace.teams.get(team)
    address = found.address.strip() if found else ""
    return address if address.lstrip("-").isdecimal() or address.startswith("@") else ""
