"""Subscribe: the customer wants to hear from the bot, or no more."""

from __future__ import annotations

from flowbook.events import SubscriptionChanged
from flowbook.flow import Config, Node
from flowbook.nodetype import NodeType, Step, go
from flowbook.shapes import choice, config
from flowbook.situation import Situation
from flowbook.ways import Around, Way

ACTIONS = {"subscribe": "wants to hear from us", "unsubscribe": "wants to hear no more"}


def _run(node: Node, situation: Situation) -> Step:
    wanted = node.config["action"] == "subscribe"
    if situation.customer.subscribed == wanted:
        return go("next", why="it was so already")
    return go("next", SubscriptionChanged(wanted))


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    return (Way(exit="next", effects=(SubscriptionChanged(config["action"] == "subscribe"),)),)


NODE = NodeType(
    type="subscribe",
    label="Subscription",
    category="data",
    icon="bell",
    order=50,
    help="Notes that the customer wants to hear from the bot, or no more. Whoever has left gets no "
    "broadcast, and no flow begins for them by itself; what they write is still answered.",
    config=config(("action",), action=choice("The customer", ACTIONS, "subscribe")),
    example={"action": "unsubscribe"},
    run=_run,
    summary=lambda config: (ACTIONS[config["action"]],),
    ways=_ways,
)
