"""Wait: the clock is turned forward."""

from __future__ import annotations

from datetime import datetime

from flowbook.errors import UnknownZone, UnreadableTime
from flowbook.notebook.acting import acted
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.moments import later, read_span, read_until, shown_moment
from flowbook.notebook.shapes import TEXT, either, fields
from flowbook.notebook.stage import Stage, Step, stop
from flowbook.world import World, advance, advance_to_next, next_timer

NEXT, QUIET, UNTIL = "next timer", "until quiet", "until "
AT_MOST = "30 days"


def _run(stage: Stage, cell: Cell) -> Step:
    try:
        return _wait(stage, cell.value)
    except (UnreadableTime, UnknownZone) as error:
        return stop(stage, str(error))


def _wait(stage: Stage, value: str | dict[str, str]) -> Step:
    if isinstance(value, dict):
        return _until_quiet(stage, value["quiet"])
    if value == NEXT:
        return _next(stage)
    if value == QUIET:
        return _until_quiet(stage, AT_MOST)
    zone = stage.situation.zone
    if not value.startswith(UNTIL):
        return acted(stage, advance(stage.world, later(stage.world.now, read_span(value), zone)))
    until = read_until(stage.fill(value.removeprefix(UNTIL)), stage.world.now, stage.ground.zone)
    if until < stage.world.now:
        now = shown_moment(stage.world.now, stage.ground.zone)
        return stop(stage, f"The clock only goes forward, and it is {now} already.")
    return acted(stage, advance(stage.world, until))


def _next(stage: Stage) -> Step:
    if next_timer(stage.world, stage.who) is None:
        sentence = f"Nothing is going to happen to {stage.customer.name} by itself; there is no timer."
        return stop(stage, sentence)
    return acted(stage, advance_to_next(stage.world, stage.who))


def _until_quiet(stage: Stage, at_most: str) -> Step:
    """Timer after timer, as long as the next one is not too far."""
    limit = later(stage.world.now, read_span(at_most), stage.situation.zone)
    return acted(stage, _quiet(stage.world, limit))


def _quiet(world: World, limit: datetime) -> World:
    while (timer := next_timer(world)) and timer.due <= limit:
        world = advance(world, timer.due)
    return world


KIND = Kind(
    name="wait",
    label="Wait",
    help="Turns the clock: for a time (`2 days`, `1 hour 30 minutes`), until a moment (`until 2026-03-02 "
    "10:00`, `until 18:00`), to the `next timer` of the customer, or `until quiet`: until nothing more "
    "happens by itself, at most 30 days; `{quiet: 90 days}` waits longer. Every timer on the way fires at "
    "its own instant.",
    shape=either(TEXT, fields("quiet", quiet=TEXT)),
    example="wait: next timer",
    run=_run,
    act=True,
    order=50,
)
