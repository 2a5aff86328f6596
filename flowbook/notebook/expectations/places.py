"""Expectations of the way taken: the step, and the timers that are set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flowbook.errors import UnknownZone, UnreadableTime
from flowbook.events import NodeEntered
from flowbook.notebook import tellings
from flowbook.notebook.expectation import Expectation
from flowbook.notebook.kind import Name
from flowbook.notebook.moments import later, read_moment, read_span
from flowbook.notebook.shapes import TEXT, either, fields
from flowbook.notebook.stage import Stage

NONE = "none"


def full_name(stage: Stage, name: str) -> str:
    """flow.node of a step as a cell names it."""
    return name if "." in name else f"{stage.ground.flow.id}.{name}"


def _node_holds(stage: Stage, wanted: str) -> bool:
    return full_name(stage, wanted) in _passed(stage) | _standing(stage)


def _passed(stage: Stage) -> set[str]:
    own = (record for record in stage.turn if record.customer == stage.who)
    return {f"{one.flow}.{one.event.node}" for one in own if type(one.event) is NodeEntered}


def _standing(stage: Stage) -> set[str]:
    return {f"{session.flow}.{session.node}" for session in stage.state.sessions.values()}


def _node_instead(stage: Stage, wanted: str) -> str:
    way = tellings.entered(stage, stage.turn)
    if way:
        return f"the way led over {', '.join(way)}"
    there = ", ".join(sorted(map(stage.ground.title, _standing(stage))))
    return f"the customer stays at {there}" if there else "no step was taken"


def _timer_holds(stage: Stage, wanted: Any) -> bool:
    timers = stage.state.timers.values()
    if wanted == NONE:
        return not timers
    value = {"node": wanted} if isinstance(wanted, str) else wanted
    name = full_name(stage, value["node"]) if "node" in value else ""
    due = _due(stage, value)
    return any(
        (not name or f"{timer.flow}.{timer.node}" == name) and (due is None or timer.due == due)
        for timer in timers
    )


def _due(stage: Stage, value: dict[str, str]) -> datetime | None:
    """None for any time, and for one that cannot be read: `_timer_words` says so."""
    try:
        if "in" in value:
            return later(stage.world.now, read_span(value["in"]), stage.situation.zone)
        return read_moment(stage.fill(value["at"]), stage.ground.zone) if "at" in value else None
    except (UnreadableTime, UnknownZone):
        return datetime.max.replace(tzinfo=stage.world.now.tzinfo)


def _timer_words(stage: Stage, wanted: Any) -> str:
    if wanted == NONE:
        return "no timer"
    value = {"node": wanted} if isinstance(wanted, str) else wanted
    of = f" of {stage.ground.title(value['node'])}" if "node" in value else ""
    when = f" in {value['in']}" if "in" in value else f" at {value['at']}" if "at" in value else ""
    return f"a timer{of}{when}"


def _timer_names(wanted: Any) -> Iterable[Name]:
    node = wanted if isinstance(wanted, str) else wanted.get("node", "")
    return (Name("step", node),) if node not in ("", NONE) else ()


def _timer_instead(stage: Stage, wanted: Any) -> str:
    there = tellings.timers(stage)
    return f"there is: {'; '.join(there)}" if there else "there is none"


EXPECTATIONS = (
    Expectation(
        name="node",
        help="A step that was passed since the last act, or that the customer stands at, by its id; "
        "`orders.pick` for one of another flow.",
        shape=TEXT,
        holds=_node_holds,
        words=lambda stage, wanted: f"the step {stage.ground.title(wanted)}",
        instead=_node_instead,
        towards=lambda stage, wanted: (full_name(stage, wanted),),
        names=lambda wanted: (Name("step", wanted),),
    ),
    Expectation(
        name="timer",
        help="Something that will happen by itself: at which `node`, `in` what time (`2 days`), or `at` "
        "which moment. `none`: nothing will.",
        shape=either(TEXT, fields(node=TEXT, in_=TEXT, at=TEXT)),
        holds=_timer_holds,
        words=_timer_words,
        instead=_timer_instead,
        names=_timer_names,
    ),
)
