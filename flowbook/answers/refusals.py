"""Why an answer was not taken: for the designer, and for the customer where no sentence was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from flowbook.phrasebook import PHRASES


class Refusal(Struct, frozen=True):
    """`why` is for the designer; `text` says the same to the customer, by language."""

    code: str
    why: str
    text: Mapping[str, str]


_WHY: Mapping[str, str] = {
    "text": "that is no text",
    "too_short": "it has fewer than {limit} characters",
    "too_long": "it has more than {limit} characters",
    "pattern": "it is not written as the pattern wants it",
    "number": "no number was found in it",
    "too_small": "it is below {limit}",
    "too_large": "it is above {limit}",
    "date": "no date was found in it",
    "not_future": "it is past",
    "not_past": "it is still to come",
    "time": "no time of day was found in it",
    "rating": "it is no whole number",
    "phone": "it is no phone number",
    "email": "it is no e-mail address",
    "choice": "it is none of the options",
    "nothing_chosen": "nothing was chosen",
    "contact": "it is no phone number",
    "location": "it is no place",
    "photo": "it is no photo",
    "file": "it is no file",
}


def refusal(code: str, limit: Any = "") -> Refusal:
    """`limit` stands where the sentence tells how much would be right."""
    text = {language: said.replace("{limit}", str(limit)) for language, said in PHRASES[code].items()}
    return Refusal(code, _WHY[code].replace("{limit}", str(limit)), text)
