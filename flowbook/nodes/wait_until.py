"""Wait until: go on at a date, or some time before or after it, and follow it when it is moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flowbook.errors import UnreadableTime
from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.occasions import UNTIMED, far_ahead, long_past
from flowbook.schedule import date_offset, date_words, offset_words, read_date
from flowbook.session import Wait
from flowbook.shapes import calendar_date, choice, config, field_name, offset, only, switch, time_of_day
from flowbook.situation import Situation
from flowbook.stimuli import Changed, Stimulus, TimerFired
from flowbook.ways import Around, Clock, TimePasses, Way, Wish, not_so, so

Wishes = tuple[Wish, ...]
DAY_LONG = len("2026-01-01")
UP, PAST, NO_DATE = "time_is_up", "past", "no_date"
BY = {"field": "a date in a field", "date": "this date"}
IF_PAST = {
    "at_once": "go on at once",
    "next_year": "wait for the same day next year",
    "skip": "go on by “Too late”",
}


def _by_field(config: Config) -> bool:
    return str(config.get("by", "field")) == "field"


def _exits(config: Config) -> tuple[Exit, ...]:
    late = (Exit(PAST, "Too late", "other"),) if config.get("past") == "skip" else ()
    none = (Exit(NO_DATE, "There is no date", "other"),) if _by_field(config) else ()
    return (Exit(UP, "Time is up", "time"), *late, *none)


def _run(node: Node, situation: Situation) -> Step:
    config = node.config
    written = situation.value(config.get("field", "")) if _by_field(config) else config.get("date")
    if not written:
        return go(NO_DATE, why=f"the field “{config.get('field', '')}” is empty")
    try:
        due = _due(str(written), config, situation)
    except UnreadableTime as unreadable:
        return go(NO_DATE, why=str(unreadable))
    if due >= situation.now:
        return Step(wait=Wait("time", (("due", due),), data=_followed(config)))
    if config.get("past") == "skip":
        return go(PAST, why=f"it would have been {_told(due, situation)}, which is past")
    return go(UP, why=f"it would have been {_told(due, situation)}, so it goes on at once")


def _due(written: str, config: Config, situation: Situation) -> datetime:
    """The instant, which may be past; a date without a year comes round every year."""
    read, around = read_date(written, situation.zone), config.get("offset") or {"direction": "on"}
    at = config.get("at") or (None if read.clock else UNTIMED)
    if read.year is not None:
        due = date_offset(written, around, at, situation.zone)
        if due >= situation.now or config.get("past") != "next_year":
            return due
    return date_offset(written, around, at, situation.zone, yearly_from=situation.now)


def _followed(config: Config) -> dict[str, Any]:
    """Fields whose change moves the date: dispatch tells this step of it."""
    following = _by_field(config) and config.get("follow", True)
    return {"follows": [config["field"], "timezone"]} if following else {}


def _told(due: datetime, situation: Situation) -> str:
    return f"{due.astimezone(situation.zone):%-d %b %Y, %H:%M}"


def _resume(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step | None:
    match stimulus:
        case TimerFired():
            return go(UP, why="the time had come")
        case Changed("field", name) if name in wait.data.get("follows", ()):
            again = _run(node, situation)
            same = again.wait is not None and again.wait.timers == wait.timers
            return Step(rejected=True) if same else again
    return None


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    """First the plain cases, by which somebody is found; then what may be so besides."""
    late, pass_on = config.get("past", "at_once"), (TimePasses(),)
    ahead, over, clock, there = _sides(config)
    ways = [Way(exit=UP, when=ahead, clock=clock[:1], acts=pass_on)]
    if late == "skip":
        ways += [Way(exit=PAST, when=over, clock=clock[1:]), Way(exit=PAST, when=there)]
    if late == "at_once":
        ways += [Way(exit=UP, when=over, clock=clock[1:]), Way(exit=UP, when=there)]
    if _by_field(config):
        known = there[0][0]
        ways += [Way(exit=NO_DATE, when=(not_so(known),)), Way(exit=NO_DATE, when=there)]
    return (*ways, Way(exit=UP, when=there, acts=pass_on))


def _sides(config: Config) -> tuple[Wishes, Wishes, tuple[Clock, ...], Wishes]:
    """What makes it ahead, what makes it past, which clock does the one and the other, and that there is a
    date at all."""
    if _by_field(config):
        field, offset = config.get("field", ""), config.get("offset") or {}
        there = (so({"field": field, "op": "known"}),)
        return far_ahead(field, offset), long_past(field, offset), (), there
    day = str(config.get("date", ""))[:DAY_LONG]
    dated = len(day) == DAY_LONG and day[:4].isdecimal()
    return (), (), (Clock("before", day), Clock("before", day, False)) if dated else (), ()


def _check(node: Node) -> Iterable[Finding]:
    key = "field" if _by_field(node.config) else "date"
    if not node.config.get(key):
        yield Finding("no_date", "{step} does not say which date to wait for.", key)
        return
    if key == "field":
        return
    try:
        read_date(node.config["date"])
    except UnreadableTime as unreadable:
        yield Finding("no_such_date", "In {step}: {problem}", key, values={"problem": str(unreadable)})


def _date_words(config: Config) -> str:
    """The field's name, or the date as people write it, where it is one."""
    written = str(config.get("field" if _by_field(config) else "date") or "a date")
    try:
        return written if _by_field(config) else date_words(written)
    except UnreadableTime:
        return written


def _summary(config: Config) -> tuple[str, ...]:
    date = _date_words(config)
    around = config.get("offset") or {}
    when = date if around.get("direction", "on") == "on" else f"{offset_words(around)} {date}"
    return (f"{when}, {config['at']}",) if config.get("at") else (when,)


NODE = NodeType(
    type="wait_until",
    label="Wait until a date",
    category="time",
    icon="calendar-clock",
    order=20,
    help="Goes on at a date, or some time before or after it: two days before the appointment, a week after "
    "the purchase. When the date in the field is moved, the step moves with it.",
    config=config(
        ("by",),
        by=choice("Wait for", BY, "field"),
        field=only(field_name("The field"), by=("field",)),
        date=only(
            calendar_date("The date", "Without a year, the next such day to come.", year="either"),
            by=("date",),
        ),
        offset=offset("Before or after it"),
        at=time_of_day("At this time of day", help="For days and weeks. Left out: the date's own, or 10:00."),
        past=choice("When that is past already", IF_PAST, "at_once"),
        follow=only(switch("Move with the field when it changes", True), by=("field",)),
    ),
    example={
        "by": "field",
        "field": "appointment",
        "offset": {"direction": "before", "amount": 2, "unit": "days"},
        "at": "10:00",
        "past": "skip",
    },
    exits=_exits,
    run=_run,
    resume=_resume,
    check=_check,
    summary=_summary,
    reads=lambda config: frozenset({config["field"]} if _by_field(config) and config.get("field") else ()),
    waits=lambda config: "time",
    ways=_ways,
)
