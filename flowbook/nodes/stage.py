"""Stage: the customer moves to another stage of the sales pipeline."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.events import StageEntered
from flowbook.flow import Node
from flowbook.nodetype import Finding, NodeType, Step, go
from flowbook.shapes import config, name_of
from flowbook.situation import Situation
from flowbook.ways import Way


def _run(node: Node, situation: Situation) -> Step:
    stage = node.config["stage"]
    if situation.customer.stage == stage:
        return go("next", why=f"the customer was in “{stage}” already")
    return go("next", StageEntered(stage))


def _check(node: Node) -> Iterable[Finding]:
    if not node.config["stage"]:
        yield Finding("no_stage", "{step} does not say which stage to move to.", "stage")


NODE = NodeType(
    type="stage",
    label="Stage",
    category="data",
    icon="square-kanban",
    order=30,
    help="Moves the customer to a stage of the pipeline, as on the board.",
    config=config(("stage",), stage=name_of("stage", "Move to")),
    example={"stage": "Offer sent"},
    run=_run,
    check=_check,
    summary=lambda config: (f"→ {config['stage']}",),
    ways=lambda config, around: (Way(exit="next", effects=(StageEntered(config["stage"]),)),),
)
