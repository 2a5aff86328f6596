"""Answers as people give them, read as what was asked for: numbers, dates, phones, choices, places, files."""

from flowbook.answers.asked import Asked, Reading
from flowbook.answers.choices import option_meant, options_meant
from flowbook.answers.clocks import read_clock
from flowbook.answers.dates import read_day
from flowbook.answers.kinds import KINDS, read
from flowbook.answers.numbers import read_number
from flowbook.answers.refusals import Refusal, refusal

__all__ = [
    "KINDS",
    "Asked",
    "Reading",
    "Refusal",
    "option_meant",
    "options_meant",
    "read",
    "read_clock",
    "read_day",
    "read_number",
    "refusal",
]
