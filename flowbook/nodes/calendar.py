"""Calendar: on a date, on weekdays, on a day of every month or every year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flowbook.errors import UnreadableTime
from flowbook.flow import Config, Node
from flowbook.nodetype import Finding, NodeType
from flowbook.occasions import UNTIMED, admitted, asked_about, taken
from flowbook.schedule import next_occurrence, recurrence_words
from flowbook.shapes import (
    AT_MOST_ONCE,
    ONLY_IF,
    calendar_date,
    choice,
    config,
    number,
    only,
    time_of_day,
    weekdays,
)
from flowbook.situation import Situation
from flowbook.ways import Around, Clock, TimePasses, Way, only_if

REPEATS = {
    "once": "once, on a date",
    "weekly": "every week",
    "monthly": "every month",
    "yearly": "every year",
}
DATED = {"once": "date", "yearly": "yearly_on"}
"""How it repeats -> the key of the date it needs."""


def _recurrence(config: Config) -> dict[str, object]:
    """As flowbook/schedule reads it."""
    recurrence = {"repeat": "weekly", "at": UNTIMED, **config}
    return {**recurrence, "date": config.get(DATED.get(str(recurrence["repeat"]), ""), "")}


def _plan(config: Config, situation: Situation, after: datetime | None) -> datetime | None:
    if _mistake(config):
        return None
    recurrence, zone = _recurrence(config), situation.zone
    due = next_occurrence(recurrence, situation.now - datetime.resolution, zone)
    while due and taken(due, after, zone):
        due = next_occurrence(recurrence, due, zone)
    return due


def _mistake(config: Config) -> str:
    recurrence = _recurrence(config)
    if recurrence["repeat"] in DATED and not recurrence["date"]:
        return "the date is missing"
    try:
        recurrence_words(recurrence)
    except UnreadableTime as error:
        return str(error).rstrip(".")
    return ""


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    once = config.get("repeat") == "once" and bool(config.get("date"))
    clock = (Clock("before", str(config["date"])),) if once else ()
    return tuple(
        Way(exit="next", clock=known, acts=(TimePasses(),), after=only_if(config))
        for known in dict.fromkeys((clock, ()))
    )


def _check(node: Node) -> Iterable[Finding]:
    if mistake := _mistake(node.config):
        sentence = "{step} never begins: {mistake}."
        place = DATED.get(node.config["repeat"], "repeat")
        yield Finding("no_such_day", sentence, place, values={"mistake": mistake})


def _summary(config: Config) -> tuple[str, ...]:
    return (_mistake(config) or recurrence_words(_recurrence(config)),)


NODE = NodeType(
    type="calendar",
    label="Calendar",
    category="trigger",
    icon="calendar",
    order=70,
    help="Begins by itself for every customer, or for those a condition names, each in their own time "
    "zone. A night in which clocks are changed has it once, like any other.",
    config=config(
        ("repeat",),
        repeat=choice("It begins", REPEATS, "weekly"),
        date=only(calendar_date("On this date"), repeat=("once",)),
        weekdays=only(weekdays("On these days", "None chosen: every day."), repeat=("weekly",)),
        day=only(
            number("On this day of the month", 1, 1, 31, "31 is the last day of every month."),
            repeat=("monthly",),
        ),
        yearly_on=only(
            calendar_date("On this day", "29 February is 28 February in other years.", year="yearly"),
            repeat=("yearly",),
        ),
        at=time_of_day("At"),
        only_if=ONLY_IF,
        at_most_once_in=AT_MOST_ONCE,
    ),
    example={"repeat": "weekly", "weekdays": ["mon", "thu"], "at": "10:00"},
    plan=_plan,
    replan_on=frozenset({"fields", "fired"}),
    admits=admitted,
    reads=asked_about,
    check=_check,
    summary=_summary,
    ways=_ways,
)
