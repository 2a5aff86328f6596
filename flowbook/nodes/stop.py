"""Stop: the conversation ends here."""

from __future__ import annotations

from flowbook.flow import Node
from flowbook.nodetype import NodeType, Step
from flowbook.shapes import config, line
from flowbook.situation import Situation


def _run(node: Node, situation: Situation) -> Step:
    return Step(end=node.config.get("result") or "stopped")


NODE = NodeType(
    type="stop",
    label="End",
    category="logic",
    icon="circle-stop",
    order=90,
    help="Ends the conversation, also where another flow has called this one. Without this step, a flow "
    "ends where no way leads on, and goes back to the flow that called it.",
    config=config(result=line("Result", "A word for the reports, such as booked.", maxLength=40)),
    example={"result": "booked"},
    exits=lambda config: (),
    run=_run,
    summary=lambda config: (config["result"],) if config.get("result") else (),
)
