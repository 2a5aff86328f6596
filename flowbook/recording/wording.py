"""What may be said in the place of a real customer's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from flowbook.answers import read_day
from flowbook.copies import altered
from flowbook.events import FieldSet, MessageReceived
from flowbook.hearing import words_of
from flowbook.mocks import Mock, Reply
from flowbook.notebook.stage import Ground
from flowbook.recording.samples import FILE, LADDER, MAILS, PHONES, PLACE, STAFF, WORDS, stand_ins
from flowbook.recording.secrets import Public, leaks
from flowbook.recording.talk import Deed, Talk
from flowbook.rules.readings import fold
from flowbook.stimuli import (
    ContactShared,
    EventReported,
    FileSent,
    LocationShared,
    OperatorSaid,
    Said,
    Stimulus,
)
from flowbook.workspace import declared

_COMMAND = re.compile(r"/\w+")
_WORD = re.compile(r"/?\w+(?:[-:.’'@]\w+)*")


@dataclass(frozen=True, slots=True)
class Wording:
    ground: Ground
    public: Public
    secrets: frozenset[str]

    def is_secret(self, value: Any) -> bool:
        return bool(leaks([str(value)], self.secrets))

    def public_values(self, value: Any) -> Iterator[Any]:
        """The value itself, where the shop has written it; else what it has written that is in it."""
        if isinstance(value, str):
            if self.public.has(value):
                yield value
            yield from (text for text in self.public.texts if text and text in fold(value))

    def instead_of(self, talk: Talk, number: int) -> Iterator[Stimulus]:
        """In place of the deed of that number, the best first."""
        stimulus = talk.deeds[number].stimulus
        match stimulus:
            case Said(text):
                day = [text] if read_day(text, talk.deeds[number].at.date()) else []
                others = (*day, *self._texts(text, _kept_by(talk, text)))
                yield from (Said(one) for one in others if not self.is_secret(one))
            case OperatorSaid():
                yield OperatorSaid(STAFF)
            case ContactShared():
                yield from (ContactShared(phone) for phone in PHONES if not self.is_secret(phone))
            case LocationShared(latitude, longitude):
                yield LocationShared(*PLACE)
                yield LocationShared(round(latitude, 1), round(longitude, 1))
            case FileSent(media, _, caption):
                yield FileSent(media, FILE)
                yield from (FileSent(media, FILE, one) for one in self._texts(caption, {}))
            case EventReported(name, data):
                yield from (EventReported(name, one) for one in self._values(data))
            case _ if stimulus is not None:
                yield stimulus

    def answers_instead_of(self, mock: Mock) -> Iterator[Mock]:
        bodies = zip(*(self._values(reply.body) for reply in mock.replies), strict=False)
        for some in bodies:
            pairs = zip(mock.replies, some, strict=True)
            replies = tuple(Reply(reply.status, body, reply.failure) for reply, body in pairs)
            yield altered(mock, replies=replies)

    def moved(self, deed: Deed, by: timedelta) -> Deed:
        """A day that was named is as much later as all else."""
        match deed.stimulus:
            case Said(text) if any(letter.isdigit() for letter in text):
                day = read_day(text, deed.at.date())
                return altered(deed, stimulus=Said((day + by).isoformat())) if day else deed
        return deed

    def stubborn(self, stimulus: Stimulus) -> str:
        told = self.told(stimulus)
        return f"Nothing invented takes the way that “{told}” took, and it may tell who wrote it."

    def told(self, stimulus: Stimulus) -> str:
        match stimulus:
            case OperatorSaid(text):
                return text
            case EventReported(name, data):
                return f"{name} {dict(data)}" if data else name
        return words_of(stimulus)

    def _texts(self, text: str, kept: Mapping[str, Any]) -> Iterator[str]:
        if self.public.has(text) or _COMMAND.fullmatch(text):
            yield text
        known = declared(self.ground.workspace)
        for name, value in kept.items():
            yield from (str(one) for one in stand_ins(name, known.get(name), value))
        numbers = [str(one) for one in LADDER] if any(letter.isdigit() for letter in text) else []
        if not any(letter.isalpha() for letter in text):
            yield from numbers
        if not any(letter.isalnum() for letter in text):
            yield text
        if "@" in text:
            yield from MAILS
        yield from (*WORDS, *numbers)
        yield from self._fewer(text)

    def _fewer(self, text: str) -> Iterator[str]:
        """Its own words as far as they are no secret: each alone, then two and two, then all."""
        words = [word for word in _WORD.findall(text) if not self.is_secret(word)]
        yield from words
        yield from (" ".join(pair) for pair in pairwise(words))
        if len(words) > 2:
            yield " ".join(words)

    def _values(self, value: Any) -> Iterator[Any]:
        """The same shape with other values: all invented, then numbers kept, then texts of the shop kept."""
        yield _mapped(value, lambda one: _small(one) if isinstance(one, int | float) else WORDS[0])
        yield _mapped(value, lambda one: one if isinstance(one, int | float) else WORDS[0])
        yield _mapped(value, lambda one: one if self._is_fine(one) else WORDS[0])

    def _is_fine(self, value: Any) -> bool:
        return isinstance(value, int | float) or self.public.has(str(value)) or not self.is_secret(value)


def _kept_by(talk: Talk, text: str) -> dict[str, Any]:
    """The fields that were filled after these words and before the next."""
    found: dict[str, Any] = {}
    here = False
    for record in talk.records:
        if isinstance(record.event, MessageReceived):
            here = record.event.text == text
        elif here and isinstance(record.event, FieldSet) and not record.event.name.startswith("session._"):
            found[record.event.name] = record.event.value
    return found


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    match value:
        case Mapping():
            return {key: _mapped(item, change) for key, item in value.items()}
        case list() | tuple():
            return [_mapped(item, change) for item in value]
        case None | bool():
            return value
    return change(value)


def _small(value: float) -> float:
    return 1 if value > 0 else 0
