"""Delay: go on after some time, and only in the hours that are allowed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.schedule import delay_words, due_after
from flowbook.session import Wait
from flowbook.shapes import config, duration, time_of_day, weekdays
from flowbook.situation import Situation
from flowbook.stimuli import Stimulus, TimerFired
from flowbook.ways import TimePasses, Way


def _exits(config: Config) -> tuple[Exit, ...]:
    return (Exit("next", "Time is up", "time"),)


def _flat(config: Config) -> dict[str, Any]:
    """The shape that flowbook.schedule reads: the duration's two values beside the others."""
    rest = {key: value for key, value in config.items() if key != "after"}
    return {**config["after"], **rest}


def _run(node: Node, situation: Situation) -> Step:
    due = due_after(situation.now, _flat(node.config), situation.zone)
    return Step(wait=Wait("time", (("due", due),)))


def _resume(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step | None:
    return go("next", why="the time was up") if isinstance(stimulus, TimerFired) else None


def _check(node: Node) -> Iterable[Finding]:
    if node.config.get("at") and (node.config.get("from") or node.config.get("to")):
        sentence = "{step} has a time of day and hours. Only the time of day counts; leave one of them out."
        fix = {"from": None, "to": None}
        yield Finding("time_and_hours", sentence, "at", "warning", fix=fix, fix_label="leave the hours out")


def _waits(config: Config) -> str:
    after = config["after"]
    return "time seconds" if after["unit"] == "seconds" and after["amount"] < 60 else "time"


NODE = NodeType(
    type="delay",
    label="Wait",
    category="time",
    icon="clock",
    order=10,
    help="Goes on when the time is up. Seconds, minutes and hours are counted as they pass; days and weeks "
    "by the calendar, in the customer's own time zone. Then it waits for an allowed weekday and hour.",
    config=config(
        ("after",),
        after=duration("Wait for"),
        at=time_of_day("Then until this time of day"),
        weekdays=weekdays("Only on these days"),
        **{"from": time_of_day("Not before", "09:00"), "to": time_of_day("Not after", "18:00")},
    ),
    example={"after": {"amount": 1, "unit": "days"}, "from": "09:00", "to": "18:00"},
    exits=_exits,
    run=_run,
    resume=_resume,
    check=_check,
    waits=_waits,
    ways=lambda config, around: (Way(exit="next", acts=(TimePasses(),)),),
    summary=lambda config: (delay_words(_flat(config)),),
)
