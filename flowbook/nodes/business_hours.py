"""Business hours: on one way while the shop is open, on the other while it is closed."""

from __future__ import annotations

from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, NodeType, Step, go
from flowbook.opening import DEFAULT, opening
from flowbook.shapes import config, name_of
from flowbook.situation import Situation
from flowbook.ways import Around, Clock, Way


def _run(node: Node, situation: Situation) -> Step:
    is_open, why = opening(situation, node.config.get("hours") or DEFAULT)
    return go("open" if is_open else "closed", why=why)


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    name = config.get("hours") or DEFAULT
    return tuple(
        Way(exit=exit, clock=(Clock("open", name, truth),))
        for exit, truth in (("open", True), ("closed", False))
    )


NODE = NodeType(
    type="business_hours",
    label="Opening hours",
    category="time",
    icon="store",
    order=30,
    help="Goes one way while you are open and the other while you are closed, by your weekly hours and "
    "holidays, in the shop's own time zone.",
    config=config(hours=name_of("hours", "Which hours", "Left empty, the default ones of the workspace.")),
    example={"hours": "default"},
    exits=lambda config: (Exit("open", "Open"), Exit("closed", "Closed")),
    run=_run,
    summary=lambda config: (config.get("hours") or DEFAULT,),
    ways=_ways,
)
