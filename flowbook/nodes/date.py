"""Date: a day in one of the customer's fields comes, with some time before or after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flowbook.errors import UnreadableTime
from flowbook.flow import Config, Node
from flowbook.nodetype import Finding, NodeType
from flowbook.occasions import UNTIMED, admitted, asked_about, far_ahead, taken
from flowbook.schedule import date_offset, offset_words, read_date, seconds_of
from flowbook.shapes import AT_MOST_ONCE, ONLY_IF, choice, config, line, offset, switch, time_of_day
from flowbook.situation import Situation
from flowbook.ways import Around, TimePasses, Way, only_if, so

PAST = {
    "skip": "not at all",
    "at_once": "at once",
    "next_year": "a year later",
}
Meant = Callable[..., datetime]
ON_THE_DAY: Mapping[str, Any] = {"direction": "on"}


def _plan(config: Config, situation: Situation, after: datetime | None) -> datetime | None:
    value = situation.value(config["field"])
    if not value:
        return None
    try:
        meant = _meant(str(value), config, situation)
        plan = _yearly if config.get("yearly") else _once
        return plan(meant, config, situation, after)
    except UnreadableTime:
        return None


def _meant(value: str, config: Config, situation: Situation) -> Meant:
    """The instant that belongs to the written date; with `yearly_from` the first of its years from then
    on."""
    zone = situation.zone
    timed = read_date(value, zone).clock is not None
    at = config.get("at") or (None if timed else UNTIMED)
    return partial(date_offset, value, config.get("offset") or ON_THE_DAY, at, zone)


def _once(meant: Meant, config: Config, situation: Situation, after: datetime | None) -> datetime | None:
    due, past = meant(), config.get("past", "skip")
    if taken(due, after, situation.zone):
        return None
    if due >= situation.now:
        return due
    if past == "next_year":
        return _yearly(meant, config, situation, after)
    return situation.now if past == "at_once" else None


def _yearly(meant: Meant, config: Config, situation: Situation, after: datetime | None) -> datetime | None:
    now, ahead = situation.now, config.get("offset") or ON_THE_DAY
    if config.get("past") == "at_once" and ahead["direction"] == "before":
        this_year = meant(yearly_from=now - timedelta(seconds=seconds_of(ahead)))
        if this_year < now and not taken(this_year, after, situation.zone):
            return now
    due = meant(yearly_from=now)
    while taken(due, after, situation.zone):
        due = meant(yearly_from=due + datetime.resolution)
    return due


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    """A date far enough ahead is the plain case; any other date that is written may do as well."""
    plain = far_ahead(config["field"], config.get("offset") or ON_THE_DAY)
    known = {"field": config["field"], "op": "known"}
    return tuple(
        Way(exit="next", when=when, acts=(TimePasses(),), after=only_if(config))
        for when in (plain, (so(known),))
    )


def _check(node: Node) -> Iterable[Finding]:
    config = node.config
    if config.get("past") == "next_year" and config.get("yearly"):
        sentence = (
            "{step} returns every year anyway: what to do with a date that has passed matters only once."
        )
        yield Finding(
            "idle_choice", sentence, "past", "warning", fix={"past": "skip"}, fix_label="leave it out"
        )


def _summary(config: Config) -> tuple[str, ...]:
    when = offset_words(config.get("offset") or ON_THE_DAY)
    at = f", at {config['at']}" if config.get("at") else ""
    return (f"{when}: {config['field']}{at}", *(("every year",) if config.get("yearly") else ()))


NODE = NodeType(
    type="date",
    label="Date of a customer",
    category="trigger",
    icon="calendar-heart",
    order=60,
    help="Begins on a day that is written in one of the customer's fields, or some time before or after "
    "it: a birthday, two days before an appointment, fourteen days after the last order. Once for "
    "each date; a date that is changed in time is followed.",
    config=config(
        ("field",),
        field=line("The field with the date", widget="field", pattern=r"^(orders\.)?[a-z][a-z0-9_]{0,39}$"),
        offset=offset("How long before or after it"),
        at=time_of_day("At this time of day", "", f"Left out: the date's own time, else {UNTIMED}."),
        yearly=switch("Every year", help="For birthdays; 29 February is 28 February in other years."),
        past=choice("When that moment has passed already", PAST, "skip"),
        follow=choice(
            "When the date is changed later",
            {"follow": "follow it", "freeze": "keep to the date as it was"},
            "follow",
        ),
        only_if=ONLY_IF,
        at_most_once_in=AT_MOST_ONCE,
    ),
    example={
        "field": "birthday",
        "offset": {"direction": "before", "amount": 3, "unit": "days"},
        "at": "10:00",
        "yearly": True,
    },
    plan=_plan,
    replan_on=frozenset({"fields", "fired"}),
    frozen=lambda config: config.get("follow") == "freeze",
    admits=admitted,
    check=_check,
    summary=_summary,
    reads=lambda config: asked_about(config) | {config["field"]},
    ways=_ways,
)
