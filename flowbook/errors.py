"""The errors Flowbook raises when it is misused or cannot read what it is given.

FlowbookError
├── UnreadableFile       a file that is not what it should be: path, place, sentence
├── UnknownNodeType      a node type nobody defined
├── UnknownZone          a time zone that does not exist
├── UnreadableTime       a date, time of day, weekday or unit of time that means nothing
├── StoreError           the database cannot do what was asked
│   └── OldSQLite        SQLite lacks what the queries need
├── PublishRefused       a flow with problems, or a release that is gone
└── ExpectationFailed    something expected of a conversation did not come

An author's mistakes in a flow are not errors: the checks return them as Issues.
A failure inside a conversation is an event: the session ends with a stated reason.
"""

from __future__ import annotations


class FlowbookError(Exception):
    """Carries one sentence for people: what is wrong, where, what to do."""


class UnreadableFile(FlowbookError):
    """`place` is a JSON path such as `nodes[3].config.text`, or a line and column."""

    def __init__(self, sentence: str, *, path: str = "", place: str = "") -> None:
        where = ", ".join(part for part in (path, place) if part)
        super().__init__(f"{where}: {sentence}" if where else sentence)
        self.sentence, self.path, self.place = sentence, path, place


class UnknownNodeType(FlowbookError):
    """Raised when a caller asks for a node type that is not there."""


class UnknownZone(FlowbookError):
    """Raised for a time zone name that the tz database does not hold."""


class UnreadableTime(FlowbookError):
    """Raised for a date, time of day, weekday or unit of time that cannot be read, or lies beyond the
    calendar."""


class StoreError(FlowbookError):
    """The database refused."""


class OldSQLite(StoreError):
    """The SQLite library lacks what the queries need."""


class PublishRefused(FlowbookError):
    """A release cannot be made or brought back; the sentence says why."""


class ExpectationFailed(FlowbookError):
    """Raised by flowbook/api.py alone; in notebooks a failed expectation is an outcome. The sentence says
    what came instead."""
