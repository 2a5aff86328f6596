"""Silence: a customer has not written or tapped anything for some time."""

from __future__ import annotations

from datetime import datetime

from flowbook.flow import Config
from flowbook.nodetype import NodeType
from flowbook.occasions import admitted, asked_about
from flowbook.schedule import delay_words, due_after
from flowbook.shapes import AT_MOST_ONCE, ONLY_IF, config, duration, switch, time_of_day
from flowbook.situation import Situation
from flowbook.ways import Around, TimePasses, Way, only_if


def _plan(config: Config, situation: Situation, after: datetime | None) -> datetime | None:
    """Counted from the last thing the customer did; after one silence has been answered, from the next."""
    seen = situation.customer.last_seen
    if seen is None or (after is not None and after >= seen):
        return None
    due = due_after(seen, _delay(config), situation.zone)
    if due >= situation.now:
        return due
    return situation.now if config.get("already") else None


def _delay(config: Config) -> dict[str, object]:
    at = {"at": config["at"]} if config.get("at") else {}
    return {**config["silent_for"], **at}


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    return (Way(exit="next", acts=(TimePasses(),), after=only_if(config)),)


NODE = NodeType(
    type="silence",
    label="Silence",
    category="trigger",
    icon="moon",
    order=80,
    help="Begins when a customer has written and tapped nothing for so long, in whatever flow, once for "
    "every silence. Days are counted by the calendar, in the customer's own time zone.",
    config=config(
        ("silent_for",),
        silent_for=duration("Nothing heard for"),
        at=time_of_day("Then at this time of day", "", "Left out: as soon as the time has passed."),
        already=switch(
            "Also for those who are silent already",
            help="When it is published, it begins at once for everybody who has been silent for so long.",
        ),
        only_if=ONLY_IF,
        at_most_once_in=AT_MOST_ONCE,
    ),
    example={"silent_for": {"amount": 60, "unit": "days"}, "at": "11:00"},
    plan=_plan,
    replan_on=frozenset({"activity", "fired"}),
    admits=admitted,
    reads=asked_about,
    summary=lambda config: (delay_words(_delay(config)),),
    ways=_ways,
)
