"""The kinds of answer a question can ask for: how each is read, and held to the question's limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
import re2
from email_validator import EmailNotValidError, validate_email

from flowbook.answers.asked import Asked, Reading
from flowbook.answers.choices import option_meant, options_meant
from flowbook.answers.clocks import read_clock
from flowbook.answers.dates import read_day
from flowbook.answers.numbers import read_number
from flowbook.answers.refusals import Refusal, refusal
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus, command_of

LONGEST = 4096
"""Characters; what is longer is read no further, be it a name or a pattern's fodder."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`understand` gives the value, or None where the answer is of another kind. `limits` refuses what was
    understood and is too long, too large or too late."""

    label: str
    understand: Callable[[Asked, Stimulus], Any]
    limits: Callable[[Asked, Any], Refusal | None] = lambda asked, value: None


def read(kind: str, asked: Asked, stimulus: Stimulus) -> Reading:
    """What the answer says, or why it does not answer the question."""
    value = KINDS[kind].understand(asked, stimulus)
    if value is None:
        names = ", ".join(option[0] for option in asked.options)
        return Reading(refusal=refusal("choice" if asked.options else kind, names))
    refused = KINDS[kind].limits(asked, value)
    return Reading(refusal=refused) if refused else Reading(value)


def _said(understand: Callable[[Asked, str], Any]) -> Callable[[Asked, Stimulus], Any]:
    """A reader of words; anything that is not words is not understood."""

    def of_words(asked: Asked, stimulus: Stimulus) -> Any:
        return understand(asked, stimulus.text.strip()[:LONGEST]) if isinstance(stimulus, Said) else None

    return of_words


def _text(asked: Asked, said: str) -> str | None:
    return None if command_of(said) else said or None


def _text_limits(asked: Asked, value: str) -> Refusal | None:
    least, most = asked.config.get("min_length", 0), asked.config.get("max_length", LONGEST)
    pattern = asked.config.get("pattern", "")
    if len(value) < least:
        return refusal("too_short", least)
    if len(value) > most:
        return refusal("too_long", most)
    return None if not pattern or _fits(pattern, value) else refusal("pattern")


def _fits(pattern: str, value: str) -> bool:
    """A pattern that is broken holds nobody up; the checks tell of it."""
    try:
        return bool(re2.fullmatch(pattern, value))
    except re2.error:
        return True


def _number_limits(asked: Asked, value: float) -> Refusal | None:
    least, most = asked.config.get("minimum"), asked.config.get("maximum")
    if least is not None and value < least:
        return refusal("too_small", least)
    return refusal("too_large", most) if most is not None and value > most else None


def _date(asked: Asked, said: str) -> str | None:
    past = asked.config.get("when") == "past"
    day = read_day(said, asked.now.date(), month_first=asked.region == "US", past=past)
    return day.isoformat() if day else None


def _date_limits(asked: Asked, value: str) -> Refusal | None:
    day, today = date.fromisoformat(value), asked.now.date()
    match asked.config.get("when"):
        case "future" if day < today:
            return refusal("not_future")
        case "past" if day > today:
            return refusal("not_past")
    return None


def _phone(asked: Asked, said: str) -> str | None:
    """As +37060012345."""
    written = f"+{said[2:]}" if said.startswith("00") else said
    try:
        number = phonenumbers.parse(written, asked.region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _email(asked: Asked, said: str) -> str | None:
    words = [word.strip("<>,;()") for word in said.removeprefix("mailto:").split() if "@" in word]
    try:
        return validate_email(words[0], check_deliverability=False).normalized if len(words) == 1 else None
    except EmailNotValidError:
        return None


def _choice(asked: Asked, said: str) -> str | None:
    place = option_meant(said, asked.options)
    return None if place is None else asked.options[place][0]


def _choices(asked: Asked, said: str) -> list[str] | None:
    places = options_meant(said, asked.options)
    return None if places is None else [asked.options[place][0] for place in places]


def _rating(asked: Asked, said: str) -> int | None:
    top = asked.config.get("scale", 5)
    given = read_number(said.removesuffix(f"/{top}"), asked.language)
    return given if isinstance(given, int) else None


def _rating_limits(asked: Asked, value: int) -> Refusal | None:
    top = asked.config.get("scale", 5)
    if value < 1:
        return refusal("too_small", 1)
    return refusal("too_large", top) if value > top else None


def _contact(asked: Asked, stimulus: Stimulus) -> Any:
    """The channel's own contact is believed even where its country is unknown to us."""
    if not isinstance(stimulus, ContactShared):
        return _said(_phone)(asked, stimulus)
    digits = "".join(filter(str.isdecimal, stimulus.phone))
    return f"+{digits}" if digits else None


def _location(asked: Asked, stimulus: Stimulus) -> str | None:
    """Latitude and longitude as 54.68720,25.27970."""
    if not isinstance(stimulus, LocationShared):
        return None
    return f"{stimulus.latitude:.5f},{stimulus.longitude:.5f}"


def _file(*kinds: str) -> Callable[[Asked, Stimulus], str | None]:
    """The channel's id of the file; no kinds take all."""
    return lambda asked, stimulus: (
        stimulus.file if isinstance(stimulus, FileSent) and (not kinds or stimulus.media in kinds) else None
    )


KINDS: Mapping[str, Kind] = {
    "text": Kind("words", _said(_text), _text_limits),
    "number": Kind("a number", _said(lambda asked, said: read_number(said, asked.language)), _number_limits),
    "date": Kind("a date", _said(_date), _date_limits),
    "time": Kind("a time of day", _said(lambda asked, said: read_clock(said))),
    "phone": Kind("a phone number", _said(_phone)),
    "email": Kind("an e-mail address", _said(_email)),
    "choice": Kind("one of a list", _said(_choice)),
    "choices": Kind("several of a list", _said(_choices)),
    "rating": Kind("a rating", _said(_rating), _rating_limits),
    "contact": Kind("their phone number, by a button", _contact),
    "location": Kind("a place", _location),
    "photo": Kind("a photo", _file("photo")),
    "file": Kind("a file", _file()),
}
