"""Event: another system reports that something has happened to a customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from flowbook.flow import Config
from flowbook.nodetype import EXACT, Claim, NodeType
from flowbook.occasions import admitted, asked_about
from flowbook.shapes import AT_MOST_ONCE, ONLY_IF, config, line
from flowbook.situation import Situation
from flowbook.stimuli import EventReported, Stimulus
from flowbook.ways import Act, Around, Happened, Way, only_if


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    if not isinstance(stimulus, EventReported) or stimulus.name != config["name"]:
        return None
    return Claim(EXACT, 0, dict(_flat("event", stimulus.data)))


def _flat(prefix: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """{"order": {"total": 5}} -> ("event.order.total", 5)."""
    for key, value in data.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            yield from _flat(name, value)
        else:
            yield name, value


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    told = partial(_told, config["name"])
    effects = (Happened(config["name"]),)
    return (Way(exit="next", effects=effects, after=only_if(config), fields=("event.*",), told=told),)


def _told(name: str, wanted: Mapping[str, Any]) -> Act:
    """{"event.order.total": 5} was reported as {"order": {"total": 5}}."""
    data: dict[str, Any] = {}
    for path, value in wanted.items():
        *outer, last = path.split(".")[1:]
        place = data
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = value
    return EventReported(name, data)


NODE = NodeType(
    type="event",
    label="Event from outside",
    category="trigger",
    icon="webhook",
    order=50,
    help="Begins when another system, a file or a person reports an event for a customer, such as "
    "cart_abandoned. What was reported with it is in {event.total} and so on. At night it waits until "
    "the bot may write.",
    config=config(
        ("name",),
        name=line("Name of the event", widget="event", pattern=r"^[A-Za-z0-9_.:-]{1,64}$"),
        only_if=ONLY_IF,
        at_most_once_in=AT_MOST_ONCE,
    ),
    example={"name": "cart_abandoned", "at_most_once_in": {"amount": 1, "unit": "days"}},
    wakes=(EventReported,),
    claim=_claim,
    admits=admitted,
    reads=asked_about,
    summary=lambda config: (config["name"],),
    ways=_ways,
)
