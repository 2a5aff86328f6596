"""Delays, windows, business hours, dates, recurrences in a zone; every instant is an aware UTC datetime."""

from flowbook.schedule.dates import date_offset, read_date
from flowbook.schedule.delays import due_after
from flowbook.schedule.durations import Duration, add_duration, seconds_of
from flowbook.schedule.hours import is_open, next_closing, next_opening
from flowbook.schedule.recurrences import next_occurrence
from flowbook.schedule.windows import Window, after_quiet, next_allowed, next_time
from flowbook.schedule.words import (
    date_words,
    delay_words,
    duration_words,
    gap_words,
    hours_words,
    offset_words,
    recurrence_words,
    weekday_words,
)
from flowbook.schedule.zones import WEEKDAYS, resolve, time_of_day, zone

__all__ = [
    "WEEKDAYS",
    "Duration",
    "Window",
    "add_duration",
    "after_quiet",
    "date_offset",
    "date_words",
    "delay_words",
    "due_after",
    "duration_words",
    "gap_words",
    "hours_words",
    "is_open",
    "next_allowed",
    "next_closing",
    "next_occurrence",
    "next_opening",
    "next_time",
    "offset_words",
    "read_date",
    "recurrence_words",
    "resolve",
    "seconds_of",
    "time_of_day",
    "weekday_words",
    "zone",
]
