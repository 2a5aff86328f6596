"""What is asked, of whom and when; and what became of an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from flowbook.answers.refusals import Refusal
from flowbook.flow import Config


class Asked(Struct, frozen=True):
    """`config` is the question's; `now` is aware and in the customer's zone. `region` is a country in two
    capital letters, whose phone numbers need no prefix, or empty. `options` has for each option everything it
    may be called; what is kept of it is its first name."""

    config: Config
    now: datetime
    language: str = "en"
    region: str = ""
    options: tuple[tuple[str, ...], ...] = ()


class Reading(Struct, frozen=True):
    """Either a value or a refusal."""

    value: Any = None
    refusal: Refusal | None = None
