"""Dates that are not in the calendar, and dates that no working calendar would come back to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flowbook.checks.configs import parts_of
from flowbook.checks.issue import Case, Issue, Rule
from flowbook.rules.operands import MONTHS

TEXT = "{step} waits for {date}, a day that does not exist."


def _check(case: Case) -> Iterator[Issue]:
    for part in parts_of(case, "date"):
        if part.value and not _exists(str(part.value)):
            values = {"date": _told(str(part.value))}
            yield case.issue("impossible_date", TEXT, part.node, field=part.path, values=values)


def _told(text: str) -> str:
    """As written, but 30 February for `--02-30`."""
    month, _, day = text.removeprefix("--").partition("-")
    known = text.startswith("--") and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12
    return f"{int(day)} {MONTHS[int(month) - 1]}" if known else text


def _exists(text: str) -> bool:
    """ISO dates with or without a time; `--MM-DD` is a day of every year, 29 February included."""
    day = f"2024{text[1:]}" if text.startswith("--") else text
    try:
        date.fromisoformat(day[:10])
    except ValueError:
        return False
    return True


RULE = Rule("impossible_date", "Dates that a step waits for exist.", _check)
