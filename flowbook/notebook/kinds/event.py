"""Event: something is reported from outside, or a message could not be delivered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowbook.notebook.acting import act, acted
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind, Name
from flowbook.notebook.people import EVERYBODY
from flowbook.notebook.shapes import TEXT, as_list, either, fields, named, one_or_more
from flowbook.notebook.stage import Stage, Step, stop
from flowbook.notebook.typed import FREE
from flowbook.stimuli import EventReported, NotDelivered
from flowbook.world import do

REASONS = {"blocked": "the customer has blocked the bot", "failed": "the channel refused it"}


def _run(stage: Stage, cell: Cell) -> Step:
    value = {"name": cell.value} if isinstance(cell.value, str) else cell.value
    if "undelivered" in value:
        return _undelivered(stage, value["undelivered"])
    if "name" not in value:
        return stop(stage, "The event has no name.")
    data: Any = value.get("data", {})
    stimulus = EventReported(value["name"], data)
    names = as_list(value.get("for", stage.who))
    names = list(stage.world.states) if names == [EVERYBODY] else names
    absent = [name for name in names if name not in stage.world.states]
    if absent:
        return stop(stage, f"“{absent[0]}” is not in this scenario yet; bring them in by a cell “customer”.")
    world = stage.world
    for name in names:
        world = do(world, name, stimulus)
    return acted(stage, world)


def _undelivered(stage: Stage, why: str) -> Step:
    last = next(stage.sent(), None)
    if last is None:
        return stop(stage, "The bot has sent nothing yet that could not be delivered.")
    return act(stage, NotDelivered(last.key, REASONS[why], why == "blocked"))


def _names(value: Any) -> Iterable[Name]:
    name = value if isinstance(value, str) else value.get("name", "")
    return (Name("event", name),) if name else ()


KIND = Kind(
    name="event",
    label="Event",
    help="Something is reported from outside: its `name`, its `data`, and `for` whom (ids, or everybody who "
    "is in the scenario; else whoever talks). Or the last message turns out `undelivered`: blocked, or "
    "failed.",
    shape=either(
        TEXT,
        fields(
            name=TEXT,
            data=named(FREE),
            for_=one_or_more(TEXT),
            undelivered={"enum": list(REASONS)},
        ),
    ),
    example="event: {name: cart_abandoned, data: {total: 89}}",
    run=_run,
    act=True,
    names=_names,
    order=60,
)
