"""What may have been done where a record stands: it keeps the words, not whether they were typed, tapped or
shared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flowbook.customer import Occurrence
from flowbook.events import (
    MessageReceived,
    MessageSent,
    Record,
    SessionStarted,
    SubscriptionChanged,
    TakenBack,
    TapAnswered,
    TimerSet,
    TimerVoided,
)
from flowbook.stimuli import (
    ContactShared,
    EventReported,
    FileSent,
    HandedBack,
    LocationShared,
    NotDelivered,
    OperatorSaid,
    Said,
    StartedByHand,
    Stimulus,
    Tapped,
)
from flowbook.world import World

PLANNED = (TimerSet, TimerVoided)
BY_HAND = "a person handed the conversation back"
FILE = "a-file"
Guesses = Callable[[World, str], Iterator[Stimulus | None]]
_SENT = re.compile(r"\[(\w+)\] ?(.*)", re.DOTALL)
_PLACE = re.compile(r"(-?\d+\.\d{5}), (-?\d+\.\d{5})")
_PHONE = re.compile(r"\+?[\d ()-]{6,20}")


@dataclass(frozen=True, slots=True)
class Moment:
    """`guesses` gives, likeliest first, what the customer of that id may have done in a world; None where
    nobody did anything."""

    index: int
    at: datetime
    guesses: Guesses


def moments(records: Sequence[Record], events: Iterable[Occurrence] = ()) -> list[Moment]:
    """In the order in which they came, at least one; what was reported stands before what it brought."""
    found = []
    for event in events:
        index = next((n for n, one in enumerate(records) if one.at >= event.at), len(records))
        found.append(Moment(index, event.at, _only(EventReported(event.name, event.data))))
    found += [Moment(n, one.at, guess) for n, one in enumerate(records) if (guess := _guess(records, n))]
    return sorted(found, key=lambda one: one.index) or [Moment(0, records[0].at, _nothing)]


def _guess(records: Sequence[Record], number: int) -> Guesses | None:
    record = records[number]
    match record.event:
        case MessageReceived(text):
            return _tap(text) if _was_tapped(records, number) else _sent(text)
        case MessageSent(_, message, ""):
            return _only(OperatorSaid(message.text))
        case TakenBack(why) if why == BY_HAND:
            return _only(HandedBack())
        case SubscriptionChanged(False) if not record.session:
            return _blocked
        case SessionStarted(flow, _, node) if not _was_caused(records, number):
            return _begun(StartedByHand(flow, node))
    return None


def _was_caused(records: Sequence[Record], number: int) -> bool:
    """Whether something else stands before it in the same turn than what was planned."""
    turn = (one for one in records[:number] if one.at == records[number].at)
    return any(not isinstance(one.event, PLANNED) for one in turn)


def _was_tapped(records: Sequence[Record], number: int) -> bool:
    """Every tap is answered before the next thing is said."""
    for record in records[number + 1 :]:
        if isinstance(record.event, MessageReceived):
            return False
        if isinstance(record.event, TapAnswered):
            return True
    return False


def _only(stimulus: Stimulus) -> Guesses:
    return lambda world, who: iter((stimulus,))


def _nothing(world: World, who: str) -> Iterator[None]:
    yield None


def _begun(stimulus: Stimulus) -> Guesses:
    """By itself, at its time, or by hand."""
    return lambda world, who: iter((None, stimulus))


def _blocked(world: World, who: str) -> Iterator[Stimulus]:
    keys = [one.event.key for one in world.log if isinstance(one.event, MessageSent)]
    yield from (NotDelivered(key, "the customer has blocked the bot", True) for key in keys[-1:])


def _tap(label: str) -> Guesses:
    def guesses(world: World, who: str) -> Iterator[Stimulus]:
        for record in reversed(world.log):
            if isinstance(record.event, MessageSent):
                for row in record.event.message.buttons:
                    for button in row:
                        if label in (button.label, button.value) and button.kind == "choice" and button.value:
                            yield Tapped(button.value, button.label)

    return guesses


def _sent(text: str) -> Guesses:
    def guesses(world: World, who: str) -> Iterator[Stimulus]:
        if place := _PLACE.fullmatch(text):
            yield LocationShared(float(place[1]), float(place[2]))
        if sent := _SENT.fullmatch(text):
            yield FileSent(sent[1], FILE, sent[2])
        yield Said(text)
        if _PHONE.fullmatch(text):
            yield ContactShared(text)

    return guesses
